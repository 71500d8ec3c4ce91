// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.message.mime.HeaderText;

/// Strings of RFC 9051 §9, written into ASCII text.
final class ImapText {
    /// Of one string: a header section of 1 MiB must not come back several times its size.
    private static final int MAX_CHARS = 64 << 10;

    private ImapText() {}

    /// `nstring = string / nil`
    static void nstring(StringBuilder out, @Nullable String ascii) {
        if (ascii == null) {
            out.append("NIL");
        } else {
            string(out, ascii);
        }
    }

    /// `string = quoted / literal`: a literal only where a quoted string cannot hold the text.
    static void string(StringBuilder out, String ascii) {
        String text = bounded(ascii);
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            out.append('{').append(text.length()).append("}\r\n").append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    /// A local-part. In UTF-8 it stays so, since encoded words have no place in an address (RFC 2047
    /// §5, RFC 6532 §3.2): who sends it to a client that knows no UTF-8 encodes it then.
    ///
    /// @param raw each octet as one char
    static void localPart(StringBuilder out, String raw) {
        Optional<String> international = isAscii(raw) ? Optional.empty() : utf8(raw);
        if (international.isEmpty()) {
            string(out, ofHeader(raw));
            return;
        }
        String text = international.get();
        out.append('"');
        for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c >= ' ' && c != 0x7F ? c : '?');
        }
        out.append('"');
    }

    private static Optional<String> utf8(String raw) {
        try {
            ByteBuffer octets = ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// Neither NUL nor 8-bit characters have a place in a string that any client can read.
    private static String bounded(String text) {
        String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
        for (int i = 0; i < cut.length(); i++) {
            if (cut.charAt(i) == 0 || cut.charAt(i) >= 0x80) {
                return withoutForbidden(cut);
            }
        }
        return cut;
    }

    private static String withoutForbidden(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        text.chars().filter(c -> c != 0).forEach(c -> rest.append(c < 0x80 ? (char) c : '?'));
        return rest.toString();
    }

    /// The value of a header field, or a part of it, as it stands there, unfolded. Where it holds raw
    /// 8-bit octets or encoded words that not every reader understands, its text as encoded words in
    /// UTF-8.
    ///
    /// @param raw each octet as one char
    static String ofHeader(String raw) {
        boolean folded = false;
        boolean special = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            folded |= c == '\r' || c == '\n';
            special |= c >= 0x7F || c < ' ' || c == '=' && raw.startsWith("=?", i);
        }
        if (special && !HeaderText.isSound(raw)) {
            return HeaderText.encode(HeaderText.decode(raw));
        }
        return (folded ? raw.replace("\r", "").replace("\n", "") : raw).strip();
    }

    /// A text whose octets are characters already; encoded words may stand in it.
    static String ofText(String text) {
        String read = readable(text);
        return isAscii(read) ? read : HeaderText.encode(read);
    }

    /// The same with encoded words decoded, unless every reader can do that.
    static String readable(String text) {
        return text.contains("=?") && !HeaderText.isSound(text)
                ? HeaderText.decodeWords(text)
                : text;
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
