// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// Whether the encoded words of a text are such as RFC 2047 §2 and §5 define them, so that every
/// reader reads them alike: no rest of a character in the next word, no spaces within, no octets
/// that the charset of the label does not have.
final class SoundWords {
    private SoundWords() {}

    /// True for a text without any as well.
    ///
    /// @param text ASCII
    static boolean only(String text) {
        int i = text.indexOf("=?");
        while (i >= 0) {
            int end = endOfSound(text, i);
            if (end < 0) {
                return false;
            }
            i = text.indexOf("=?", end);
        }
        return true;
    }

    private static int endOfSound(String text, int start) {
        int charsetEnd = text.indexOf('?', start + 2);
        int textStart = charsetEnd + 3;
        if (charsetEnd <= start + 2
                || textStart > text.length()
                || text.charAt(charsetEnd + 2) != '?') {
            return -1;
        }
        int end = text.indexOf('?', textStart);
        if (end < 0 || !text.startsWith("?=", end) || !standsAlone(text, start, end + 2)) {
            return -1;
        }
        byte[] encoded = Charsets.latin1(text.substring(textStart, end));
        String charset = text.substring(start + 2, charsetEnd);
        boolean sound =
                switch (text.charAt(charsetEnd + 1)) {
                    case 'b', 'B' -> isBase64(encoded) && isText("base64", encoded, charset);
                    case 'q', 'Q' ->
                            isQuoted(encoded) && isText("quoted-printable", encoded, charset);
                    default -> false;
                };
        return sound ? end + 2 : -1;
    }

    private static boolean standsAlone(String text, int start, int end) {
        boolean before = start == 0 || " \t\r\n(".indexOf(text.charAt(start - 1)) >= 0;
        boolean behind = end == text.length() || " \t\r\n)".indexOf(text.charAt(end)) >= 0;
        return before && behind;
    }

    private static boolean isBase64(byte[] encoded) {
        int padding = 0;
        for (byte octet : encoded) {
            if (octet == '=') {
                padding++;
            } else if (padding > 0 || Base64Decoder.value(octet) < 0) {
                return false;
            }
        }
        return encoded.length % 4 == 0 && padding <= 2;
    }

    private static boolean isQuoted(byte[] encoded) {
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] <= ' ' || encoded[i] >= 0x7F) {
                return false;
            }
            if (encoded[i] == '=') {
                boolean octet =
                        i + 2 < encoded.length
                                && QuotedPrintableDecoder.hex(encoded[i + 1]) >= 0
                                && QuotedPrintableDecoder.hex(encoded[i + 2]) >= 0;
                if (!octet) {
                    return false;
                }
            }
        }
        return true;
    }

    /// An underscore is a space to Q and itself to quoted-printable: ASCII either way.
    private static boolean isText(String encoding, byte[] encoded, String charset) {
        return Charsets.isSound(TransferDecoding.decode(encoding, encoded), charset);
    }
}
