// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.util.List;
import org.pabal.message.Address;
import org.pabal.mta.routing.NextHop;

/// Asks a smarthost whether it takes the mail of senders, without sending any. Safe for use by many
/// threads; blocks for a bounded time.
public interface SenderProbe {

    /// @param text see {@link Finding}
    record Answer(Finding.Kind kind, String text) {}

    /// @return one answer for each sender, in order
    List<Answer> ask(NextHop.Relay relay, List<Address> senders);
}
