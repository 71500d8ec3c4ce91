// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Optional;
import org.pabal.directory.AccountId;

/// The grammar of ids (RFC 8620 §1.2), and those of accounts. Ids of mailboxes, emails and threads are
/// IMAP's: {@link org.pabal.mailbox.ObjectIds}.
public final class Ids {
    public static final int MAX_OCTETS = 255;

    private static final int MAX_DIGITS = 18;

    private Ids() {}

    public static boolean isId(String text) {
        return !text.isEmpty() && text.length() <= MAX_OCTETS && text.chars().allMatch(Ids::isSafe);
    }

    private static boolean isSafe(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_';
    }

    public static String of(AccountId account) {
        return "A" + account.value();
    }

    /// Empty for an id that no account has.
    public static Optional<AccountId> parseAccount(String text) {
        boolean plausible =
                text.length() >= 2
                        && text.length() <= MAX_DIGITS + 1
                        && text.charAt(0) == 'A'
                        && text.charAt(1) != '0'
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return plausible
                ? Optional.of(new AccountId(Long.parseLong(text, 1, text.length(), 10)))
                : Optional.empty();
    }
}
