// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.message.EnhancedStatus;

/// How a session with a server began.
public sealed interface Opening {

    /// Mail can be sent.
    record Ready(PeerFacts peer) implements Opening {}

    /// The server said no. Whether another host of the domain is asked next is the caller's to
    /// decide; a refusal of STARTTLS or of our login is no fault of the mail.
    record Refused(Step step, SmtpReply reply) implements Opening {}

    /// Connection lost, time passed, no sense in what was said, or TLS missing: temporary. After
    /// opportunistic TLS has failed at {@link Step#STARTTLS} a new connection may go without.
    ///
    /// @param reason for the log and the delivery report, free of control characters
    record Failed(Step step, EnhancedStatus status, String reason) implements Opening {}

    enum Step {
        GREETING,
        EHLO,
        STARTTLS,
        AUTH
    }
}
