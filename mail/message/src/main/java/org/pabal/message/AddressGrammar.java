// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/// `Mailbox = Local-part "@" ( Domain / address-literal )`. RFC 5321 §4.1.2, RFC 6531 §3.3.
///
/// Wider than §4.5.3.1.1 in one place: a local-part of the Sender Rewriting Scheme, which has another
/// address inside, may be as long as its path. Narrower than the grammar in three places: an empty quoted local-part, and among non-ASCII
/// characters the bidirectional controls (they make one address look like another, THREATS M11)
/// and U+FFFD (what a decoder leaves of octets that were no UTF-8, THREATS S20).
final class AddressGrammar {
    private static final int MAX_LOCAL_PART_OCTETS = 64; // RFC 5321 §4.5.3.1.1
    private static final int MAX_ADDRESS_OCTETS = 254; // §4.5.3.1.3: a path of 256 less its <>
    private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~"; // RFC 5322 §3.2.3

    private AddressGrammar() {}

    static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > MAX_ADDRESS_OCTETS || text.endsWith(".")) {
            return Optional.empty();
        }
        String mailbox = nfc(text);
        at = mailbox.lastIndexOf('@');
        if (octets(mailbox) > MAX_ADDRESS_OCTETS) {
            return Optional.empty();
        }
        Optional<String> localPart = parseLocalPart(mailbox.substring(0, at));
        Optional<Domain> domain = Domain.parse(mailbox.substring(at + 1));
        if (localPart.isEmpty() || domain.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Address(localPart.get(), domain.get()));
    }

    /// `Local-part = Dot-string / Quoted-string`
    private static Optional<String> parseLocalPart(String text) {
        if (octets(text) > MAX_LOCAL_PART_OCTETS && !isRewritten(text) || !isWellFormed(text)) {
            return Optional.empty();
        }
        return text.startsWith("\"") ? parseQuotedString(text) : parseDotString(text);
    }

    /// `SRS0=` or `SRS1=`, the whole perhaps quoted.
    private static boolean isRewritten(String text) {
        int start = text.startsWith("\"") ? 1 : 0;
        return text.regionMatches(true, start, "SRS0", 0, 4)
                || text.regionMatches(true, start, "SRS1", 0, 4);
    }

    /// `Dot-string = Atom *("."  Atom)`
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

    /// `atext`, RFC 5322 §3.2.3, with `UTF8-non-ascii` of RFC 6531 §3.3.
    private static boolean isAtext(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ATEXT_SYMBOLS.indexOf(c) >= 0
                || c >= 0x80;
    }

    /// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`
    private static Optional<String> parseQuotedString(String text) {
        if (text.length() < 3 || !text.endsWith("\"")) {
            return Optional.empty();
        }
        StringBuilder content = new StringBuilder(text.length());
        int end = text.length() - 1;
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i == end || text.charAt(i) >= 0x7F) {
                    return Optional.empty();
                }
                c = text.charAt(i);
            } else if (c == '"') {
                return Optional.empty();
            }
            if (c < 0x20 || c == 0x7F) {
                return Optional.empty();
            }
            content.append(c);
        }
        return Optional.of(content.toString());
    }

    /// No C1 controls, lone surrogates, line separators, noncharacters, or what the class names.
    private static boolean isWellFormed(String text) {
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            boolean refused =
                    c >= 0x80 && c < 0xA0
                            || c >= 0xD800 && c <= 0xDFFF
                            || c == 0xFFFD
                            || c == 0x2028
                            || c == 0x2029
                            || (c & 0xFFFE) == 0xFFFE
                            || c >= 0xFDD0 && c <= 0xFDEF
                            || isBidiControl(c);
            if (refused) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBidiControl(int c) {
        return c == 0x61C
                || c == 0x200E
                || c == 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowerCased(text);
            }
        }
        return text;
    }

    private static String lowerCased(String text) {
        char[] lower = text.toCharArray();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (char) (lower[i] + 32);
            }
        }
        return new String(lower);
    }

    private static String nfc(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static int octets(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
