// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailauth.dmarc.ReportDestinations;
import org.pabal.mailauth.dmarc.ReportUri;
import org.pabal.message.Address;
import org.pabal.mta.reports.OutgoingReport;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.dmarc.AggregateReports.Subject;
import org.pabal.mta.reports.dmarc.AggregateStore.Waiting;
import org.pabal.mta.reports.format.v1.PublishedOctets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the reports of days that are over. For one thread.
final class AggregateSending {
    private static final Logger LOG = LoggerFactory.getLogger(AggregateSending.class);

    /// When the DNS does not say whether somebody wants a report.
    private static final Duration UNTIL_NEXT_TRY = Duration.ofHours(1);

    /// Nobody is helped by a report that is older.
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(4);

    /// The rest waits for the next minute, so that reports do not crowd the queue.
    private static final int MOST_OF_ROUND = 1_000;

    private final DmarcReportConfig config;
    private final AggregateStore store;
    private final ReportDestinations destinations;
    private final ReportPost post;
    private final Map<Subject, Instant> later = new HashMap<>();

    AggregateSending(
            DmarcReportConfig config,
            AggregateStore store,
            ReportDestinations destinations,
            ReportPost post) {
        this.config = config;
        this.store = store;
        this.destinations = destinations;
        this.post = post;
    }

    void sendDue(Instant now) {
        later.values().removeIf(next -> !next.isAfter(now));
        int left = MOST_OF_ROUND;
        for (LocalDate day : store.days()) {
            Instant over = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (now.isBefore(over.plus(config.delay()))) {
                return;
            }
            boolean tooOld = now.isAfter(over.plus(GIVEN_UP_AFTER));
            List<Waiting> page = store.waiting(day, "");
            while (!page.isEmpty()) {
                for (Waiting each : page) {
                    if (left == 0) {
                        return;
                    }
                    if (tooOld) {
                        drop(each.subject(), "for days it could not be sent");
                    } else if (!later.containsKey(each.subject()) && each.published().isPresent()) {
                        left--;
                        send(each.subject(), each.published().get(), now);
                    }
                }
                page = store.waiting(day, page.getLast().subject().domain());
            }
        }
    }

    private void send(Subject subject, PublishedOctets published, Instant now) {
        List<ReportUri> uris =
                published.rua().stream().flatMap(text -> ReportUri.parse(text).stream()).toList();
        switch (destinations.of(subject.domain(), uris)) {
            case ReportDestinations.Found.Later(var reason) -> {
                LOG.info("event=report-waits domain={} reason=\"{}\"", subject.domain(), reason);
                later.put(subject, now.plus(UNTIL_NEXT_TRY));
            }
            case ReportDestinations.Found.Settled(var wanted) -> send(subject, published, wanted);
        }
    }

    private void send(Subject subject, PublishedOctets published, List<ReportUri> wanted) {
        if (wanted.isEmpty()) {
            drop(subject, "nobody whom its record names has agreed to get it");
            return;
        }
        Feedback feedback = Feedback.of(subject, published, config, store);
        if (feedback.rows().isEmpty()) {
            drop(subject, "nothing of it can be read");
            return;
        }
        List<Address> fitting =
                wanted.stream()
                        .filter(uri ->
                                feedback.mailOctets() <= uri.maxOctets().orElse(Long.MAX_VALUE))
                        .flatMap(uri -> uri.address().stream())
                        .toList();
        if (fitting.isEmpty()) {
            drop(subject, "it is larger than its record allows");
            return;
        }
        OutgoingReport report = feedback.mail(fitting);
        if (!post.post(report, List.of(AggregateStore.removal(subject, feedback.rows())))) {
            drop(subject, "none of its addresses can be reached");
        }
    }

    private void drop(Subject subject, String reason) {
        LOG.info(
                "event=report-dropped domain={} day={} reason=\"{}\"",
                subject.domain(),
                subject.day(),
                reason);
        store.forget(subject);
    }
}
