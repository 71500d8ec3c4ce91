// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import org.pabal.spam.SpamTest;

/// How the text is written; what it says is for the phrases.
final class BodyTests {
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
    private static final int SAMPLE_CHARS = 40_000;
    private static final int ENOUGH_WORDS = 20;

    private BodyTests() {}

    static void run(RuledMail mail, Found found) {
        String text = mail.reading().text();
        found.addIf(
                text.contains(GTUBE) || mail.reading().subject().contains(GTUBE), SpamTest.GTUBE);
        shouting(text, found);
        found.addIf(isQuoting(text), SpamTest.BODY_QUOTES);
        found.addIf(text.isBlank() && mail.reading().attachments().isEmpty(), SpamTest.BODY_EMPTY);
    }

    private static void shouting(String text, Found found) {
        int length = Math.min(text.length(), SAMPLE_CHARS);
        int words = 0;
        int loud = 0;
        int exclamations = 0;
        int start = -1;
        int upper = 0;
        for (int i = 0; i <= length; i++) {
            char c = i < length ? text.charAt(i) : ' ';
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (letter) {
                start = start < 0 ? i : start;
                upper += c <= 'Z' ? 1 : 0;
            } else {
                if (start >= 0 && i - start > 3) {
                    words++;
                    loud += upper == i - start ? 1 : 0;
                }
                start = -1;
                upper = 0;
                exclamations += c == '!' ? 1 : 0;
            }
        }
        found.addIf(words >= ENOUGH_WORDS && loud * 4 >= words * 3, SpamTest.BODY_ALL_CAPITALS);
        found.addIf(
                words >= ENOUGH_WORDS && loud * 5 >= words && loud * 4 < words * 3,
                SpamTest.BODY_CAPITALS);
        found.addIf(exclamations >= 5 && exclamations * 40 >= words, SpamTest.BODY_EXCLAIMS);
    }

    /// Lines that begin as quotations of another mail do.
    private static boolean isQuoting(String text) {
        int quoted = 0;
        int at = text.startsWith(">") ? 0 : text.indexOf("\n>");
        while (at >= 0 && quoted < 3) {
            quoted++;
            at = text.indexOf("\n>", at + 1);
        }
        return quoted >= 2;
    }
}
