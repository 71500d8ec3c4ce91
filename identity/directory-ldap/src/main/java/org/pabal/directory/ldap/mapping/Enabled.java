// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whether an account may be used, as its attributes say.
final class Enabled {
    private static final long ACCOUNT_DISABLE = 2; // [MS-ADTS] §2.2.16

    private static final Set<String> YES =
            Set.of("true", "yes", "y", "1", "on", "active", "enabled", "valid");
    private static final Set<String> NO =
            Set.of(
                    "false",
                    "no",
                    "n",
                    "0",
                    "off",
                    "inactive",
                    "disabled",
                    "locked",
                    "suspended",
                    "deleted");

    private Enabled() {}

    /// True when nothing is said.
    ///
    /// @throws IllegalArgumentException for a value that says neither
    static boolean of(Mapping mapping, Entry entry, Instant now) {
        for (String attribute : mapping.attributes(Field.ENABLED)) {
            String name = Mapping.withoutSign(attribute);
            Optional<String> value =
                    Optional.ofNullable(entry.getAttributeValue(name)).map(String::strip);
            if (value.isPresent() && says(name, value.get(), now) == attribute.startsWith("!")) {
                return false;
            }
        }
        return true;
    }

    private static boolean says(String attribute, String value, Instant now) {
        return switch (attribute.toLowerCase(Locale.ROOT)) {
            case "useraccountcontrol" -> (number(value) & ACCOUNT_DISABLE) == 0;
            // Days since 1970; none below zero. RFC 2307 §3, shadow(5).
            case "shadowexpire" ->
                    number(value) < 0
                            || Duration.ofDays(number(value)).toSeconds() > now.getEpochSecond();
            default -> word(value);
        };
    }

    private static long number(String value) {
        if (!value.matches("-?[0-9]{1,10}")) {
            throw new IllegalArgumentException(value);
        }
        return Long.parseLong(value);
    }

    private static boolean word(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw new IllegalArgumentException(value);
        }
        return YES.contains(word);
    }
}
