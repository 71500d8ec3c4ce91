// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.HeaderSection;

class SpamFieldsTest {

    @Test
    void fieldsHaveTheCustomaryForm() {
        Judgement judgement =
                new Judgement(
                        List.of(
                                new Finding("SPF_FAIL", 2.0, "example.org"),
                                new Finding("DMARC_FAIL_STRICT", 3.25),
                                new Finding("DKIM_VALID", -0.1)));
        assertThat(SpamFields.of(judgement, 5).print())
                .isEqualTo(
                        """
                        X-Spam-Flag: YES\r
                        X-Spam-Score: 5.2\r
                        X-Spam-Level: *****\r
                        X-Spam-Status: Yes, score=5.2 required=5.0\r
                         tests=SPF_FAIL=2.0,DMARC_FAIL_STRICT=3.25,DKIM_VALID=-0.1\r
                        """);
    }

    @Test
    void goodMailHasNoFlagAndNoStars() {
        assertThat(SpamFields.of(new Judgement(List.of()), 5).print())
                .isEqualTo(
                        "X-Spam-Score: 0.0\r\nX-Spam-Status: No, score=0.0 required=5.0 tests=none\r\n");
    }

    @Test
    void whatWasPrintedIsReadBack() {
        Random random = new Random(8);
        for (int round = 0; round < 200; round++) {
            List<Finding> findings = new ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                SpamTest test = SpamTest.values()[random.nextInt(SpamTest.values().length)];
                findings.add(new Finding(test.name(), (random.nextInt(2000) - 800) / 100.0));
            }
            SpamFields fields = SpamFields.of(new Judgement(findings), 5);
            byte[] printed = fields.print().getBytes(StandardCharsets.US_ASCII);
            HeaderSection header = HeaderSection.parse(printed, 0, printed.length);
            assertThat(SpamFields.parse(header)).as("round " + round).contains(fields);
            assertThat(fields.print().lines()).allMatch(line -> line.length() <= 78);
        }
    }

    @Test
    void theFormOfOthersIsRead() {
        SpamFields fields =
                SpamFields.parse(
                                "Yes, hits=11.9 required=4.5\r\n\ttests=A_B,C_D=1.5,\r\n\tE, x\r\n version=3.4")
                        .orElseThrow();
        assertThat(fields.spam()).isTrue();
        assertThat(fields.score()).isEqualTo(11.9);
        assertThat(fields.required()).isEqualTo(4.5);
        assertThat(fields.findings())
                .containsExactly(
                        new Finding("A_B", 0), new Finding("C_D", 1.5), new Finding("E", 0));
    }

    @Test
    void anythingIsReadWithoutHarm() {
        assertThat(SpamFields.parse("")).isEmpty();
        assertThat(SpamFields.parse("No, score=NaN")).isEmpty();
        assertThat(SpamFields.parse("score=1e999999999 required=")).isEmpty();
        Random random = new Random(9);
        String signs = "YesNo,= \t\r\ntests=score=required=hits=A_1.-+9";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder("Yes, score=1.0 tests=");
            for (int i = random.nextInt(80); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            assertThat(SpamFields.parse(text.toString())).isNotNull();
        }
    }

    @Test
    void fieldsOfStrangersAreTakenOut() {
        String section =
                """
                x-spam-flag: NO\r
                Subject: a\r
                 X-Spam-Flag: this is the subject\r
                X-SPAM-STATUS : No, score=-99\r
                \ttests=ALL\r
                no field\r
                X-Spam-Level: *\r
                To: b\r
                \r
                X-Spam-Flag: YES\r
                """;
        assertThat(new String(clean(section), StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        Subject: a\r
                         X-Spam-Flag: this is the subject\r
                        no field\r
                        To: b\r
                        \r
                        X-Spam-Flag: YES\r
                        """);
    }

    @Test
    void aSectionWithoutThemIsLeftAsItIs() {
        byte[] section = "Subject: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(SpamFields.sanitise(section)).isSameAs(section);
        assertThat(SpamFields.sanitise(new byte[0])).isEmpty();
    }

    private static byte[] clean(String section) {
        return SpamFields.sanitise(section.getBytes(StandardCharsets.US_ASCII));
    }
}
