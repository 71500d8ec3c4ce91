// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.tlsrpt.TlsReport;
import org.pabal.mailauth.tlsrpt.TlsReportJson;
import org.pabal.mailauth.tlsrpt.TlsRptRecord;
import org.pabal.mailauth.tlsrpt.TlsRptRecord.Destination;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.reports.OutgoingReport;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.tls.StoredCounts.Counted;
import org.pabal.mta.reports.tls.StoredCounts.DomainDay;
import org.pabal.mta.reports.tls.format.v1.CountOctets;
import org.pabal.mta.reports.tls.format.v1.WaitingOctets;
import org.pabal.storage.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes reports of the counts of days that are over. For one thread.
final class DueReports {
    private static final Logger LOG = LoggerFactory.getLogger(DueReports.class);

    /// Counts of the day's last minute are durable by then.
    private static final Duration SETTLED = Duration.ofMinutes(10);

    /// Not all at midnight: each domain has its minute within so long. RFC 8460 §4.1
    private static final int SPREAD_SECONDS = 4 * 3_600;

    /// A domain whose wish cannot be told for so long hears nothing of that day.
    private static final Duration PATIENCE = Duration.ofDays(2);

    private static final int MOST_OF_ROUND = 500;
    private static final int MAX_DETAILS = 1_000;

    private final TlsReportConfig config;
    private final Resolver resolver;
    private final StoredCounts stored;
    private final ReportPost post;
    private final WaitingPosts waiting;

    DueReports(
            TlsReportConfig config,
            Resolver resolver,
            StoredCounts stored,
            ReportPost post,
            WaitingPosts waiting) {
        this.config = config;
        this.resolver = resolver;
        this.stored = stored;
        this.post = post;
        this.waiting = waiting;
    }

    void send(Instant now) {
        Optional<DomainDay> next = stored.next(TlsReporting.day(now), Optional.empty());
        for (int i = 0; next.isPresent() && i < MOST_OF_ROUND; ) {
            if (!now.isBefore(due(next.get()))) {
                i++;
                sendOrWait(stored.counted(next.get()), now);
            }
            next = stored.next(TlsReporting.day(now), next);
        }
        waiting.work();
    }

