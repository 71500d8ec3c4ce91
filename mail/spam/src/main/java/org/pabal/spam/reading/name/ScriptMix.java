// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.name;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/// Letters of scripts that nobody writes together in one word. Unicode UTS #39 §5.2.
public final class ScriptMix {
    private static final Set<UnicodeScript> CJK =
            EnumSet.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HANGUL,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.BOPOMOFO);
    private static final Set<UnicodeScript> LIKE_LATIN =
            EnumSet.of(
                    UnicodeScript.CYRILLIC,
                    UnicodeScript.GREEK,
                    UnicodeScript.ARMENIAN,
                    UnicodeScript.CHEROKEE,
                    UnicodeScript.LISU,
                    UnicodeScript.COPTIC);

    private ScriptMix() {}

    /// Whether one word of the text mixes scripts, or is of another script throughout and reads as
    /// Latin all the same.
    ///
    /// @param text of domains or display names, in Unicode
    public static boolean isIn(CharSequence text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length() || !isWordChar(text.charAt(i));
            if (end) {
                if (i > start && isMixed(text.subSequence(start, i))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '-';
    }

    private static boolean isMixed(CharSequence word) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        boolean ascii = true;
        for (int i = 0; i < word.length(); ) {
            int c = Character.codePointAt(word, i);
            i += Character.charCount(c);
            ascii &= c < 0x80;
            if (Character.isLetter(c)) {
                scripts.add(UnicodeScript.of(c));
            }
        }
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        if (ascii || scripts.isEmpty()) {
            return false;
        }
        if (scripts.size() == 1) {
            return LIKE_LATIN.containsAll(scripts) && readsAsLatin(word);
        }
        scripts.removeAll(CJK);
        scripts.remove(UnicodeScript.LATIN);
        return !scripts.isEmpty();
    }

    /// Words of four letters or more: shorter ones are real words often enough.
    private static boolean readsAsLatin(CharSequence word) {
        return word.length() >= 4 && Skeleton.isAscii(Skeleton.of(word.toString()));
    }
}
