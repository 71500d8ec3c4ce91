// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import org.jspecify.annotations.Nullable;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.html.HtmlFacts.Concealment;
import org.pabal.spam.reading.html.HtmlFacts.Counted;
import org.pabal.spam.reading.html.HtmlFacts.Tally;

/// The text of HTML in its two parts, what is seen and what is not, with white space as it is shown.
final class ShownText {
    private final StringBuilder text;
    private final StringBuilder hidden;
    private final Tally tally;

    private @Nullable Concealment concealed;
    private boolean space;
    private boolean line;

    /// Something that nobody sees came behind the last letter.
    private boolean gap;

    /// The last character that is seen.
    private char last = ' ';

    private int visible;
    private int concealedChars;
    private int cutWords;
    private boolean full;

    /// What is within the open link; null outside one.
    private @Nullable StringBuilder shown;

    ShownText(StringBuilder text, StringBuilder hidden, Tally tally) {
        this.text = text;
        this.hidden = hidden;
        this.tally = tally;
    }

    void look(@Nullable Concealment how) {
        if (how != concealed) {
            settle();
            concealed = how;
            hiddenSpace();
        }
    }

    private void settle() {
        if (concealed != null) {
            tally.conceal(concealed, concealedChars);
            tally.add(Counted.HIDDEN_CHARS, concealedChars);
            concealedChars = 0;
        }
    }

    void finish() {
        settle();
        tally.add(Counted.VISIBLE_CHARS, visible);
        tally.add(Counted.CUT_WORDS, cutWords);
        visible = 0;
        cutWords = 0;
        space = false;
        line = false;
        gap = false;
        shown = null;
        concealed = null;
        last = ' ';
    }

    boolean isFull() {
        return full;
    }

    void beginShown() {
        shown = new StringBuilder();
    }

    String endShown() {
        String all = shown == null ? "" : shown.toString().strip();
        shown = null;
        return all;
    }

    boolean isWithinLink() {
        return shown != null;
    }

    void space() {
        space = true;
    }

    void line() {
        line = true;
    }

    void gap() {
        gap = true;
    }

    void text(String html, int from, int to) {
        for (int i = from; i < to; i++) {
            put(html.charAt(i));
        }
    }

    void put(char c) {
        if (c <= ' ' || c == 0xA0) {
            space = true;
            if (concealed != null) {
                hiddenSpace();
            }
        } else if (concealed == null) {
            see(c);
        } else {
            conceal(c);
        }
    }

    private void see(char c) {
        if (space || line) {
            separate();
            last = ' ';
        } else if (gap && isLetter(c) && isLetter(last)) {
            cutWords++;
        }
        gap = false;
        if (text.length() >= ReadingLimits.TEXT_CHARS) {
            full = true;
            return;
        }
        text.append(c);
        if (isInvisible(c)) {
            gap = true;
            return;
        }
        last = c;
        visible++;
        if (shown != null && shown.length() < ReadingLimits.SHOWN_CHARS) {
            shown.append(c);
        }
    }

    private void separate() {
        if (!text.isEmpty() && text.length() < ReadingLimits.TEXT_CHARS) {
            text.append(line ? '\n' : ' ');
        }
        if (shown != null && !shown.isEmpty()) {
            shown.append(' ');
        }
        space = false;
        line = false;
    }

    private void conceal(char c) {
        gap = true;
        concealedChars++;
        if (hidden.length() < ReadingLimits.HIDDEN_CHARS) {
            hidden.append(c);
        }
    }

    /// Between two pieces of hidden text, and between its words.
    void hiddenSpace() {
        boolean wanted = !hidden.isEmpty() && hidden.charAt(hidden.length() - 1) != ' ';
        if (wanted && hidden.length() < ReadingLimits.HIDDEN_CHARS) {
            hidden.append(' ');
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0xAC00 && c < 0xD7A4;
    }

    private static boolean isInvisible(char c) {
        return c == 0xAD || c >= 0x200B && c <= 0x200F || c >= 0x2060 && c <= 0x2064 || c == 0xFEFF;
    }
}