    private static Instant end(DomainDay of) {
        return LocalDate.ofEpochDay(of.day() + 1L).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant due(DomainDay of) {
        int spread = Math.floorMod(of.domain().hashCode(), SPREAD_SECONDS);
        return end(of).plus(SETTLED).plusSeconds(spread);
    }

    /// One domain that has to wait does not keep the others waiting.
    private void sendOrWait(Counted counted, Instant now) {
        try {
            send(counted, now);
        } catch (UnavailableException trouble) {
            LOG.warn(
                    "event=tls-report-waits domain={} reason=\"{}\"",
                    counted.of().domain(),
                    trouble.getMessage());
        }
    }

    private void send(Counted counted, Instant now) {
        switch (resolver.txt(TlsRptRecord.nameFor(counted.of().domain()))) {
            case Resolver.Answer.Found<String>(var texts) -> {
                switch (TlsRptRecord.parse(texts)) {
                    case TlsRptRecord.Found.One(var record, _) -> send(counted, record, now);
                    case TlsRptRecord.Found.None _ -> forget(counted, "it asks for none");
                    case TlsRptRecord.Found.Unusable(var reason) -> forget(counted, reason);
                }
            }
            case Resolver.Answer.NoData<String> _, Resolver.Answer.NoSuchName<String> _ ->
                    forget(counted, "it asks for none");
            case Resolver.Answer.Failed<String>(var reason) -> {
                if (now.isAfter(end(counted.of()).plus(PATIENCE))) {
                    forget(counted, reason);
                }
            }
        }
    }

    private void forget(Counted counted, String reason) {
        LOG.debug(
                "event=tls-report-dropped domain={} reason=\"{}\"", counted.of().domain(), reason);
        stored.commit(counted.removal());
    }

    /// The counts go away in the commit that brings the report on its way.
    private void send(Counted counted, TlsRptRecord record, Instant now) {
        TlsReport report = report(counted);
        byte[] packed = gzip(TlsReportJson.write(report).getBytes(StandardCharsets.UTF_8));
        List<Address> mailTo = new ArrayList<>();
        List<Change> changes = new ArrayList<>(counted.removal());
        for (Destination destination : record.destinations()) {
            switch (destination) {
                case Destination.Mail(var to) -> mailTo.add(to);
                case Destination.Https(var host, int port, var target) ->
                        changes.add(
                                WaitingPosts.put(
                                        report.id(),
                                        new WaitingOctets(
                                                now.getEpochSecond(),
                                                now.getEpochSecond(),
                                                0,
                                                host,
                                                port,
                                                target,
                                                packed)));
            }
        }
        boolean mailed =
                !mailTo.isEmpty()
                        && post.post(
                                mail(counted, report, mailTo, packed),
                                Origin.TLS_REPORT,
                                List.of(stored.changes(changes)));
        if (!mailed) {
            stored.commit(changes);
        }
        LOG.info(
                "event=tls-report domain={} day={} destinations={}",
                counted.of().domain(),
                LocalDate.ofEpochDay(counted.of().day()),
                record.destinations().size());
    }

    private TlsReport report(Counted counted) {
        Map<CountOctets, List<CountOctets>> byPolicy = new LinkedHashMap<>();
        for (CountOctets row : counted.rows()) {
            byPolicy.computeIfAbsent(policyOf(row), _ -> new ArrayList<>()).add(row);
        }
        List<TlsReport.Policy> policies = new ArrayList<>();
        byPolicy.forEach((policy, rows) -> policies.add(policy(policy, rows)));
        LocalDate day = LocalDate.ofEpochDay(counted.of().day());
        return new TlsReport(
                config.organization(),
                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                end(counted.of()).minusSeconds(1),
                config.contact(),
                day + "_" + counted.of().domain() + "@" + config.submitter(),
                policies);
    }

    private static CountOctets policyOf(CountOctets row) {
        return new CountOctets(
                0,
                row.policyType(),
                row.policyDomain(),
                row.policyText(),
                row.exchangers(),
                "",
                "",
                "",
                "",
                "");
    }

    private static TlsReport.Policy policy(CountOctets policy, List<CountOctets> rows) {
        long successes = 0;
        long failures = 0;
        List<TlsReport.Failure> details = new ArrayList<>();
        for (CountOctets row : rows) {
            if (row.result().isEmpty()) {
                successes += row.count();
            } else {
                failures += row.count();
                details.add(
                        new TlsReport.Failure(
                                row.result(),
                                row.from(),
                                row.exchanger(),
                                row.to(),
                                row.reason(),
                                row.count()));
            }
        }
        details.sort(Comparator.comparingLong(TlsReport.Failure::sessions).reversed());
        return new TlsReport.Policy(
                policy.policyType(),
                policy.policyText(),
                policy.policyDomain(),
                policy.exchangers(),
                successes,
                failures,
                details.subList(0, Math.min(details.size(), MAX_DETAILS)));
    }

    /// RFC 8460 §5.3
    private OutgoingReport mail(
            Counted counted, TlsReport report, List<Address> to, byte[] packed) {
        String id = "tls." + report.id().substring(0, report.id().lastIndexOf('@'));
        String name =
                config.submitter()
                        + "!"
                        + counted.of().domain()
                        + "!"
                        + report.start().getEpochSecond()
                        + "!"
                        + report.end().getEpochSecond()
                        + "!001.json.gz";
        return new OutgoingReport(
                config.from(),
                to,
                "Report Domain: "
                        + counted.of().domain()
                        + " Submitter: "
                        + config.submitter()
                        + " Report-ID: <"
                        + report.id()
                        + ">",
                id,
                List.of(
                        "TLS-Report-Domain: " + counted.of().domain(),
                        "TLS-Report-Submitter: " + config.submitter()),
                "tlsrpt",
                words(counted, report),
                new OutgoingReport.Attachment("application/tlsrpt+gzip", name, packed));
    }

    private String words(Counted counted, TlsReport report) {
        long successes = report.policies().stream().mapToLong(TlsReport.Policy::successes).sum();
        long failures = report.policies().stream().mapToLong(TlsReport.Policy::failures).sum();
        return "This is an aggregate report on TLS (RFC 8460) from "
                + config.submitter()
                + "\nabout sessions with the mail exchangers of "
                + counted.of().domain()
                + "\non "
                + DateTimeFormatter.ISO_LOCAL_DATE.format(LocalDate.ofEpochDay(counted.of().day()))
                + " (UTC): "
                + successes
                + " came to TLS as they should, "
                + failures
                + " did not.\n";
    }

    private static byte[] gzip(byte[] octets) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(octets);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
