// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pabal.message.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done about the keys by and by: the DNS is asked about those that wait for it, keys that
/// are old get successors where that is wished, and the log is told once a day whose mail goes
/// unsigned. For one thread.
public final class KeyChecks {
    private static final Logger LOG = LoggerFactory.getLogger(KeyChecks.class);

    /// Keys that nothing is to happen to soon.
    private static final Duration SELDOM = Duration.ofDays(1);

    /// Keys whose record nobody has published on the day when they were made.
    private static final Duration AFTER_A_DAY = Duration.ofHours(1);

    private final KeyRing ring;
    private final KeyRotation rotation;
    private final InstantSource clock;
    private Map<String, Instant> looked = new HashMap<>();
    private Instant told = Instant.MIN;

    public KeyChecks(KeyRing ring, KeyRotation rotation, InstantSource clock) {
        this.ring = ring;
        this.rotation = rotation;
        this.clock = clock;
    }

    /// One round.
    ///
    /// @throws org.pabal.message.UnavailableException when the store cannot be changed
    public void run() {
        Instant now = clock.instant();
        List<DomainKey> all = ring.all();
        List<DomainKey> due = all.stream().filter(key -> isDue(key, now)).toList();
        Map<String, Instant> later = new HashMap<>();
        all.forEach(key -> {
            Instant last = looked.get(key.toString());
            if (last != null) {
                later.put(key.toString(), last);
            }
        });
        due.forEach(key -> later.put(key.toString(), now));
        looked = later;
        rotation.look(due);
        renew(now);
        if (!now.isBefore(after(told, SELDOM))) {
            told = now;
            tellUnsigned();
        }
    }

    private boolean isDue(DomainKey key, Instant now) {
        Instant last = looked.get(key.toString());
        return last == null || last.isAfter(now) || !now.isBefore(last.plus(rest(key, now)));
    }

    private static Duration rest(DomainKey key, Instant now) {
        if (!key.is(KeyState.PREPARED)) {
            return SELDOM;
        }
        boolean waited = now.isAfter(key.made().plus(SELDOM));
        return key.seen().isEmpty() && waited ? AFTER_A_DAY : Duration.ZERO;
    }

    private static Instant after(Instant time, Duration rest) {
        return time.equals(Instant.MIN) ? time : time.plus(rest);
    }

    private void renew(Instant now) {
        rotation.rules()
                .renew()
                .ifPresent(age -> {
                    Set<Domain> old = new HashSet<>();
                    for (DomainKey key : ring.all()) {
                        if (key.is(KeyState.SIGNING)
                                && !now.isBefore(key.since().plus(age))
                                && !hasSuccessor(key)) {
                            old.add(key.domain());
                        }
                    }
                    old.forEach(rotation::rotate);
                });
    }

    private boolean hasSuccessor(DomainKey key) {
        return ring.keys(key.domain()).stream()
                .anyMatch(other ->
                        other.is(KeyState.PREPARED) && other.algorithm() == key.algorithm());
    }

    private void tellUnsigned() {
        Set<Domain> told = new HashSet<>();
        for (DomainKey key : ring.all()) {
            if (ring.inUse(key.domain()).isEmpty() && told.add(key.domain())) {
                LOG.warn(
                        "event=dkim-unsigned domain={} reason=\"no key of its own signs yet: publish"
                                + " what `pabal dkim show {}` says\"",
                        key.domain(),
                        key.domain());
            }
        }
    }
}
