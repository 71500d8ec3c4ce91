// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.Arrays;

/// The first words of the first text part that has any. RFC 8970 §2.
///
/// Takes a part's octets until they are enough: a little is decoded first, more only if that
/// gave too few words, so that mail with large style sheets has a preview and all other mail
/// pays for a kilobyte.
final class PreviewText {
    static final int MAX_CHARS = 200; // code points. RFC 8970 §3.1
    private static final int FIRST_OCTETS = 1024;
    private static final int GROWTH = 4;

    private final int maxOctets;
    private byte[] octets = {};
    private int size;
    private int enough;
    private MimeContent content = ContentDefaults.TEXT_PLAIN;
    private boolean open;
    private String text = "";

    PreviewText(MimeLimits limits) {
        this.maxOctets = limits.previewOctets();
    }

    /// The body of a leaf begins.
    void begin(MimeContent leaf) {
        boolean shown = !leaf.disposition().orElse("").equals("attachment");
        if (text.isEmpty() && shown && leaf.type().equals("text") && isRead(leaf.subtype())) {
            open = true;
            content = leaf;
            size = 0;
            enough = Math.min(FIRST_OCTETS, maxOctets);
        }
    }

    private static boolean isRead(String subtype) {
        return !subtype.equals("calendar")
                && !subtype.equals("css")
                && !subtype.equals("rfc822-headers")
                && !subtype.contains("vcard");
    }

    boolean wants() {
        return open;
    }

    void write(byte[] source, int from, int to) {
        int next = from;
        while (open && next < to) {
            int count = Math.min(to - next, enough - size);
            keep(source, next, count);
            next += count;
            if (size == enough) {
                tryOut();
            }
        }
    }

    private void keep(byte[] source, int from, int count) {
        if (size + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + count, Math.min(enough, FIRST_OCTETS)));
        }
        System.arraycopy(source, from, octets, size, count);
        size += count;
    }

    private void tryOut() {
        String words = words(false);
        if (words.codePointCount(0, words.length()) >= MAX_CHARS - 2 || size == maxOctets) {
            text = words;
            open = false;
        } else {
            enough = Math.min(enough * GROWTH, maxOctets);
        }
    }

    /// The body of the leaf has ended.
    void end() {
        if (open) {
            text = words(true);
            open = false;
        }
    }

    String text() {
        return text;
    }

    private String words(boolean complete) {
        String encoding = content.transferEncoding();
        String label = content.parameters().getOrDefault("charset", "");
        String decoded;
        if (TransferDecoding.isIdentity(encoding)) {
            decoded = Charsets.decode(octets, 0, size, label, complete);
        } else {
            byte[] plain = TransferDecoding.decode(encoding, octets, 0, size);
            decoded = Charsets.decode(plain, 0, plain.length, label, complete);
        }
        return collapsed(content.subtype().equals("html") ? HtmlText.of(decoded) : decoded);
    }

    /// White space to single spaces, invisible characters dropped, cut at whole characters as people
    /// count them.
    private static String collapsed(String text) {
        StringBuilder words = new StringBuilder(MAX_CHARS + 16);
        int count = 0;
        boolean space = false;
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            if (isSpace(c)) {
                space = !words.isEmpty();
            } else if (!isInvisible(c)) {
                count += space ? 2 : 1;
                if (count > MAX_CHARS) {
                    return !space && extendsCharacter(c)
                            ? withoutLastCharacter(words)
                            : words.toString();
                }
                if (space) {
                    words.append(' ');
                    space = false;
                }
                words.appendCodePoint(c);
            }
        }
        return words.toString();
    }

    private static String withoutLastCharacter(StringBuilder words) {
        int end = words.length();
        int last;
        do {
            last = words.codePointBefore(end);
            end -= Character.charCount(last);
        } while (end > 0 && extendsCharacter(last));
        return words.substring(0, end).stripTrailing();
    }

    /// Marks, and the vowels and finals of Hangul that is not composed.
    private static boolean extendsCharacter(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default ->
                    c >= 0x1160 && c <= 0x11FF
                            || c >= 0xD7B0 && c <= 0xD7FB
                            || c >= 0x1F3FB && c <= 0x1F3FF;
        };
    }

    private static boolean isSpace(int c) {
        return c == ' '
                || c >= '\t' && c <= '\r'
                || c == 0x85
                || c == 0xA0
                || c == 0x3000
                || c > 0xFF && (Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /// Controls, and what senders of newsletters fill previews with.
    private static boolean isInvisible(int c) {
        if (c < 0x300) {
            return c < ' ' || c >= 0x7F && c < 0xA0 || c == 0xAD;
        }
        return c == 0x34F
                || c >= 0x200B && c <= 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x206F
                || c == 0xFEFF
                || c >= 0xD800 && c <= 0xDFFF;
    }
}
