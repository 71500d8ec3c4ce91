// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The two seven-bit charsets of old mail that the JDK lacks: UTF-7 (RFC 2152) and HZ (RFC 1843).
final class SevenBitCharsets {
    static final byte ESCAPE = 0x1B;
    static final byte SHIFT_OUT = 0x0E;
    static final byte SHIFT_IN = 0x0F;

    private SevenBitCharsets() {}

    static String utf7(byte[] octets, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int i = offset;
        while (i < end) {
            byte b = octets[i++];
            if (b != '+') {
                text.append((char) (b & 0xFF));
            } else if (i < end && octets[i] == '-') {
                text.append('+');
                i++;
            } else {
                i = shifted(octets, i, end, text);
            }
        }
        return wellFormed(text);
    }

    /// Modified base64 of UTF-16 up to the first other octet; a `-` there is swallowed.
    private static int shifted(byte[] octets, int start, int end, StringBuilder text) {
        int bits = 0;
        int count = 0;
        int i = start;
        for (; i < end; i++) {
            int value = Base64Decoder.value(octets[i]);
            if (value < 0) {
                break;
            }
            bits = (bits << 6 | value) & 0xFFFFFF;
            count += 6;
            if (count >= 16) {
                count -= 16;
                text.append((char) (bits >>> count));
            }
        }
        return i < end && octets[i] == '-' ? i + 1 : i;
    }

    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    /// The charset whose escapes stand in a text of ASCII octets. RFC 1557 (Korean), RFC 1468
    /// (Japanese).
    static Optional<Charset> escaped(byte[] octets, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (octets[i] == SHIFT_OUT && isKoreanRun(octets, i + 1, end)) {
                return CharsetLabels.find("iso-2022-kr");
            }
            if (octets[i] == ESCAPE && i + 2 < end) {
                Optional<Charset> found = designated(octets, i + 1, end);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> designated(byte[] octets, int i, int end) {
        byte first = octets[i];
        byte second = octets[i + 1];
        if (first == '(' && (second == 'J' || second == 'I')
                || first == '$' && (second == 'B' || second == '@' || second == '(')) {
            return CharsetLabels.find("iso-2022-jp");
        }
        boolean korean = first == '$' && second == ')' && i + 2 < end && octets[i + 2] == 'C';
        return korean ? CharsetLabels.find("iso-2022-kr") : Optional.empty();
    }

    /// Pairs of graphic octets up to the shift in, or to the end where that was cut off.
    private static boolean isKoreanRun(byte[] octets, int from, int end) {
        int i = from;
        while (i < end && octets[i] > ' ' && octets[i] < 0x7F) {
            i++;
        }
        boolean closed = i == end || octets[i] == SHIFT_IN;
        return closed && i - from >= 2 && (i - from) % 2 == 0;
    }

    static String hz(byte[] octets, int offset, int length) {
        byte[] plain = new byte[length];
        int size = 0;
        boolean chinese = false;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = octets[i];
            byte next = b == '~' && i + 1 < end ? octets[i + 1] : 0;
            if (next == '{' || next == '}') {
                chinese = next == '{';
                i++;
            } else if (next == '~') {
                plain[size++] = '~';
                i++;
            } else if (next == '\n' || next == '\r') {
                i++;
            } else if (b == '\n') {
                chinese = false; // RFC 1843 §2: a line ends in ASCII
                plain[size++] = b;
            } else {
                plain[size++] = chinese && b > ' ' ? (byte) (b | 0x80) : b;
            }
        }
        Optional<Charset> charset = CharsetLabels.find("gbk");
        return new String(plain, 0, size, charset.orElse(StandardCharsets.ISO_8859_1));
    }
}
