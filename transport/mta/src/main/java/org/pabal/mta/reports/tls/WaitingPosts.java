// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.dns.Resolver;
import org.pabal.mta.reports.tls.format.v1.WaitingOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends reports by HTTPS. RFC 8460 §5.4, §5.5: until the server takes it, a day long.
///
/// The server's certificate must prove its name, though RFC 8460 §3 would let us send to anyone: so
/// nobody can make us post to a server of our own network by its address. A report that the server
/// took and whose removal from the list a crash prevented is sent again, with the same id.
final class WaitingPosts {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPosts.class);
    private static final Space SPACE = Space.Shared.REPORTS;
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final Duration FIRST_REST = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 6;
    private static final int PAGE = 20;
    private static final HttpClient.Limits LIMITS =
            new HttpClient.Limits(64 * 1024, Duration.ofMinutes(1));

    private final Resolver resolver;
    private final HttpClient client;
    private final Storage storage;
    private final Executor background;
    private final InstantSource clock;
    private final AtomicBoolean working = new AtomicBoolean();

    WaitingPosts(
            Resolver resolver,
            HttpClient client,
            Storage storage,
            Executor background,
            InstantSource clock) {
        this.resolver = resolver;
        this.client = client;
        this.storage = storage;
        this.background = background;
        this.clock = clock;
    }

    static Change put(String reportId, WaitingOctets waiting) {
        return new Change.Put(waiting.key(reportId), waiting.encode());
    }

    /// In the background, unless that is done already.
    void work() {
        boolean any =
                !storage.scan(SPACE, WaitingOctets.firstKey(), WaitingOctets.endKey(), 1).isEmpty();
        if (any && working.compareAndSet(false, true)) {
            background.execute(this::workOff);
        }
    }

    private void workOff() {
        try {
            round();
        } catch (StorageException trouble) {
            LOG.warn("event=tls-reports-wait reason=\"{}\"", trouble.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=tls-reports-failed", bug);
        } finally {
            working.set(false);
        }
    }

    /// Tries all that are due once.
    private void round() {
        byte[] from = WaitingOctets.firstKey();
        List<Entry> page = storage.scan(SPACE, from, WaitingOctets.endKey(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::tryOne);
            from = Keys.successor(page.getLast().key());
            page = storage.scan(SPACE, from, WaitingOctets.endKey(), PAGE);
        }
    }

    private void tryOne(Entry entry) {
        WaitingOctets report;
        try {
            report = WaitingOctets.decode(entry.value());
        } catch (IllegalArgumentException broken) {
            LOG.error("event=tls-report-unreadable {}", broken.getMessage());
            commit(new Change.Delete(entry.key()));
            return;
        }
        Instant now = clock.instant();
        if (now.getEpochSecond() < report.nextSeconds()) {
            return;
        }
        Optional<String> trouble = post(report);
        if (trouble.isEmpty()) {
            LOG.info("event=tls-report-sent host={}", report.host());
            commit(new Change.Delete(entry.key()));
        } else if (now.getEpochSecond() - report.sinceSeconds() >= PATIENCE.toSeconds()) {
            LOG.warn(
                    "event=tls-report-given-up host={} reason=\"{}\"",
                    report.host(),
                    trouble.get());
            commit(new Change.Delete(entry.key()));
        } else {
            LOG.info("event=tls-report-waits host={} reason=\"{}\"", report.host(), trouble.get());
            long rest = FIRST_REST.toSeconds() << Math.min(report.attempts(), MAX_DOUBLINGS);
            commit(new Change.Put(entry.key(), report.later(now.getEpochSecond() + rest).encode()));
        }
    }

    /// @return what came between; empty when the server took it
    private Optional<String> post(WaitingOctets report) {
        if (!(resolver.addresses(report.host())
                instanceof Resolver.Answer.Found<InetAddress>(var addresses))) {
            return Optional.of("the host has no address");
        }
        try {
            HttpResponse response =
                    client.exchange(
                            addresses,
                            HttpRequest.post(
                                    report.host(),
                                    report.port(),
                                    report.target(),
                                    "application/tlsrpt+gzip",
                                    report.report()),
                            LIMITS);
            return response.isSuccess()
                    ? Optional.empty()
                    : Optional.of("HTTP status " + response.status());
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }

    private void commit(Change change) {
        storage.commit(
                new Commit(UUID.randomUUID(), List.of(SpaceChanges.of(SPACE, List.of(change)))));
    }
}
