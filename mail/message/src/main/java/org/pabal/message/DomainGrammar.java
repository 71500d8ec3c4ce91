// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a domain may look like and how it is brought to its one form.
///
/// Wider than `Domain` of RFC 5321 §4.1.2 in two places: one final dot, which is dropped, and the
/// underscore, which hosts of real senders have in their names.
final class DomainGrammar {
    private static final int MAX_DOMAIN_OCTETS = 255; // RFC 5321 §4.5.3.1.2
    private static final int MAX_LABEL_OCTETS = 63; // RFC 1035 §2.3.4
    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(
                    IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE
                            | IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ);

    private DomainGrammar() {}

    static Optional<Domain> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DOMAIN_OCTETS) {
            return Optional.empty();
        }
        if (text.charAt(0) == '[') {
            return parseLiteral(text);
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String lower = AddressGrammar.asciiLowerCase(name);
        if (isPlain(lower)) {
            return areLabels(lower) ? Optional.of(new Domain(lower)) : Optional.empty();
        }
        return parseInternational(lower);
    }

    /// Nothing that UTS #46 would change: ASCII without A-labels.
    private static boolean isPlain(String name) {
        return AddressGrammar.isAscii(name) && !name.contains("xn--");
    }

    private static Optional<Domain> parseInternational(String name) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder unicode = new StringBuilder();
        UTS46.nameToUnicode(name, unicode, info);
        if (info.hasErrors()) {
            return Optional.empty();
        }
        String normal = unicode.toString();
        String ascii = toAscii(normal);
        boolean fits =
                normal.getBytes(StandardCharsets.UTF_8).length <= MAX_DOMAIN_OCTETS
                        && ascii.length() <= MAX_DOMAIN_OCTETS;
        return fits && areLabels(ascii) ? Optional.of(new Domain(normal)) : Optional.empty();
    }

    /// `Domain = sub-domain *("." sub-domain)`, `sub-domain = Let-dig [Ldh-str]`
    private static boolean areLabels(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (!isLabel(name, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end == start || end - start > MAX_LABEL_OCTETS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            boolean inside = c == '-' && i > start && i < end - 1;
            if (!inside && !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    static String toAscii(String name) {
        if (name.startsWith("[") || AddressGrammar.isAscii(name)) {
            return name;
        }
        StringBuilder ascii = new StringBuilder();
        UTS46.nameToASCII(name, ascii, new IDNA.Info());
        return ascii.toString();
    }

    /// `address-literal`, RFC 5321 §4.1.3; of general literals none is registered, so none is taken.
    private static Optional<Domain> parseLiteral(String text) {
        if (!text.endsWith("]")) {
            return Optional.empty();
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.regionMatches(true, 0, "IPv6:", 0, 5)) {
            return Ipv6Literal.canonical(inner.substring(5))
                    .map(address -> new Domain("[IPv6:" + address + "]"));
        }
        return Ipv6Literal.isIpv4(inner)
                ? Optional.of(new Domain("[" + inner + "]"))
                : Optional.empty();
    }
}
