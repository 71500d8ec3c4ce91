// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.nio.charset.Charset;

/// The text of unstructured header fields, display names and comments. RFC 2047, RFC 2231 §5.
///
/// Total and linear. What a reader shows comes from here and holds no control characters, so that
/// a decoded `CR LF Bcc:` can never become a field again (THREATS M10).
public final class HeaderText {
    private HeaderText() {}

    /// The text of a field as people read it.
    public static String decode(HeaderField field) {
        return decode(field.value());
    }

    /// The same for a part of a field, such as a display name.
    ///
    /// Unfolded, encoded words decoded (broken ones stay as they are), raw 8-bit octets read as
    /// UTF-8 if valid, else as Windows-949 if plausible, else as Windows-1252 (THREATS S29).
    ///
    /// @param rawLatin1 each octet as one char
    public static String decode(String rawLatin1) {
        if (isPlain(rawLatin1)) {
            return rawLatin1.strip();
        }
        byte[] octets = Charsets.latin1(rawLatin1);
        Charset raw = Charsets.guess(octets, 0, octets.length);
        String decoded = new EncodedWordReader(rawLatin1, octets, raw).read();
        return withoutControls(decoded).strip();
    }

    /// Decodes encoded words in a text whose other characters are already right, such as a
    /// parameter value of {@link MimeContent}.
    public static String decodeWords(String text) {
        if (!text.contains("=?")) {
            return withoutControls(text).strip();
        }
        return withoutControls(new EncodedWordReader(text).read()).strip();
    }

    /// Whether a text of ASCII octets can be handed on as it stands: any reader of RFC 2047 then reads
    /// what {@link #decode(String)} reads, and there are no control characters in it.
    public static boolean isSound(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c >= 0x7F || c < ' ' && " \t\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return SoundWords.only(ascii) || decode(ascii).equals(unfolded(ascii));
    }

    private static String unfolded(String text) {
        return text.replace("\r", "").replace("\n", "").strip();
    }

    /// For display: without the controls that turn the direction of text around and let one address
    /// or file name look like another (THREATS M11).
    public static String withoutBidiControls(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().filter(c -> !isBidiControl(c)).forEach(c -> plain.append((char) c));
        return plain.length() == text.length() ? text : plain.toString();
    }

    /// The form in which a text stands in a header field: ASCII as it is, everything else as
    /// encoded words of at most 75 characters with whole characters, parted by single spaces.
    /// Control characters are dropped. RFC 2047 §2, §5.
    public static String encode(String text) {
        String clean = withoutControls(text);
        return EncodedWordWriter.needsEncoding(clean) ? EncodedWordWriter.write(clean) : clean;
    }

    /// A whole unstructured field without its last line end: encoded where that is needed, folded
    /// between words. Whatever the text holds, it is one field: line ends in it become spaces, other
    /// control characters vanish (THREATS V13).
    ///
    /// @param name a field name of RFC 5322 §2.2
    public static String field(String name, String text) {
        return FoldedField.write(name, text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean startsWord = c == '=' && i + 1 < text.length() && text.charAt(i + 1) == '?';
            if (c < ' ' || c >= 0x7F || startsWord) {
                return false;
            }
        }
        return true;
    }

    /// Tabs become spaces; other control characters and line separators vanish.
    static String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return removeControls(text);
            }
        }
        return text;
    }

    private static String removeControls(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (c == '\t') {
                plain.append(' ');
            } else if (!isControl(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    static boolean isControl(char c) {
        return c < ' ' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isBidiControl(int c) {
        return c == 0x61C
                || c == 0x200E
                || c == 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }
}
