// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.mta.delivery.TlsFailure;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.tlspolicy.PolicySource.Fetched;

/// Fetches each policy once, however many deliveries wait for it, and leaves a policy host alone
/// for a while that failed. Safe for use by many threads.
final class Fetches {
    /// For each id of the record. RFC 8461 §3.3
    private static final Duration REST = Duration.ofMinutes(5);

    private static final int MAX_FAILED = 10_000;

    private final PolicySource source;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, CompletableFuture<Fetched>> running =
            new ConcurrentHashMap<>();
    private final Map<String, Failure> failed =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
                    return size() > MAX_FAILED;
                }
            };

    private record Failure(String id, TlsFailure why, Instant until) {}

    Fetches(PolicySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// Waits for the fetch, which is bounded in time by its source.
    ///
    /// @param id of the record that names the policy
    Fetched fetch(String domain, String id) {
        Optional<Failure> before = lately(domain);
        if (before.isPresent() && before.get().id().equals(id)) {
            return new Fetched.Failed(before.get().why());
        }
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> other = running.putIfAbsent(domain, mine);
        if (other != null) {
            return other.join();
        }
        Fetched fetched = broken("the fetch broke off");
        try {
            fetched = source.fetch(domain);
        } finally {
            remember(domain, id, fetched);
            running.remove(domain, mine);
            mine.complete(fetched);
        }
        return fetched;
    }

    private static Fetched.Failed broken(String reason) {
        return new Fetched.Failed(new TlsFailure(Kind.STS_POLICY_FETCH_ERROR, reason));
    }

    private Optional<Failure> lately(String domain) {
        Instant now = clock.instant();
        synchronized (failed) {
            return Optional.ofNullable(failed.get(domain))
                    .filter(failure -> now.isBefore(failure.until()));
        }
    }

    private void remember(String domain, String id, Fetched fetched) {
        synchronized (failed) {
            failed.remove(domain);
            if (fetched instanceof Fetched.Failed(var why)) {
                failed.put(domain, new Failure(id, why, clock.instant().plus(REST)));
            }
        }
    }
}
