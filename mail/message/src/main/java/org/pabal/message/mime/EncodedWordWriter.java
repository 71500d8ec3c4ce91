// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes a text as encoded words in UTF-8, in Q or B, whichever is shorter. RFC 2047 §2, §4.
final class EncodedWordWriter {
    private static final int MAX_WORD_CHARS = 75;
    private static final String Q_START = "=?UTF-8?Q?";
    private static final String B_START = "=?UTF-8?B?";
    private static final String END = "?=";
    private static final int ROOM = MAX_WORD_CHARS - Q_START.length() - END.length();
    private static final int B_ROOM_OCTETS = ROOM / 4 * 3;
    private static final String HEX = "0123456789ABCDEF";

    private EncodedWordWriter() {}

    static boolean needsEncoding(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x7F) {
                return true;
            }
        }
        return text.contains("=?"); // else it would be read as an encoded word
    }

    static String write(String text) {
        String q = words(text, Q_START, ROOM, EncodedWordWriter::q);
        String b = words(text, B_START, B_ROOM_OCTETS, octets -> octets);
        return q.length() <= b.length() ? q : b;
    }

    @FunctionalInterface
    private interface Form {
        byte[] of(byte[] octets);
    }

    /// Whole characters only, RFC 2047 §5 rule 3.
    private static String words(String text, String start, int room, Form form) {
        StringBuilder words = new StringBuilder(text.length() * 4);
        var word = new java.io.ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            int next = i + Character.charCount(text.codePointAt(i));
            byte[] character = form.of(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
            if (word.size() + character.length > room) {
                finish(words, start, word.toByteArray());
                word.reset();
            }
            word.writeBytes(character);
            i = next;
        }
        finish(words, start, word.toByteArray());
        return words.toString();
    }

    private static void finish(StringBuilder words, String start, byte[] content) {
        if (!words.isEmpty()) {
            words.append(' ');
        }
        String encoded =
                start.equals(B_START)
                        ? Base64.getEncoder().encodeToString(content)
                        : new String(content, StandardCharsets.US_ASCII);
        words.append(start).append(encoded).append(END);
    }

    /// Safe also within a phrase, RFC 2047 §5 rule 3.
    private static byte[] q(byte[] octets) {
        StringBuilder q = new StringBuilder(octets.length * 3);
        for (byte octet : octets) {
            if (octet == ' ') {
                q.append('_');
            } else if (isSafe(octet)) {
                q.append((char) octet);
            } else {
                q.append('=').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return q.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isSafe(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || "!*+-/".indexOf(octet) >= 0;
    }
}
