// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.pabal.mailauth.tlsrpt.TlsReport;
import org.pabal.mailauth.tlsrpt.TlsReportJson;
import org.pabal.mta.reports.ReportDesk;
import org.pabal.mta.reports.ReportReader;
import org.pabal.mta.reports.tls.format.v1.ReceivedOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// What others report of TLS with us. RFC 8460
///
/// Anyone may send a report about anybody: they are numbers for people to look at, nothing is
/// decided by them.
public final class ReceivedTlsReports implements ReportReader, ReportDesk {
    private static final Space SPACE = Space.Shared.REPORTS;

    /// The largest of the large are below a tenth of it.
    private static final int MAX_OCTETS = 8 << 20;

    private static final int MAX_POLICIES = 1_000;
    private static final int MAX_FAILURES = 50;
    private static final int PAGE = 500;
    private static final int MAX_SHOWN = 200_000;

    /// Reports are about yesterday; these bounds are for clocks and delays.
    private static final Duration OLDEST = Duration.ofDays(90);

    private static final int MAX_FORGOTTEN_AT_ONCE = 1_000;

    private final Storage storage;

    public ReceivedTlsReports(Storage storage) {
        this.storage = storage;
    }

    @Override
    public String kind() {
        return "tls";
    }

    @Override
    public boolean isInterestedIn(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
        return text.startsWith("{")
                && (text.contains("\"organization-name\"")
                        || text.contains("\"date-range\"")
                        || text.contains("\"report-id\"")
                        || text.contains("\"policies\""));
    }

    @Override
    public Optional<List<Change>> read(InputStream file, Instant arrived) throws IOException {
        byte[] octets = file.readNBytes(MAX_OCTETS + 1);
        if (octets.length > MAX_OCTETS) {
            throw new IOException("a report on TLS of more than " + MAX_OCTETS + " octets");
        }
        return TlsReportJson.parse(new String(octets, StandardCharsets.UTF_8))
                .filter(report -> isTimely(report, arrived))
                .map(this::changes);
    }

    private static boolean isTimely(TlsReport report, Instant arrived) {
        return report.start().isAfter(arrived.minus(OLDEST))
                && report.start().isBefore(arrived.plus(Duration.ofDays(2)));
    }

    private List<Change> changes(TlsReport report) {
        int day = TlsReporting.day(report.start());
        String identity = report.organization() + "\n" + report.contact() + "\n" + report.id();
        if (storage.read(SPACE, ReceivedOctets.key(day, identity, 0)).isPresent()) {
            return List.of(); // counted before
        }
        List<Change> changes = new ArrayList<>();
        for (TlsReport.Policy policy :
                report.policies().subList(0, Math.min(report.policies().size(), MAX_POLICIES))) {
            byte[] key = ReceivedOctets.key(day, identity, changes.size());
            changes.add(new Change.Put(key, octets(report, policy).encode()));
        }
        return changes;
    }

    private static ReceivedOctets octets(TlsReport report, TlsReport.Policy policy) {
        List<ReceivedOctets.Failure> failures =
                policy.details().stream()
                        .sorted(Comparator.comparingLong(TlsReport.Failure::sessions).reversed())
                        .limit(MAX_FAILURES)
                        .map(one ->
                                new ReceivedOctets.Failure(
                                        one.type(), one.exchanger(), one.reason(), one.sessions()))
                        .toList();
        return new ReceivedOctets(
                report.organization(),
                policy.type(),
                policy.domain(),
                policy.successes(),
                policy.failures(),
                failures);
    }

    /// What was reported of one domain.
    ///
    /// @param reporters sessions by who reports them
    /// @param failures sessions by the kind of failure and the exchanger
    public record Summary(
            String domain,
            long successes,
            long failed,
            Map<String, Long> reporters,
            Map<String, Long> failures) {}

    /// The sums over some days, by domain.
    ///
    /// @param from the first day
    public List<Summary> summaries(LocalDate from) {
        Map<String, Summary> sums = new TreeMap<>();
        byte[] at = ReceivedOctets.from((int) from.toEpochDay());
        int shown = 0;
        List<Entry> page = storage.scan(SPACE, at, ReceivedOctets.endKey(), PAGE);
        while (!page.isEmpty() && shown < MAX_SHOWN) {
            for (Entry entry : page) {
                add(sums, ReceivedOctets.decode(entry.value()));
            }
            shown += page.size();
            at = Keys.successor(page.getLast().key());
            page = storage.scan(SPACE, at, ReceivedOctets.endKey(), PAGE);
        }
        return List.copyOf(sums.values());
    }

    private static void add(Map<String, Summary> sums, ReceivedOctets more) {
        Summary before =
                sums.getOrDefault(
                        more.policyDomain(),
                        new Summary(
                                more.policyDomain(), 0, 0, new TreeMap<>(), new LinkedHashMap<>()));
        before.reporters().merge(more.organization(), more.successes() + more.failed(), Long::sum);
        for (ReceivedOctets.Failure failure : more.failures()) {
            String what = (failure.type() + " " + failure.exchanger()).strip();
            before.failures().merge(what, failure.sessions(), Long::sum);
        }
        sums.put(
                more.policyDomain(),
                new Summary(
                        more.policyDomain(),
                        before.successes() + more.successes(),
                        before.failed() + more.failed(),
                        before.reporters(),
                        before.failures()));
    }

    @Override
    public void flush() {
        // What is read is durable with the mark that it was.
    }

    /// Forgets some of what is too old to be asked for.
    @Override
    public void sendDue(Instant now) {
        byte[] end = ReceivedOctets.from(TlsReporting.day(now.minus(OLDEST)));
        List<Change> changes = new ArrayList<>();
        for (Entry entry :
                storage.scan(SPACE, ReceivedOctets.firstKey(), end, MAX_FORGOTTEN_AT_ONCE)) {
            changes.add(new Change.Delete(entry.key()));
        }
        if (!changes.isEmpty()) {
            storage.commit(new Commit(UUID.randomUUID(), List.of(SpaceChanges.of(SPACE, changes))));
        }
    }
}
