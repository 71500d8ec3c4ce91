// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import org.pabal.message.Domain;

/// Hosts that are written to be taken for others: letters of several scripts in one label, or letters
/// of another script that look Latin all along. UTS #39 §5.2, "highly restrictive".
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

    /// Cyrillic and Greek letters that nobody tells from Latin ones.
    private static final String LIKE_LATIN = "аԁеһіјӏкмոорԛѕтԝхусνορτυκαιεη";

    private Lookalikes() {}

    /// @param host in ASCII
    static boolean isOne(String host) {
        if (!host.contains("xn--")) {
            return false;
        }
        String shown = Domain.parse(host).map(Domain::name).orElse(host);
        for (String label : shown.split("\\.")) {
            if (label.startsWith("xn--") || isMixed(label) || isDisguised(label)) {
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

    private static boolean isDisguised(String label) {
        return label.chars().anyMatch(c -> c >= 0x80)
                && label.codePoints()
                        .filter(Character::isLetter)
                        .allMatch(c -> LIKE_LATIN.indexOf(c) >= 0);
    }
}
