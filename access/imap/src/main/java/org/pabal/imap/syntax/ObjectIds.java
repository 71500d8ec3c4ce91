// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import java.util.Optional;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;

/// Ids as RFC 8474 shows them: letters and digits, told apart by their first.
public final class ObjectIds {
    private static final int MAX_DIGITS = 18;

    private ObjectIds() {}

    public static String of(MailboxId mailbox) {
        return "F" + mailbox.value();
    }

    public static String of(EmailId email) {
        return "M" + email.value();
    }

    /// Empty for an id that was never given out.
    public static Optional<EmailId> parseEmail(String text) {
        boolean plausible =
                text.length() >= 2
                        && text.length() <= MAX_DIGITS + 1
                        && text.charAt(0) == 'M'
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return plausible
                ? Optional.of(new EmailId(Long.parseLong(text.substring(1))))
                : Optional.empty();
    }
}
