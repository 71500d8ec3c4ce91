// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// Reads `=?charset?encoding?encoded-text?=` out of a text. RFC 2047 §2, §6.
///
/// More patient than the grammar: words may touch other text, be too long, hold spaces, stand in
/// quoted strings. Neighbouring words of one charset are joined before they are decoded, since many
/// senders cut in the midst of a character.
final class EncodedWordReader {
    private static final int MAX_CHARSET_CHARS = 80;

    private final String text;
    private final byte @Nullable [] octets;
    private final @Nullable Charset raw;
    private final StringBuilder decoded;
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
    private String joinedCharset = "";
    private int noEndFrom = Integer.MAX_VALUE;

    /// A text of octets, those outside of words being in this charset.
    EncodedWordReader(String text, byte[] octets, Charset raw) {
        this.text = text;
        this.octets = octets;
        this.raw = raw;
        this.decoded = new StringBuilder(text.length());
    }

    /// A text of characters.
    EncodedWordReader(String text) {
        this.text = text;
        this.octets = null;
        this.raw = null;
        this.decoded = new StringBuilder(text.length());
    }

    String read() {
        int plainFrom = 0;
        int i = text.indexOf("=?");
        while (i >= 0) {
            int end = endOfWord(i);
            if (end < 0) {
                i = text.indexOf("=?", i + 2);
                continue;
            }
            if (joinedCharset.isEmpty() || !isBlank(plainFrom, i)) {
                flush();
                plain(plainFrom, i);
            }
            word(i, end);
            plainFrom = end;
            i = text.indexOf("=?", end);
        }
        flush();
        plain(plainFrom, text.length());
        return decoded.toString();
    }

    /// Behind the `?=` of the word that begins at `start`, or -1 if none does.
    private int endOfWord(int start) {
        int charsetEnd = text.indexOf('?', start + 2);
        boolean wellFormed =
                charsetEnd > start + 2
                        && charsetEnd - start <= MAX_CHARSET_CHARS
                        && charsetEnd + 2 < text.length()
                        && text.charAt(charsetEnd + 2) == '?'
                        && "bBqQ".indexOf(text.charAt(charsetEnd + 1)) >= 0;
        int textStart = charsetEnd + 3;
        if (!wellFormed || textStart >= noEndFrom) {
            return -1;
        }
        int end = text.indexOf("?=", textStart);
        if (end < 0) {
            noEndFrom = textStart; // remembered, so that many beginnings cost one search
            return -1;
        }
        return end + 2;
    }

    private void word(int start, int end) {
        int charsetEnd = text.indexOf('?', start + 2);
        String charset = CharsetLabels.normal(text.substring(start + 2, charsetEnd));
        if (!charset.equals(joinedCharset)) {
            flush();
            joinedCharset = charset.isEmpty() ? "unknown-8bit" : charset;
        }
        boolean base64 = (text.charAt(charsetEnd + 1) | 0x20) == 'b';
        byte[] encoded = Charsets.latin1(text.substring(charsetEnd + 3, end - 2));
        joined.writeBytes(base64 ? TransferDecoding.decode("base64", encoded) : q(encoded));
    }

    /// The Q encoding, RFC 2047 §4.2.
    private static byte[] q(byte[] encoded) {
        byte[] plain = new byte[encoded.length];
        int size = 0;
        for (int i = 0; i < encoded.length; i++) {
            byte b = encoded[i];
            boolean octet =
                    b == '='
                            && i + 2 < encoded.length
                            && QuotedPrintableDecoder.hex(encoded[i + 1]) >= 0
                            && QuotedPrintableDecoder.hex(encoded[i + 2]) >= 0;
            if (octet) {
                int high = QuotedPrintableDecoder.hex(encoded[++i]) << 4;
                plain[size++] = (byte) (high | QuotedPrintableDecoder.hex(encoded[++i]));
            } else {
                plain[size++] = b == '_' ? (byte) ' ' : b;
            }
        }
        return java.util.Arrays.copyOf(plain, size);
    }

    private void flush() {
        if (!joinedCharset.isEmpty()) {
            decoded.append(Charsets.decode(joined.toByteArray(), joinedCharset));
            joined.reset();
            joinedCharset = "";
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (" \t\r\n".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private void plain(int from, int to) {
        if (octets == null || raw == null) {
            decoded.append(text, from, to);
        } else if (to > from) {
            decoded.append(new String(octets, from, to - from, raw));
        }
    }
}
