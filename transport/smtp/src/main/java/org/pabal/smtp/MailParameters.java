// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;

/// The parameters of MAIL, parsed.
///
/// @param size SIZE=. RFC 1870
/// @param body BODY=. RFC 6152
/// @param smtpUtf8 SMTPUTF8. RFC 6531
/// @param auth AUTH=, decoded from xtext. RFC 4954 §5
/// @param request what travels on with the mail
/// @param release HOLDFOR= or HOLDUNTIL=. RFC 4865
public record MailParameters(
        OptionalLong size,
        Body body,
        boolean smtpUtf8,
        Optional<String> auth,
        MailRequest request,
        Optional<FutureRelease> release) {
    public enum Body {
        SEVEN_BIT,
        EIGHT_BIT_MIME,
        /// RFC 3030 §3
        BINARY_MIME
    }

    /// With another priority. RFC 6710 §4.1 lets a server change it.
    MailParameters withPriority(int priority) {
        return new MailParameters(
                size,
                body,
                smtpUtf8,
                auth,
                new MailRequest(
                        request.returned(),
                        request.envelopeId(),
                        request.requireTls(),
                        priority,
                        request.deliverBy()),
                release);
    }

    public static final MailParameters NONE =
            new MailParameters(
                    OptionalLong.empty(),
                    Body.SEVEN_BIT,
                    false,
                    Optional.empty(),
                    MailRequest.NONE,
                    Optional.empty());
}
