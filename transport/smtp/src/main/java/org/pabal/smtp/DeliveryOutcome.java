// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import org.pabal.message.EnhancedStatus;

/// What became of a mail for one recipient at a peer.
public sealed interface DeliveryOutcome {

    /// The peer has taken over.
    ///
    /// @param reports who sends the reports of success that were asked for from here on
    record Delivered(SmtpReply reply, Reports reports) implements DeliveryOutcome {}

    /// RFC 3461 §5.2.1, §5.2.2.
    enum Reports {
        /// The peer offers DSN and was told what is wanted.
        PEER,
        /// The peer does not offer DSN: whoever wanted to hear of success hears "relayed" from us.
        US
    }

    /// Not now: try again.
    ///
    /// @param reply of the peer; empty when the reason is ours or the connection's
    /// @param reason one line, free of control characters
    record Deferred(EnhancedStatus status, Optional<SmtpReply> reply, String reason)
            implements DeliveryOutcome {}

    /// Not ever.
    ///
    /// @param reply of the peer; empty when it lacks something that the mail needs
    record Rejected(EnhancedStatus status, Optional<SmtpReply> reply, String reason)
            implements DeliveryOutcome {}

    /// A reply that says no as an outcome.
    static DeliveryOutcome refusal(SmtpReply reply) {
        String text = reply.inOneLine();
        return reply.isTransient()
                ? deferred(reply.status().orElse(new EnhancedStatus(4, 0, 0)), reply, text)
                : rejected(reply.status().orElse(new EnhancedStatus(5, 0, 0)), reply, text);
    }

    private static DeliveryOutcome deferred(EnhancedStatus status, SmtpReply reply, String text) {
        return new Deferred(status, Optional.of(reply), text);
    }

    private static DeliveryOutcome rejected(EnhancedStatus status, SmtpReply reply, String text) {
        return new Rejected(status, Optional.of(reply), text);
    }

    static DeliveryOutcome deferred(String status, String reason) {
        return new Deferred(EnhancedStatus.of(status), Optional.empty(), reason);
    }

    static DeliveryOutcome rejected(String status, String reason) {
        return new Rejected(EnhancedStatus.of(status), Optional.empty(), reason);
    }
}
