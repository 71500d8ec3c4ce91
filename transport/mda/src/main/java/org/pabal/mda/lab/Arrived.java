// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;

/// When a message came that is tried: what came after it was not known by then.
public record Arrived(EmailId email, Instant at) {

    static Arrived of(StoredMessage message) {
        return new Arrived(message.id(), message.internalDate());
    }
}
