// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pabal.message.Address;

/// The path of a Maildir, made of the operator's template and an address.
///
/// Of an address only `a-z 0-9 - _ +`, and dots that are not the first, come into a path as they
/// are; every other octet becomes `%` and two hexadecimal digits. So an address can name neither a
/// folder above nor a hidden one, two addresses never share a path, and what a person could type
/// stays readable (THREATS S09, S10, S11).
public final class MaildirPath {
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:/(?:[A-Za-z0-9._@+=-]|\\{local}|\\{domain})+)+/?");
    private static final Pattern UPWARDS = Pattern.compile("(?:^|.*/)\\.\\.?(?:/.*|$)");

    private MaildirPath() {}

    /// Absolute, without `.` and `..`, of plain characters and the two placeholders.
    public static boolean isTemplate(String text) {
        return text.length() <= 1_000
                && TEMPLATE.matcher(text).matches()
                && !UPWARDS.matcher(text).matches();
    }

    /// True when each address has a Maildir of its own.
    public static boolean isPerAddress(String template) {
        return template.contains("{local}");
    }

    /// @param template one that {@link #isTemplate}
    public static Path of(String template, Address address) {
        String domain = address.domain().toAscii();
        return Path.of(
                template.replace("{domain}", encoded(domain))
                        .replace("{local}", encoded(address.lookupForm().localPart())));
    }

    private static String encoded(String part) {
        StringBuilder safe = new StringBuilder(part.length());
        for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '_'
                            || c == '+'
                            || c == '.' && !safe.isEmpty();
            if (plain) {
                safe.append(c);
            } else {
                safe.append(String.format(Locale.ROOT, "%%%02x", octet & 0xFF));
            }
        }
        return safe.toString();
    }
}
