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

    /// Behind the word that begins at `start`, or -1 if none does.
    private int endOfWord(int start) {
        int textStart = startOfText(start);
        if (textStart < 0) {
            return -1;
        }
        int end = textStart < noEndFrom ? text.indexOf("?=", textStart) : -1;
        if (end < 0) {
            noEndFrom = Math.min(noEndFrom, textStart); // many beginnings cost one search
        }
        int limit = nextWord(textStart, end < 0 ? text.length() : end - 1);
        return end < 0 || limit < end - 1 ? unfinished(textStart, limit) : end + 2;
    }

    /// `=?charset?B?`, or -1 where that does not stand.
    private int startOfText(int start) {
        int charsetEnd = text.indexOf('?', start + 2);
        boolean wellFormed =
                charsetEnd >= start + 2
                        && charsetEnd - start <= MAX_CHARSET_CHARS
                        && charsetEnd + 2 < text.length()
                        && text.charAt(charsetEnd + 2) == '?'
                        && "bBqQ".indexOf(text.charAt(charsetEnd + 1)) >= 0;
        return wellFormed ? charsetEnd + 3 : -1;
    }

    /// Where another word begins before `end`, or else `end`.
    private int nextWord(int from, int end) {
        int next = text.indexOf("=?", from);
        while (next >= 0 && next < end) {
            if (startOfText(next) >= 0) {
                return next;
            }
            next = text.indexOf("=?", next + 2);
        }
        return end;
    }

    /// A word without its `?=` reaches as far as its alphabet does, if that is far enough to be one.
    private int unfinished(int textStart, int limit) {
        boolean base64 = isBase64(textStart);
        int end = textStart;
        while (end < limit && isEncoded(text.charAt(end), base64)) {
            end++;
        }
        boolean cut = end == limit || " \t\r\n?".indexOf(text.charAt(end)) >= 0;
        boolean enough = base64 ? end - textStart >= 4 : hasOctet(textStart, end);
        if (!cut || !enough) {
            return -1;
        }
        return end < limit && text.charAt(end) == '?' ? end + 1 : end;
    }

    private boolean isBase64(int textStart) {
        return (text.charAt(textStart - 2) | 0x20) == 'b';
    }

    private boolean isEncoded(char c, boolean base64) {
        return base64
                ? c < 0x80 && Base64Decoder.value((byte) c) >= 0 || c == '='
                : c > ' ' && c < 0x7F && c != '?';
    }

    private boolean hasOctet(int from, int to) {
        for (int i = from; i + 2 < to; i++) {
            if (text.charAt(i) == '='
                    && QuotedPrintableDecoder.hex((byte) text.charAt(i + 1)) >= 0
                    && QuotedPrintableDecoder.hex((byte) text.charAt(i + 2)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void word(int start, int end) {
        int charsetEnd = text.indexOf('?', start + 2);
        String label = CharsetLabels.normal(text.substring(start + 2, charsetEnd));
        String charset = label.isEmpty() ? "unknown-8bit" : label;
        if (!charset.equals(joinedCharset)) {
            flush();
            joinedCharset = charset;
        }
        byte[] encoded = Charsets.latin1(text.substring(charsetEnd + 3, endOfText(end)));
        joined.writeBytes(
                isBase64(charsetEnd + 3)
                        ? TransferDecoding.decode("base64", encoded)
                        : q(unfolded(encoded)));
    }

    /// A word may lack its `?=`, or the `=` of it.
    private int endOfText(int end) {
        if (text.startsWith("?=", end - 2)) {
            return end - 2;
        }
        return text.charAt(end - 1) == '?' ? end - 1 : end;
    }

    /// Without the line ends that some programs put into their words, and the white space behind
    /// where it parts the octets of a character.
    private static byte[] unfolded(byte[] encoded) {
        byte[] joined = new byte[encoded.length];
        int size = 0;
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '\r' && encoded[i] != '\n') {
                joined[size++] = encoded[i];
                continue;
            }
            boolean space =
                    i + 2 < encoded.length
                            && encoded[i] == '\n'
                            && (encoded[i + 1] == ' ' || encoded[i + 1] == '\t');
            boolean octets = space && (encoded[i + 2] == '=' || endsInOctet(joined, size));
            i += octets ? 1 : 0;
        }
        return java.util.Arrays.copyOf(joined, size);
    }

    private static boolean endsInOctet(byte[] encoded, int size) {
        return size >= 3 && encoded[size - 3] == '=';
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
