// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.filter.KeptJudgement;
import org.pabal.filter.Outcome;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.filter.policy.Thresholds;
import org.pabal.mda.Assessment;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.SpamFields;
import org.pabal.spam.SpamTest;
import org.pabal.spam.VirusCheck;

/// What is said of a copy from the moment an administrator has released it. Its fields say nothing of
/// what was found before: where the copy has to wait once more, or is handed on, it would be kept aside
/// again. What was found is kept beside it, for whoever asks why.
final class ReleasedCopy {
    static final Assessment ASSESSMENT =
            new Assessment(
                    0, Double.POSITIVE_INFINITY, VirusCheck.NOT_MADE, Assessment.Wish.DELIVER, "");

    private static final double REQUIRED = Thresholds.STANDARD.required();

    private static final byte[] FIELDS =
            SpamFields.of(new Judgement(List.of(SpamTest.RELEASED.found())), REQUIRED)
                    .print()
                    .getBytes(StandardCharsets.UTF_8);

    private ReleasedCopy() {}

    /// Whether these are the fields of such a copy.
    static boolean is(SpamFields fields) {
        return fields.findings().stream()
                .map(Finding::test)
                .anyMatch(SpamTest.RELEASED.name()::equals);
    }

    /// @param prefix that stands above all fields
    static byte[] top(byte[] prefix) {
        byte[] top = Arrays.copyOf(prefix, prefix.length + FIELDS.length);
        System.arraycopy(FIELDS, 0, top, prefix.length, FIELDS.length);
        return top;
    }

    /// The points that were found, and as many against them.
    static String told(QuarantinedCopy copy) {
        Optional<KeptJudgement> before = before(copy);
        List<Finding> findings = new ArrayList<>();
        double score = before.map(kept -> kept.judgement().score()).orElse(0.0);
        findings.add(new Finding(SpamTest.RELEASED.name(), 0 - score));
        before.ifPresent(kept -> findings.addAll(kept.judgement().findings()));
        double required = before.map(KeptJudgement::required).orElse(REQUIRED);
        return new KeptJudgement(new Judgement(findings), required, Outcome.DELIVER).text();
    }

    private static Optional<KeptJudgement> before(QuarantinedCopy copy) {
        int line = copy.arrival().indexOf('\n');
        return line < 0
                ? Optional.empty()
                : KeptJudgement.parse(copy.arrival().substring(line + 1));
    }
}
