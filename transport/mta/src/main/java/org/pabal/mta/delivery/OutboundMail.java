// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.List;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Content;

/// One mail for one host.
///
/// @param recipients at least one
/// @param content `content.relayedOctets()` of it travel
public record OutboundMail(ReversePath from, List<Address> recipients, Content content) {
    public OutboundMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail has a recipient");
        }
    }
}
