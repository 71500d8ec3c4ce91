// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Locale;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// The level of a mailbox name that says whose it is: `bob` for `bob@example.org` to a reader of
/// that domain, `bob@example.net` for one of another.
///
/// Each address has one form, and each form one address: what a level cannot hold, and `^` itself,
/// stand as `^` with two hexadecimal digits.
final class AccountLevel {
    private static final String ESCAPED = "/*%^";

    private AccountLevel() {}

    /// @param own the reader's domain
    static String of(Address address, Domain own) {
        String local = address.localPart();
        boolean isShort =
                address.domain().equals(own)
                        && local.indexOf('@') < 0
                        && !local.equals(".")
                        && !local.equals("..");
        return escape(isShort ? local : local + "@" + address.domain());
    }

    private static String escape(String text) {
        StringBuilder level = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ESCAPED.indexOf(c) >= 0) {
                level.append(String.format(Locale.ROOT, "^%02X", (int) c));
            } else {
                level.append(c);
            }
        }
        return level.toString();
    }

    /// Empty for a level that no address has.
    static Optional<Address> parse(String level, Domain own) {
        Optional<String> text = unescape(level);
        int at = text.map(plain -> plain.lastIndexOf('@')).orElse(-1);
        Optional<Domain> domain =
                at < 0 ? Optional.of(own) : Domain.parse(text.get().substring(at + 1));
        if (text.isEmpty() || text.get().isEmpty() || at == 0 || domain.isEmpty()) {
            return Optional.empty();
        }
        String local = at < 0 ? text.get() : text.get().substring(0, at);
        return Optional.of(new Address(local, domain.get()))
                .filter(address -> of(address, own).equals(level));
    }

    private static Optional<String> unescape(String level) {
        StringBuilder text = new StringBuilder(level.length());
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (c != '^') {
                text.append(c);
                continue;
            }
            int high = i + 2 < level.length() ? Character.digit(level.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(level.charAt(i + 2), 16);
            if (low < 0) {
                return Optional.empty();
            }
            text.append((char) (high * 16 + low));
            i += 2;
        }
        return Optional.of(text.toString());
    }
}
