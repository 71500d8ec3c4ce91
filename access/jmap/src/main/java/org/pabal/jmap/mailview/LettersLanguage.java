// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.lang.Character.UnicodeScript;

/// The language of a text as its letters tell it, so that Han characters get the form that they have
/// there.
final class LettersLanguage {
    private static final int LOOKED_AT = 5_000;

    private LettersLanguage() {}

    /// @return `ko`, `ja`, `zh`, or `und` where letters do not tell. BCP 47.
    static String of(String text) {
        int hangul = 0;
        int kana = 0;
        int han = 0;
        for (int i = 0; i < Math.min(text.length(), LOOKED_AT); i++) {
            switch (UnicodeScript.of(text.charAt(i))) {
                case HANGUL -> hangul++;
                case HIRAGANA, KATAKANA -> kana++;
                case HAN -> han++;
                default -> {}
            }
        }
        if (hangul > 0 && hangul >= kana) {
            return "ko";
        }
        if (kana > 0) {
            return "ja";
        }
        return han > 0 ? "zh" : "und";
    }
}
