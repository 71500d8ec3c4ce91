// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A quota as directories write it: `1073741824`, `1G`, `500 MB`. Units are powers of 1024, as
/// Dovecot has them.
final class Quota {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,15})\\s*([BKMGTbkmgt]?)(i?[Bb])?(?:ytes)?");

    private Quota() {}

    /// Empty for no limit, which is also written as 0.
    ///
    /// @throws IllegalArgumentException for anything else
    static OptionalLong octets(String text, long unitOctets) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long number = Long.parseLong(matcher.group(1));
        long unit =
                switch (matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0)) {
                    case 'B', 'b' -> 1;
                    case 'K', 'k' -> 1L << 10;
                    case 'M', 'm' -> 1L << 20;
                    case 'G', 'g' -> 1L << 30;
                    case 'T', 't' -> 1L << 40;
                    default -> unitOctets;
                };
        if (number == 0) {
            return OptionalLong.empty();
        }
        return number > Long.MAX_VALUE / unit
                ? OptionalLong.empty()
                : OptionalLong.of(number * unit);
    }
}
