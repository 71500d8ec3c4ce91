// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import org.pabal.spam.SpamTest;

/// The tests that the statistics' probability falls into, by the names that people and rules know.
enum Bayes {
    BAYES_999(0.999, SpamTest.BAYES_999),
    BAYES_99(0.99, SpamTest.BAYES_99),
    BAYES_95(0.95, SpamTest.BAYES_95),
    BAYES_80(0.80, SpamTest.BAYES_80),
    BAYES_60(0.60, SpamTest.BAYES_60),
    BAYES_50(0.40, SpamTest.BAYES_50),
    BAYES_40(0.20, SpamTest.BAYES_40),
    BAYES_20(0.05, SpamTest.BAYES_20),
    BAYES_05(0.01, SpamTest.BAYES_05),
    BAYES_00(0, SpamTest.BAYES_00);

    private final double from;
    private final SpamTest test;

    Bayes(double from, SpamTest test) {
        this.from = from;
        this.test = test;
    }

    static SpamTest test(double probability) {
        for (Bayes bayes : values()) {
            if (probability >= bayes.from) {
                return bayes.test;
            }
        }
        throw new IllegalArgumentException("probability " + probability);
    }
}
