// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;
import java.util.OptionalLong;

/// Ids as RFC 8474 §7 shows them, in IMAP and in JMAP alike: letters and digits, told apart by their
/// first.
public final class ObjectIds {
    private static final int MAX_DIGITS = 18;

    private ObjectIds() {}

    public static String of(MailboxId mailbox) {
        return "F" + mailbox.value();
    }

    public static String of(EmailId email) {
        return "M" + email.value();
    }

    public static String of(ThreadId thread) {
        return "T" + thread.value();
    }

    /// Empty for an id that was never given out.
    public static Optional<ThreadId> parseThread(String text) {
        OptionalLong number = number('T', text);
        return number.isPresent()
                ? Optional.of(new ThreadId(number.getAsLong()))
                : Optional.empty();
    }

    /// Empty for an id that was never given out.
    public static Optional<EmailId> parseEmail(String text) {
        OptionalLong number = number('M', text);
        return number.isPresent() ? Optional.of(new EmailId(number.getAsLong())) : Optional.empty();
    }

    /// Empty for an id that was never given out.
    public static Optional<MailboxId> parseMailbox(String text) {
        OptionalLong number = number('F', text);
        return number.isPresent()
                ? Optional.of(new MailboxId(number.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong number(char kind, String text) {
        boolean plausible =
                text.length() >= 2
                        && text.length() <= MAX_DIGITS + 1
                        && text.charAt(0) == kind
                        && (text.length() == 2 || text.charAt(1) != '0')
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return plausible
                ? OptionalLong.of(Long.parseLong(text, 1, text.length(), 10))
                : OptionalLong.empty();
    }
}
