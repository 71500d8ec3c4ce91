// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.MailReading.Oddity;

/// Characters that are other than they are declared, or that nobody sees. THREATS M12.
final class CharacterTests {
    private static final int INVISIBLE = 20; // line-break hints of a page or two

    private CharacterTests() {}

    static void run(MailReading reading, Findings found) {
        for (Oddity oddity : reading.oddities()) {
            switch (oddity) {
                case UTF7 -> found.add(SpamTest.CHARSET_UTF7, "");
                case UNKNOWN_CHARSET -> found.add(SpamTest.CHARSET_UNKNOWN, "");
                case OTHER_CHARSET -> found.add(SpamTest.CHARSET_OTHER, "");
                case RAW_HEADER -> found.add(SpamTest.CHARSET_RAW_HEADER, "");
                case SUBJECT_IN_OTHER_CHARSET -> found.add(SpamTest.CHARSET_SUBJECT_DIFFERS, "");
                case GARBLED_ENCODING -> found.add(SpamTest.ENCODING_GARBLED, "");
                case ALTERNATIVES_DIFFER, ONLY_IMAGES, CUT -> {} // told elsewhere, or no sign
            }
        }
        LetterCounts letters = reading.letters();
        found.addIf(
                letters.invisible() > INVISIBLE && letters.invisible() * 20 > letters.letters(),
                SpamTest.TEXT_INVISIBLE_CHARACTERS);
    }
}
