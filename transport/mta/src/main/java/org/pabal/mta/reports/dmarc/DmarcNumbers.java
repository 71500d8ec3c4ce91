// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pabal.mta.reports.format.v1.FeedbackOctets;

/// What the reports of others say of a domain, added up.
///
/// @param reports how many there are
/// @param latest the end of the newest
/// @param reporters by their names
/// @param sources by address; the empty one stands for all those that a report had too many of
public record DmarcNumbers(
        int reports,
        Optional<Instant> latest,
        Count total,
        Map<String, Count> reporters,
        Map<String, Count> sources) {
    public DmarcNumbers {
        reporters = Map.copyOf(reporters);
        sources = Map.copyOf(sources);
    }

    /// Mails.
    ///
    /// @param passed DMARC, by an aligned signature (`dkim`) or SPF (`spf`) or both
    /// @param actedOn rejected or put into quarantine for it
    public record Count(long mails, long passed, long dkim, long spf, long actedOn) {
        static final Count NONE = new Count(0, 0, 0, 0, 0);

        public long failed() {
            return mails - passed;
        }

        private static Count of(FeedbackOctets.Source source) {
            long count = source.count();
            boolean acted =
                    source.disposition().equals("reject")
                            || source.disposition().equals("quarantine");
            return new Count(
                    count,
                    source.dkim() || source.spf() ? count : 0,
                    source.dkim() ? count : 0,
                    source.spf() ? count : 0,
                    acted ? count : 0);
        }

        private Count plus(Count other) {
            return new Count(
                    mails + other.mails,
                    passed + other.passed,
                    dkim + other.dkim,
                    spf + other.spf,
                    actedOn + other.actedOn);
        }
    }

    static DmarcNumbers of(List<FeedbackOctets> reports) {
        Count total = Count.NONE;
        Map<String, Count> reporters = new TreeMap<>();
        Map<String, Count> sources = new TreeMap<>();
        long latest = 0;
        for (FeedbackOctets report : reports) {
            latest = Math.max(latest, report.end());
            for (FeedbackOctets.Source source : report.sources()) {
                Count count = Count.of(source);
                total = total.plus(count);
                reporters.merge(report.reporter(), count, Count::plus);
                sources.merge(source.ip(), count, Count::plus);
            }
        }
        return new DmarcNumbers(
                reports.size(),
                reports.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(latest)),
                total,
                reporters,
                sources);
    }
}
