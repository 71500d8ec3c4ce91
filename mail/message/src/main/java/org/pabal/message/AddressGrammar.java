// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/// `Mailbox = Local-part "@" ( Domain / address-literal )`. RFC 5321 §4.1.2.
final class AddressGrammar {
    private static final int MAX_LOCAL_PART_OCTETS = 64; // RFC 5321 §4.5.3.1.1
    private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~"; // RFC 5322 §3.2.3

    private AddressGrammar() {}

    static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            return Optional.empty();
        }
        Optional<String> localPart = parseLocalPart(text.substring(0, at));
        Optional<Domain> domain = Domain.parse(text.substring(at + 1));
        if (localPart.isEmpty() || domain.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Address(localPart.get(), domain.get()));
    }

    /// `Local-part = Dot-string / Quoted-string`
    private static Optional<String> parseLocalPart(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (normal.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_PART_OCTETS) {
            return Optional.empty();
        }
        return normal.startsWith("\"") ? parseQuotedString(normal) : parseDotString(normal);
    }

    private static Optional<String> parseDotString(String text) {
        return isDotString(text) ? Optional.of(text) : Optional.empty();
    }

    private static boolean isDotString(String text) {
        boolean atomOpen = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (!atomOpen) {
                    return false;
                }
                atomOpen = false;
            } else if (isAtext(c)) {
                atomOpen = true;
            } else {
                return false;
            }
        }
        return atomOpen;
    }

    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ATEXT_SYMBOLS.indexOf(c) >= 0
                || c >= 0xA0; // RFC 6531 §3.3 UTF8-non-ascii, less the C1 controls
    }

    private static Optional<String> parseQuotedString(String text) {
        if (text.length() < 3 || !text.endsWith("\"")) {
            return Optional.empty();
        }
        StringBuilder content = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i == text.length() - 1) {
                    return Optional.empty();
                }
                c = text.charAt(i);
            } else if (c == '"') {
                return Optional.empty();
            }
            if (c < 0x20 || c >= 0x7F && c < 0xA0) {
                return Optional.empty();
            }
            content.append(c);
        }
        return Optional.of(content.toString());
    }

    static String quoteIfNeeded(String localPart) {
        if (isDotString(localPart)) {
            return localPart;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : localPart.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    static String asciiLowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }
}
