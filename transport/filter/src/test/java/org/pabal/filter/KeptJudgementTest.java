// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;

final class KeptJudgementTest {
    @Test
    void isReadAsItWasWritten() {
        KeptJudgement kept =
                new KeptJudgement(
                        new Judgement(
                                List.of(
                                        new Finding("SPF_FAIL", 2.0, "client.example a=b"),
                                        new Finding("BAYES_00", -1.25))),
                        5.0,
                        Outcome.JUNK);
        assertThat(kept.text())
                .isEqualTo("junk 5.0\tSPF_FAIL=2.0 client.example a=b\tBAYES_00=-1.25");
        assertThat(KeptJudgement.parse(kept.text())).contains(kept);
        KeptJudgement never =
                new KeptJudgement(
                        new Judgement(List.of()), Double.POSITIVE_INFINITY, Outcome.DELIVER);
        assertThat(KeptJudgement.parse(never.text())).contains(never);
    }

    @Test
    void hasABound() {
        List<Finding> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(new Finding("TEST_" + i, 0.1, "something"));
        }
        KeptJudgement kept = new KeptJudgement(new Judgement(many), 5.0, Outcome.REFUSE);
        assertThat(kept.text().length()).isLessThanOrEqualTo(1_000);
        assertThat(KeptJudgement.parse(kept.text()))
                .hasValueSatisfying(read ->
                        assertThat(read.judgement().findings())
                                .hasSizeGreaterThan(30)
                                .isEqualTo(many.subList(0, read.judgement().findings().size())));
    }

    @Test
    void anyTextIsReadOrNot() {
        Random random = new Random(5);
        String letters = "junk 5.0\tA=1.=x-\n\0é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "junk 5.0\t" : "");
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            KeptJudgement.parse(text.toString()); // never throws
        }
    }
}
