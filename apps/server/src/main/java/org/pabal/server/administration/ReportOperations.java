// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.message.Domain;
import org.pabal.mta.reports.dmarc.DmarcNumbers;
import org.pabal.mta.reports.dmarc.ReceivedDmarcReports;

/// What administrators may ask about reports that others have sent.
public final class ReportOperations {
    private static final int MOST_DAYS = 400;
    private static final int MOST_LINES = 10_000;

    private final ReceivedDmarcReports reports;
    private final InstantSource clock;

    public ReportOperations(ReceivedDmarcReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /// The numbers of a domain: `domain`, `first` and `last` day, `reports`, `latest`, `total`,
    /// `reporters` and `sources`, the largest first, each with `mails`, `pass` and `fail` (by DMARC),
    /// `dkim` and `spf` (aligned passes), `actedOn` (rejected or quarantined); `moreSources`, those
    /// left out.
    ///
    /// @param arguments `domain`; `days`, 30 when not given
    Map<String, Object> reports(Arguments arguments) {
        Domain domain = arguments.parsed(arguments.text("domain"), "a domain", Domain::parse);
        int days = arguments.count("days", 30, MOST_DAYS);
        LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate first = last.minusDays(days);
        DmarcNumbers numbers = reports.numbers(domain, first, last);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("domain", domain.name());
        shown.put("first", first.toString());
        shown.put("last", last.toString());
        shown.put("reports", numbers.reports());
        numbers.latest().ifPresent(end -> shown.put("latest", end.toString()));
        shown.put("total", shown(numbers.total()));
        shown.put("reporters", largest(numbers.reporters(), "reporter"));
        shown.put("sources", largest(numbers.sources(), "source"));
        shown.put("moreSources", Math.max(0, numbers.sources().size() - MOST_LINES));
        return shown;
    }

    private static List<Map<String, Object>> largest(
            Map<String, DmarcNumbers.Count> counts, String name) {
        List<Map<String, Object>> shown = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(
                        Comparator.comparingLong((Map.Entry<String, DmarcNumbers.Count> each) ->
                                        each.getValue().mails())
                                .reversed()
                                .thenComparing(Map.Entry::getKey))
                .limit(MOST_LINES)
                .forEach(each -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put(name, each.getKey());
                    line.putAll(shown(each.getValue()));
                    shown.add(line);
                });
        return shown;
    }

    private static Map<String, Object> shown(DmarcNumbers.Count count) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("mails", count.mails());
        shown.put("pass", count.passed());
        shown.put("fail", count.failed());
        shown.put("dkim", count.dkim());
        shown.put("spf", count.spf());
        shown.put("actedOn", count.actedOn());
        return shown;
    }
}
