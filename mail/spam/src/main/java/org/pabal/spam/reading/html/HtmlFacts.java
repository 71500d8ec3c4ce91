// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.html;

import java.util.EnumMap;
import java.util.Map;

/// What was counted in the HTML of a mail, all its parts together.
public final class HtmlFacts {
    /// Of a mail without HTML.
    public static final HtmlFacts NONE = new HtmlFacts(Map.of(), Map.of());

    private final Map<Counted, Integer> counts;
    private final Map<Concealment, Integer> concealed;

    HtmlFacts(Map<Counted, Integer> counts, Map<Concealment, Integer> concealed) {
        this.counts = counts;
        this.concealed = concealed;
    }

    /// What is counted.
    public enum Counted {
        /// Parts of the mail that are HTML.
        PARTS,
        /// Begin tags.
        TAGS,
        /// Begin tags of no element that there is.
        UNKNOWN_TAGS,
        /// Comments, without those that are instructions to a mail program.
        COMMENTS,
        COMMENT_CHARS,
        /// Characters that people see, without white space.
        VISIBLE_CHARS,
        /// Characters that the styles hide, without white space.
        HIDDEN_CHARS,
        IMAGES,
        /// Images that are loaded from another host.
        REMOTE_IMAGES,
        /// Remote images too small to see.
        PIXELS,
        /// Images within a link.
        LINKED_IMAGES,
        FORMS,
        PASSWORD_FIELDS,
        /// Elements with a script, and attributes that are one.
        SCRIPTS,
        /// Frames, objects, applets.
        FRAMES,
        /// `meta` elements that send the reader elsewhere.
        REFRESHES,
        /// `base` elements with a target.
        BASES,
        /// Documents and scripts within `data:` URLs.
        DATA_DOCUMENTS,
        /// Letters and digits of ASCII that are written as references.
        NEEDLESS_REFERENCES,
        /// Words with something between their letters that nobody sees.
        CUT_WORDS,
        /// How deep elements are nested.
        DEPTH
    }

    /// How text is hidden.
    public enum Concealment {
        /// `display: none`, `visibility: hidden`, the attribute `hidden`
        NOT_DISPLAYED,
        /// Letters too small to read.
        TINY,
        /// Letters in the colour of what is behind them.
        COLOUR,
        TRANSPARENT,
        /// Placed where no window is.
        OFF_SCREEN,
        /// In a box without room.
        NO_ROOM
    }

    public boolean isThere() {
        return has(Counted.PARTS);
    }

    public int count(Counted what) {
        return counts.getOrDefault(what, 0);
    }

    public boolean has(Counted what) {
        return counts.containsKey(what);
    }

    /// How many characters were hidden in this way.
    public int concealed(Concealment how) {
        return concealed.getOrDefault(how, 0);
    }

    /// Counts while a mail is read.
    static final class Tally {
        private final Map<Counted, Integer> counts = new EnumMap<>(Counted.class);
        private final Map<Concealment, Integer> concealed = new EnumMap<>(Concealment.class);

        void add(Counted what, int count) {
            if (count > 0) {
                counts.merge(what, count, Integer::sum);
            }
        }

        void atLeast(Counted what, int count) {
            if (count > 0) {
                counts.merge(what, count, Math::max);
            }
        }

        void conceal(Concealment how, int chars) {
            if (chars > 0) {
                concealed.merge(how, chars, Integer::sum);
            }
        }

        HtmlFacts facts() {
            return new HtmlFacts(counts, concealed);
        }
    }
}
