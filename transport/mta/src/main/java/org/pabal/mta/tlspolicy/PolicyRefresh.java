// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the policies in use anew each day, so that they neither end nor grow old while a policy
/// host is away for a while, and forgets those whose time is over. RFC 8461 §10.2
public final class PolicyRefresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyRefresh.class);
    private static final Duration ROUND = Duration.ofHours(1);
    private static final Duration REFRESH_AFTER = Duration.ofDays(1);

    /// A policy that no mail goes by for so long may end.
    private static final Duration IN_USE = Duration.ofDays(30);

    private static final int AT_ONCE = 8;

    private final StsPolicies policies;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);

    public PolicyRefresh(StsPolicies policies, InstantSource clock) {
        this.policies = policies;
        this.clock = clock;
    }

    public void start() {
        Thread.ofVirtual().name("tls-policies").start(this::keepUp);
    }

    private void keepUp() {
        try {
            while (!closing.await(ROUND.toSeconds(), TimeUnit.SECONDS)) {
                try {
                    round();
                } catch (StorageException trouble) {
                    LOG.warn("event=tls-policies-wait reason=\"{}\"", trouble.getMessage());
                } catch (RuntimeException bug) {
                    LOG.error("event=tls-policies-failed", bug);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at all policies once.
    void round() throws InterruptedException {
        Optional<String> last = Optional.of("");
        while (last.isPresent() && closing.getCount() > 0) {
            StoredPolicies.Page page = policies.stored().page(last.get());
            Instant now = clock.instant();
            List<KeptPolicy> due = new ArrayList<>();
            for (KeptPolicy kept : page.policies()) {
                if (!kept.isValid(now)) {
                    policies.stored().forget(kept.domain());
                } else if (isDue(kept, now)) {
                    due.add(kept);
                }
            }
            refresh(due);
            last = page.last();
        }
    }

    private static boolean isDue(KeptPolicy kept, Instant now) {
        Duration half = kept.policy().maxAge().dividedBy(2);
        Duration age = half.compareTo(REFRESH_AFTER) < 0 ? half : REFRESH_AFTER;
        return !now.isBefore(kept.fetched().plus(age)) && now.isBefore(kept.used().plus(IN_USE));
    }

    private void refresh(List<KeptPolicy> due) throws InterruptedException {
        for (int from = 0; from < due.size(); from += AT_ONCE) {
            List<Thread> running = new ArrayList<>();
            for (KeptPolicy kept : due.subList(from, Math.min(from + AT_ONCE, due.size()))) {
                running.add(
                        Thread.ofVirtual()
                                .name("tls-policy-refresh")
                                .start(() -> policies.refresh(kept)));
            }
            for (Thread each : running) {
                each.join();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
