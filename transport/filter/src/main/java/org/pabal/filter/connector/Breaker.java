// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Whether somebody is worth asking who has failed. After some failures in a row nobody waits for it
/// any more; after a pause one question is let through, and its answer ends the pause or doubles it.
/// Safe for use by many threads.
public final class Breaker {
    private final int failures;
    private final Duration firstPause;
    private final Duration longestPause;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private int inARow;
    private Duration pause;
    private Optional<Instant> until = Optional.empty();
    private String reason = "";

    /// @param failures in a row that begin a pause
    public Breaker(int failures, Duration firstPause, Duration longestPause, InstantSource clock) {
        this.failures = failures;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.clock = clock;
        this.pause = firstPause;
    }

    /// For a service of this host or of a neighbour, which may be started again any time.
    public static Breaker ofService(InstantSource clock) {
        return new Breaker(3, Duration.ofSeconds(5), Duration.ofMinutes(1), clock);
    }

    /// Whether to ask. Whoever is told so says afterwards how it went.
    public boolean mayAsk() {
        lock.lock();
        try {
            if (until.isEmpty()) {
                return true;
            }
            Instant now = clock.instant();
            if (now.isBefore(until.get())) {
                return false;
            }
            until = Optional.of(now.plus(pause)); // the others wait for what this one finds
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @return true when this ends a pause
    public boolean answered() {
        lock.lock();
        try {
            boolean wasOpen = until.isPresent();
            inARow = 0;
            pause = firstPause;
            until = Optional.empty();
            reason = "";
            return wasOpen;
        } finally {
            lock.unlock();
        }
    }

    /// @return true when this begins a pause
    public boolean failed(String why) {
        lock.lock();
        try {
            reason = why;
            if (until.isPresent()) {
                pause = longer(pause);
                until = Optional.of(clock.instant().plus(pause));
                return false;
            }
            inARow++;
            if (inARow < failures) {
                return false;
            }
            until = Optional.of(clock.instant().plus(pause));
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Duration longer(Duration now) {
        Duration doubled = now.multipliedBy(2);
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    /// Whether it is asked without more ado; takes no part in finding out whether it is back.
    public boolean isClosed() {
        lock.lock();
        try {
            return until.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Why it is not asked at the moment; empty when it is.
    public Optional<String> trouble() {
        lock.lock();
        try {
            return until.isPresent() ? Optional.of(reason) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
