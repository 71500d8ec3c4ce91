// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.Comparator;
import java.util.List;

/// What a case came to.
///
/// @param cpuMillis of all the server's processes, for the same; negative where it says nothing
record ImapFigure(double value, Unit unit, double cpuMillis) {
    enum Unit {
        MILLIS("ms", false),
        PER_SECOND("/s", true),
        MIB_PER_SECOND("MiB/s", true),
        KIB("KiB", false);

        private final String text;
        private final boolean moreIsBetter;

        Unit(String text, boolean moreIsBetter) {
            this.text = text;
            this.moreIsBetter = moreIsBetter;
        }

        String text() {
            return text;
        }
    }

    static ImapFigure millis(double value, double cpuMillis) {
        return new ImapFigure(value, Unit.MILLIS, cpuMillis);
    }

    /// How many times better this is. What took no time counts as a hundredth.
    double betterThan(ImapFigure other) {
        double ours = Math.max(0.01, value);
        double theirs = Math.max(0.01, other.value);
        return unit.moreIsBetter ? ours / theirs : theirs / ours;
    }

    static ImapFigure median(List<ImapFigure> figures) {
        return figures.stream()
                .sorted(Comparator.comparingDouble(ImapFigure::value))
                .toList()
                .get(figures.size() / 2);
    }
}
