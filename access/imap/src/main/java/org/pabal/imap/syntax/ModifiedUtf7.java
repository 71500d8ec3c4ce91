// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import java.util.Optional;

/// The form of mailbox names before IMAP4rev2 is enabled. RFC 3501 §5.1.3.
///
/// Strict: one text has one form. Decoding refuses an open shift, ASCII within a shift, two shifts
/// side by side, lone surrogates, bits left over and raw 8-bit (THREATS I08).
public final class ModifiedUtf7 {
    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    private ModifiedUtf7() {}

    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '&') {
                out.append("&-");
                at++;
            } else if (isDirect(c)) {
                out.append(c);
                at++;
            } else {
                at = shift(text, at, out);
            }
        }
        return out.toString();
    }

    /// Writes the run of characters that are not ASCII, from `&` to `-`.
    private static int shift(String text, int from, StringBuilder out) {
        out.append('&');
        int bits = 0;
        int held = 0;
        int at = from;
        while (at < text.length() && !isDirect(text.charAt(at))) {
            held = (held << 16) | text.charAt(at++);
            bits += 16;
            while (bits >= 6) {
                bits -= 6;
                out.append(BASE64.charAt((held >> bits) & 63));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            out.append(BASE64.charAt((held << (6 - bits)) & 63));
        }
        out.append('-');
        return at;
    }

    public static Optional<String> decode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        boolean behindShift = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '&') {
                if (!isDirect(c)) {
                    return Optional.empty();
                }
                out.append(c);
                at++;
                behindShift = false;
                continue;
            }
            int end = text.indexOf('-', at);
            if (end < 0) {
                return Optional.empty();
            }
            if (end == at + 1) {
                out.append('&');
                behindShift = false;
            } else if (behindShift || !unshift(text, at + 1, end, out)) {
                return Optional.empty();
            } else {
                behindShift = true;
            }
            at = end + 1;
        }
        return Optional.of(out.toString());
    }

    /// Reads the base64 between `&` and `-`: whole UTF-16 units, no ASCII, surrogates in pairs.
    private static boolean unshift(String text, int from, int to, StringBuilder out) {
        int start = out.length();
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            int value = BASE64.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            held = (held << 6) | value;
            bits += 6;
            if (bits >= 16) {
                bits -= 16;
                out.append((char) (held >> bits));
                held &= (1 << bits) - 1;
            }
        }
        if (bits >= 6 || held != 0) {
            return false;
        }
        for (int i = start; i < out.length(); i++) {
            char c = out.charAt(i);
            if (isDirect(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == out.length() || !Character.isLowSurrogate(out.charAt(i))) {
                    return false;
                }
            } else if (Character.isLowSurrogate(c)) {
                return false;
            }
        }
        return out.length() > start;
    }

    /// What stands for itself, `&` included.
    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7E;
    }
}
