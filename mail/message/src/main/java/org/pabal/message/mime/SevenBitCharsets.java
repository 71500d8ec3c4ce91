// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The two seven-bit charsets of old mail that the JDK lacks: UTF-7 (RFC 2152) and HZ (RFC 1843).
final class SevenBitCharsets {
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
