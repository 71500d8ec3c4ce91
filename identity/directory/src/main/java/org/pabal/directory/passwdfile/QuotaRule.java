// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A quota as Dovecot writes it: `*:storage=1G:messages=1000`. Storage is in KiB without a unit,
/// bytes are octets; zero is no limit.
public record QuotaRule(OptionalLong octets, OptionalLong messages) {
    static final QuotaRule NONE = new QuotaRule(OptionalLong.empty(), OptionalLong.empty());

    private static final Pattern LIMIT =
            Pattern.compile("(storage|bytes|messages)=(\\d{1,15})([bkmgtBKMGT]?)(?:i?[bB])?");

    /// Foreign input. Words besides these are other programs'.
    public static Optional<QuotaRule> parse(String text) {
        OptionalLong octets = OptionalLong.empty();
        OptionalLong messages = OptionalLong.empty();
        for (String part : text.split(":")) {
            if (!part.matches("(storage|bytes|messages)=.*")) {
                continue;
            }
            Matcher matcher = LIMIT.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            OptionalLong limit = limit(matcher);
            if (matcher.group(1).equals("messages")) {
                messages = limit;
            } else {
                octets = limit;
            }
        }
        return Optional.of(new QuotaRule(octets, messages));
    }

    private static OptionalLong limit(Matcher matcher) {
        String letter = matcher.group(3).toUpperCase(Locale.ROOT);
        long bare = matcher.group(1).equals("storage") ? 1_024 : 1;
        long factor = letter.isEmpty() ? bare : 1L << (10 * "BKMGT".indexOf(letter));
        long number = Long.parseLong(matcher.group(2));
        return number == 0 || number > Long.MAX_VALUE / factor
                ? OptionalLong.empty()
                : OptionalLong.of(number * factor);
    }
}
