// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.util.Optional;
import org.pabal.message.ReversePath;
import org.pabal.mta.routing.NextHop;

/// Whether a smarthost is known to refuse a sender, asked before its mail is promised. Safe for use
/// by many threads.
public interface RelayObjections {

    /// Nothing is known of anybody.
    RelayObjections NONE = (relay, from) -> Optional.empty();

    /// @return what the smarthost said, when it lately refused the sender for good; never because of
    ///     trouble that may pass
    Optional<Finding> objection(NextHop.Relay relay, ReversePath from);
}
