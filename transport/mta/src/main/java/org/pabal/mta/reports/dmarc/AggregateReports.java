// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailauth.dmarc.DmarcPolicy;
import org.pabal.mailauth.dmarc.DmarcResult;
import org.pabal.mailauth.dmarc.ReportDestinations;
import org.pabal.mta.reports.ReportDesk;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.format.v1.AggregateRow;
import org.pabal.mta.reports.format.v1.PublishedOctets;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Aggregate reports to the owners of domains: counts mails in memory, a minute's worth, then in the
/// store, and sends each domain's day when it is over. RFC 9989 §5.3.7, RFC 9990. Safe for use by many
/// threads.
///
/// What a crash loses: the mails of the last minute are not in a report. A report that was queued is
/// not queued again: its rows go in the same commit.
public final class AggregateReports implements DmarcReporting, ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(AggregateReports.class);

    private final DmarcReportConfig config;
    private final AggregateStore store;
    private final AggregateSending sending;
    private final InstantSource clock;
    private Map<Subject, Tally> collected = new HashMap<>();
    private int rows;
    private long unlisted;

    /// A report to be.
    record Subject(LocalDate day, String domain) {}

    /// What was counted for one since the last flush.
    static final class Tally {
        PublishedOctets published;
        final Map<AggregateRow, Long> rows = new LinkedHashMap<>();
        long unlisted;

        Tally(PublishedOctets published) {
            this.published = published;
        }
    }

    public AggregateReports(
            DmarcReportConfig config,
            Storage storage,
            ReportDestinations destinations,
            ReportPost post,
            InstantSource clock) {
        this.config = config;
        this.store = new AggregateStore(storage, config);
        this.sending = new AggregateSending(config, store, destinations, post);
        this.clock = clock;
    }

    /// Counts a mail whose author's domain asks for reports.
    @Override
    public void observe(JudgedMail mail) {
        Optional<DmarcPolicy> policy = mail.dmarc().policy();
        DmarcResult result = mail.dmarc().result();
        if (policy.isEmpty() || result != DmarcResult.PASS && result != DmarcResult.FAIL) {
            return;
        }
        PublishedOctets published = RowMaker.published(policy.get());
        if (published.rua().isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        count(new Subject(today, policy.get().domain()), published, RowMaker.row(mail));
    }

    private synchronized void count(Subject subject, PublishedOctets published, AggregateRow row) {
        Tally tally = collected.get(subject);
        if (tally == null) {
            if (rows >= config.maxRowsOfAll()) {
                unlisted++;
                return;
            }
            tally = new Tally(published);
            collected.put(subject, tally);
        }
        tally.published = published;
        Long before = tally.rows.get(row);
        if (before != null) {
            tally.rows.put(row, before + 1);
        } else if (tally.rows.size() < config.maxRows() && rows < config.maxRowsOfAll()) {
            tally.rows.put(row, 1L);
            rows++;
        } else {
            tally.unlisted++;
        }
    }

    @Override
    public void flush() {
        Map<Subject, Tally> taken;
        synchronized (this) {
            taken = collected;
            collected = new HashMap<>();
            rows = 0;
            if (unlisted > 0) {
                LOG.warn("event=reports-overflow mails={}", unlisted);
                unlisted = 0;
            }
        }
        var left = taken.entrySet().iterator();
        try {
            while (left.hasNext()) {
                Map.Entry<Subject, Tally> each = left.next();
                store.add(each.getKey(), each.getValue());
                left.remove();
            }
        } finally {
            taken.forEach(this::putBack);
        }
    }

    /// The store could not take it: it is counted with what comes next.
    private synchronized void putBack(Subject subject, Tally tally) {
        tally.rows.forEach((row, count) -> {
            Tally now = collected.computeIfAbsent(subject, _ -> new Tally(tally.published));
            rows += now.rows.containsKey(row) ? 0 : 1;
            now.rows.merge(row, count, Long::sum);
        });
        Tally now = collected.get(subject);
        if (now != null) {
            now.unlisted += tally.unlisted;
        }
    }

    @Override
    public void sendDue(Instant now) {
        sending.sendDue(now);
    }
}
