// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;

/// What is kept with a copy of why it is where it is, as one line: the outcome, what was required, and
/// each test with its points and its detail, with tabs between them.
///
/// ```
/// junk 5.0	SPF_FAIL=2.0 client.example	LINK_OTHER_HOST=3.5
/// ```
///
/// @param required the score from which on the mail was spam for this copy's owner
public record KeptJudgement(Judgement judgement, double required, Outcome outcome) {
    /// It is read with each message.
    private static final int MAX_CHARS = 1_000;

    /// Ends what was cut: a test without points.
    private static final String MORE = "\t+";

    public String text() {
        StringBuilder text = new StringBuilder(200);
        text.append(outcome.name().toLowerCase(Locale.ROOT)).append(' ').append(number(required));
        for (Finding finding : judgement.findings()) {
            String item = "\t" + item(finding);
            if (text.length() + item.length() + MORE.length() > MAX_CHARS) {
                return text.append(MORE).toString();
            }
            text.append(item);
        }
        return text.toString();
    }

    private static String item(Finding finding) {
        String named = finding.test() + "=" + number(finding.points());
        return finding.detail().isEmpty() ? named : named + " " + finding.detail();
    }

    /// At most hundredths, and no more digits than it needs.
    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return Double.toString(value);
        }
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
                ? (long) rounded + ".0"
                : Double.toString(rounded);
    }

    /// Empty for what is no such line: of another version, for one.
    public static Optional<KeptJudgement> parse(String text) {
        try {
            String[] items = text.split("\t", -1);
            String[] first = items[0].split(" ", -1);
            List<Finding> findings = new ArrayList<>();
            for (int i = 1; i < items.length; i++) {
                int equals = items[i].indexOf('=');
                if (equals > 0) {
                    findings.add(finding(items[i], equals));
                }
            }
            return first.length != 2
                    ? Optional.empty()
                    : Optional.of(
                            new KeptJudgement(
                                    new Judgement(findings),
                                    Double.parseDouble(first[1]),
                                    Outcome.valueOf(first[0].toUpperCase(Locale.ROOT))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Finding finding(String item, int equals) {
        int space = item.indexOf(' ', equals);
        String points = space < 0 ? item.substring(equals + 1) : item.substring(equals + 1, space);
        return new Finding(
                item.substring(0, equals),
                Double.parseDouble(points),
                space < 0 ? "" : item.substring(space + 1));
    }
}
