// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a domain may look like and how it is brought to its one form.
final class DomainGrammar {
    private static final int MAX_DOMAIN_OCTETS = 255; // RFC 5321 §4.5.3.1.2
    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(
                    IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE
                            | IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ);
    private static final Pattern ASCII_LABEL =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

    private DomainGrammar() {}

    static Optional<Domain> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DOMAIN_OCTETS) {
            return Optional.empty();
        }
        if (text.startsWith("[")) {
            return parseLiteral(text);
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        IDNA.Info info = new IDNA.Info();
        StringBuilder unicode = new StringBuilder();
        UTS46.nameToUnicode(name, unicode, info);
        if (info.hasErrors()) {
            return Optional.empty();
        }
        String normal = unicode.toString();
        if (normal.getBytes(StandardCharsets.UTF_8).length > MAX_DOMAIN_OCTETS) {
            return Optional.empty();
        }
        String ascii = toAscii(normal);
        if (ascii.length() > MAX_DOMAIN_OCTETS) {
            return Optional.empty();
        }
        for (String label : ascii.split("\\.", -1)) {
            if (!ASCII_LABEL.matcher(label).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Domain(normal));
    }

    static String toAscii(String name) {
        if (name.startsWith("[")) {
            return name;
        }
        StringBuilder ascii = new StringBuilder();
        UTS46.nameToASCII(name, ascii, new IDNA.Info());
        return ascii.toString();
    }

    private static Optional<Domain> parseLiteral(String text) {
        if (!text.endsWith("]")) {
            return Optional.empty();
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.regionMatches(true, 0, "IPv6:", 0, 5)) {
            String address = inner.substring(5).toLowerCase(java.util.Locale.ROOT);
            if (!IPV6.matcher(address).matches()) {
                return Optional.empty();
            }
            try {
                String canonical = java.net.Inet6Address.ofLiteral(address).getHostAddress();
                return Optional.of(new Domain("[IPv6:" + canonical + "]"));
            } catch (IllegalArgumentException notAnAddress) {
                return Optional.empty();
            }
        }
        return IPV4.matcher(inner).matches()
                ? Optional.of(new Domain("[" + inner + "]"))
                : Optional.empty();
    }
}
