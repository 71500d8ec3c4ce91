// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import java.util.OptionalLong;

/// The parameters of MAIL, parsed.
///
/// @param size SIZE=. RFC 1870
/// @param body BODY=. RFC 6152
/// @param smtpUtf8 SMTPUTF8. RFC 6531
/// @param auth AUTH=, decoded from xtext. RFC 4954 §5
public record MailParameters(
        OptionalLong size, Body body, boolean smtpUtf8, Optional<String> auth) {
    public enum Body {
        SEVEN_BIT,
        EIGHT_BIT_MIME
    }

    public static final MailParameters NONE =
            new MailParameters(OptionalLong.empty(), Body.SEVEN_BIT, false, Optional.empty());
}
