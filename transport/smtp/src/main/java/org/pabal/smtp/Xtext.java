// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `xtext = *( xchar / hexchar )`. RFC 3461 §4.
final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /// Empty when outside the grammar, not UTF-8, or when a control character comes out.
    static Optional<String> decode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+') {
                int octet = hexOctet(text, i + 1);
                if (octet < 0) {
                    return Optional.empty();
                }
                octets.write(octet);
                i += 2;
            } else if (c < '!' || c > '~' || c == '=') {
                return Optional.empty();
            } else {
                octets.write(c);
            }
        }
        return printable(octets.toByteArray());
    }

    private static int hexOctet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = HEX.indexOf(text.charAt(at));
        int low = HEX.indexOf(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static Optional<String> printable(byte[] octets) {
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return decoded.chars().anyMatch(Character::isISOControl)
                    ? Optional.empty()
                    : Optional.of(decoded);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// `utf-8-addr-xtext / utf-8-addr-unitext`, RFC 6533 §3: `\x{HEX}` stands for a character. The
    /// hexchars of xtext are understood too, as some clients send them.
    static Optional<String> decodeUtf8Address(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            int end = c == '\\' ? text.indexOf('}', i) + 1 : i + (c == '+' ? 3 : 1);
            int point =
                    switch (c) {
                        case '\\' -> embedded(text, i, end);
                        case '+' -> end <= text.length() ? hexOctet(text, i + 1) : -1;
                        default -> c;
                    };
            if (point < 0 || point < ' ' || Character.isISOControl(point)) {
                return Optional.empty();
            }
            decoded.appendCodePoint(point);
            i = end;
        }
        return Optional.of(decoded.toString());
    }

    /// `EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}"`: two to six digits, no surrogate.
    private static int embedded(String text, int start, int end) {
        int digits = end - start - 4;
        if (digits < 2 || digits > 6 || !text.startsWith("x{", start + 1)) {
            return -1;
        }
        int point = 0;
        for (int i = start + 3; i < end - 1; i++) {
            int digit = HEX.indexOf(text.charAt(i));
            if (digit < 0) {
                return -1;
            }
            point = point << 4 | digit;
        }
        boolean scalar = Character.isValidCodePoint(point) && (point < 0xD800 || point > 0xDFFF);
        return scalar ? point : -1;
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet < '!' || octet > '~' || octet == '+' || octet == '=') {
                encoded.append('+')
                        .append(HEX.charAt(octet >> 4 & 15))
                        .append(HEX.charAt(octet & 15));
            } else {
                encoded.append((char) octet);
            }
        }
        return encoded.toString();
    }
}
