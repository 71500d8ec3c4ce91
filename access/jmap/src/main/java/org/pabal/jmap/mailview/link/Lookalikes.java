// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.pabal.message.Domain;

/// Hosts that are written to be taken for others: letters of several scripts in one label, or letters
/// of another script that look Latin all along. UTS #39 §5.2, "highly restrictive"; Hangul and Latin
/// letters in one label are everyday writing.
final class Lookalikes {
    /// Scripts that are written together.
    private static final Set<Set<UnicodeScript>> TOGETHER =
            Set.of(
                    EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HANGUL, UnicodeScript.HAN),
                    EnumSet.of(
                            UnicodeScript.LATIN,
                            UnicodeScript.HAN,
                            UnicodeScript.HIRAGANA,
                            UnicodeScript.KATAKANA),
                    EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    /// Cyrillic, Greek and Armenian letters that nobody tells from Latin ones.
    private static final String LIKE_LATIN = "аԁеһіјӏкмոорԛѕтԝхусνορτυκαιεηԍґҽүұγλցհսօզյքւ";

    /// Letters that are taken for a `/`, `.`, `-` or `|` of an address, or for other Latin ones, where
    /// nothing but Latin letters stands around them: strokes of Katakana and Han, letters of phonetics.
    private static final String LIKE_MARKS = "ノソゾンー丶丿一丨ɑɡǀǃ";

    private Lookalikes() {}

    /// @param host in ASCII
    static boolean isOne(String host) {
        if (!host.contains("xn--")) {
            return false;
        }
        String shown = Domain.parse(host).map(Domain::name).orElse(host);
        for (String label : shown.split("\\.")) {
            if (label.startsWith("xn--")
                    || isMixed(label)
                    || isDisguised(label)
                    || isMarked(label)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMixed(String label) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts.size() > 1
                && TOGETHER.stream().noneMatch(together -> together.containsAll(scripts));
    }

    private static boolean isMarked(String label) {
        int[] letters = label.codePoints().filter(Character::isLetter).toArray();
        long marks = Arrays.stream(letters).filter(c -> LIKE_MARKS.indexOf(c) >= 0).count();
        long latin = Arrays.stream(letters).filter(Lookalikes::isPlainLatin).count();
        return marks > 0 && latin > 0 && marks + latin == letters.length;
    }

    private static boolean isPlainLatin(int c) {
        return UnicodeScript.of(c) == UnicodeScript.LATIN && LIKE_MARKS.indexOf(c) < 0;
    }

    private static boolean isDisguised(String label) {
        return label.chars().anyMatch(c -> c >= 0x80)
                && label.codePoints()
                        .filter(Character::isLetter)
                        .allMatch(c -> LIKE_LATIN.indexOf(c) >= 0);
    }
}
