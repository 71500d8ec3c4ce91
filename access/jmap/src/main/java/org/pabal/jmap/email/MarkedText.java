// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.UnicodeCasemap;

/// A text with the words in it that were looked for: HTML, in which only `<mark>` is markup.
/// RFC 8621 §5.
final class MarkedText {
    private static final String OPEN = "<mark>";
    private static final String CLOSE = "</mark>";

    private final String text;

    /// Characters of the text that belong to a word that was found.
    private final BitSet marked = new BitSet();

    private MarkedText(String text) {
        this.text = text;
    }

    /// @param text composed (NFC)
    /// @param words folded
    static MarkedText of(String text, List<String> words) {
        MarkedText result = new MarkedText(text);
        if (!words.isEmpty()) {
            result.mark(words);
        }
        return result;
    }

    /// Folds character by character, so that each place in the folded text has one in this.
    private void mark(List<String> words) {
        StringBuilder folded = new StringBuilder(text.length());
        int[] places = new int[text.length() * 2 + 16];
        int at = 0;
        while (at < text.length()) {
            int end = endOfCharacter(at);
            String character = UnicodeCasemap.fold(text.substring(at, end));
            if (folded.length() + character.length() + 1 > places.length) {
                places = Arrays.copyOf(places, places.length * 2 + character.length());
            }
            for (int i = 0; i < character.length(); i++) {
                places[folded.length() + i] = at;
            }
            folded.append(character);
            at = end;
        }
        places[folded.length()] = text.length();
        for (String word : words) {
            for (int found = folded.indexOf(word);
                    found >= 0;
                    found = folded.indexOf(word, found + word.length())) {
                int last = places[found + word.length() - 1];
                marked.set(places[found], endOfCharacter(last));
            }
        }
    }

    /// Behind a character and the marks that belong to it.
    private int endOfCharacter(int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length()
                && Character.getType(text.charAt(end)) == Character.NON_SPACING_MARK) {
            end++;
        }
        return end;
    }

    boolean isMarked() {
        return !marked.isEmpty();
    }

    /// Empty where nothing was found.
    Optional<String> html() {
        return isMarked() ? Optional.of(html(0, text.length())) : Optional.empty();
    }

    /// A stretch around the first word that was found.
    ///
    /// @param mostOctets of the result, RFC 8621 §5: 255
    Optional<String> excerpt(int mostOctets) {
        if (!isMarked()) {
            return Optional.empty();
        }
        int first = marked.nextSetBit(0);
        int from = wordStart(Math.max(0, first - mostOctets / 8), first);
        int to = from;
        int octets = 0;
        boolean open = false;
        while (to < text.length()) {
            int end = endOfCharacter(to);
            boolean in = marked.get(to);
            int more =
                    octets(text.substring(to, end))
                            + (in && !open ? OPEN.length() + CLOSE.length() : 0);
            if (octets + more > mostOctets) {
                break;
            }
            octets += more;
            open = in;
            to = end;
        }
        return Optional.of(html(from, to));
    }

    private int wordStart(int from, int latest) {
        int space = text.indexOf(' ', from);
        if (from > 0 && space >= 0 && space < latest) {
            return space + 1;
        }
        return from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from - 1 : from;
    }

    private static int octets(String character) {
        return escaped(character).getBytes(StandardCharsets.UTF_8).length;
    }

    private String html(int from, int to) {
        StringBuilder html = new StringBuilder(to - from + 32);
        int at = from;
        while (at < to) {
            boolean in = marked.get(at);
            int end = in ? marked.nextClearBit(at) : marked.nextSetBit(at);
            end = end < 0 ? to : Math.min(end, to);
            String stretch = escaped(text.substring(at, end));
            html.append(in ? OPEN + stretch + CLOSE : stretch);
            at = end;
        }
        return html.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
