// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.tlsrpt.TlsRptRecord;
import org.pabal.message.UnavailableException;
import org.pabal.mta.delivery.TlsFailure;
import org.pabal.mta.delivery.TlsObserver;
import org.pabal.mta.delivery.TlsPolicy;
import org.pabal.mta.delivery.TlsResult;
import org.pabal.mta.reports.ReportDesk;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.tls.format.v1.CountOctets;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.wire.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what became of TLS with other domains' exchangers and reports it to those who ask for it.
/// RFC 8460 §4
///
/// Safe for use by many threads where sessions tell it of TLS; the rest is for one thread.
public final class TlsReporting implements TlsObserver, ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReporting.class);

    /// Different outcomes between two flushes.
    private static final int MAX_ROWS = 20_000;

    private static final int MAX_DOMAINS_REMEMBERED = 50_000;

    /// Look-ups of one flush; a domain that is not asked about now is counted on.
    private static final Duration LOOKING = Duration.ofSeconds(30);

    private final Resolver resolver;
    private final StoredCounts stored;
    private final DueReports due;
    private final InstantSource clock;
    private final ConcurrentHashMap<Row, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();
    private int dayOfWishes;
    private final Map<String, Boolean> wishes =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX_DOMAINS_REMEMBERED;
                }
            };

    /// @param what its count is nought
    private record Row(int day, String domain, CountOctets what) {}

    /// @param https for reports by POST
    /// @param background sends them, and waits for servers
    public TlsReporting(
            TlsReportConfig config,
            Resolver resolver,
            Storage storage,
            ReportPost post,
            HttpClient https,
            Executor background,
            InstantSource clock) {
        this.resolver = resolver;
        this.stored = new StoredCounts(storage);
        this.due =
                new DueReports(
                        config,
                        resolver,
                        stored,
                        post,
                        new WaitingPosts(resolver, https, storage, background, clock));
        this.clock = clock;
    }

    @Override
    public void observed(TlsResult result) {
        Row row =
                new Row(
                        day(clock.instant()),
                        result.recipients().toAscii().toLowerCase(Locale.ROOT),
                        row(result));
        AtomicLong count = counts.get(row);
        if (count == null) {
            if (counts.size() >= MAX_ROWS) {
                lost.incrementAndGet();
                return;
            }
            count = counts.computeIfAbsent(row, _ -> new AtomicLong());
        }
        count.incrementAndGet();
    }

    static int day(Instant time) {
        return (int) LocalDate.ofInstant(time, ZoneOffset.UTC).toEpochDay();
    }

    private static CountOctets row(TlsResult result) {
        TlsPolicy policy = result.policy();
        boolean failed = result.failure().isPresent();
        return new CountOctets(
                0,
                policy.type().word(),
                policy.domain(),
                policy.text(),
                policy.exchangers(),
                result.failure().map(TlsFailure::kind).map(TlsFailure.Kind::word).orElse(""),
                failed ? result.from().map(InetAddress::getHostAddress).orElse("") : "",
                failed ? result.exchanger() : "",
                failed ? result.to().map(InetAddress::getHostAddress).orElse("") : "",
                result.failure().map(TlsFailure::reason).orElse(""));
    }

    /// A crash loses what was counted since the last one, a minute's sessions.
    @Override
    public void flush() {
        long lostNow = lost.getAndSet(0);
        if (lostNow > 0) {
            LOG.warn("event=tls-results-lost sessions={} reason=\"too many at once\"", lostNow);
        }
        long until = System.nanoTime() + LOOKING.toNanos();
        for (Map.Entry<Row, AtomicLong> each : counts.entrySet()) {
            Row row = each.getKey();
            long count = each.getValue().get();
            if (count > 0 && isWanted(row, until)) {
                try {
                    stored.add(row.day(), row.domain(), row.what().withCount(count));
                } catch (StorageException trouble) {
                    throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
                }
            }
            // What was counted meanwhile stays; a row that nothing was added to goes.
            if (each.getValue().addAndGet(-count) == 0) {
                counts.computeIfPresent(row, (_, left) -> left.get() == 0 ? null : left);
            }
        }
    }

    private boolean isWanted(Row row, long until) {
        int today = day(clock.instant());
        if (today != dayOfWishes) {
            dayOfWishes = today;
            wishes.clear();
        }
        Boolean known = wishes.get(row.domain());
        if (known != null) {
            return known;
        }
        if (System.nanoTime() > until) {
            return true;
        }
        boolean wanted =
                switch (resolver.txt(TlsRptRecord.nameFor(row.domain()))) {
                    case Resolver.Answer.Found<String>(var texts) ->
                            TlsRptRecord.parse(texts) instanceof TlsRptRecord.Found.One;
                    case Resolver.Answer.NoData<String> _, Resolver.Answer.NoSuchName<String> _ ->
                            false;
                    case Resolver.Answer.Failed<String> _ -> true;
                };
        wishes.put(row.domain(), wanted);
        return wanted;
    }

    @Override
    public void sendDue(Instant now) {
        due.send(now);
    }
}
