// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnicodeCasemapTest {

    @Test
    void caseIsNoDifferenceInAnyScript() {
        assertThat(fold("Straße İstanbul ΑΘΉΝΑ")).isEqualTo(fold("straße İSTANBUL αθήνα"));
        assertThat(fold("hello")).isEqualTo("HELLO");
        assertThat(fold("Привет")).isEqualTo(fold("ПРИВЕТ"));
        assertThat(fold("ǆ")).isEqualTo(fold("Ǆ"));
    }

    @Test
    void composedAndDecomposedTextIsOne() {
        for (String text : new String[] {"café", "회의록 갂 값", "Ångström", "ガ"}) {
            assertThat(fold(Normalizer.normalize(text, Normalizer.Form.NFD)))
                    .isEqualTo(fold(Normalizer.normalize(text, Normalizer.Form.NFC)));
        }
    }

    @Test
    void widthIsNoDifference() {
        assertThat(fold("ＰａＢａＬ")).isEqualTo("PABAL");
        assertThat(fold("ｶﾞ")).isEqualTo(fold("ガ"));
    }

    @Test
    void aSyllableIsNotFoundByItsBeginning() {
        assertThat(fold("한글")).doesNotContain(fold("하"));
        assertThat(fold("한글")).contains(fold("한"));
        assertThat(fold("하늘")).contains(fold("하"));
        assertThat(fold(Normalizer.normalize("한글", Normalizer.Form.NFD))).doesNotContain(fold("하"));
    }

    @Test
    void aLetterWithAMarkIsFoundByTheLetter() {
        assertThat(fold("Café")).contains(fold("cafe"));
    }

    @Test
    void foldingTwiceIsFoldingOnceForTextOfOneCase() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int c =
                        switch (random.nextInt(4)) {
                            case 0 -> 0xAC00 + random.nextInt(11172);
                            case 1 -> 0x1100 + random.nextInt(0x100);
                            case 2 -> 'A' + random.nextInt(26);
                            default -> 0x4E00 + random.nextInt(0x5000);
                        };
                text.appendCodePoint(c);
            }
            String once = fold(text.toString());
            assertThat(fold(once)).as("round %d", round).isEqualTo(once);
        }
    }

    @Test
    void anyCharsAreTaken() {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            char[] chars = new char[random.nextInt(12)];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) random.nextInt(65_536);
            }
            assertThat(fold(new String(chars))).isNotNull();
        }
    }

    private static String fold(String text) {
        return UnicodeCasemap.fold(text);
    }
}
