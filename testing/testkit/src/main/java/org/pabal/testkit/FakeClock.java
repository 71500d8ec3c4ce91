// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it.
public final class FakeClock extends Clock {

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private FakeClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /// @param instant such as `2026-03-01T12:00:00Z`
    public static FakeClock at(String instant) {
        return at(Instant.parse(instant));
    }

    public static FakeClock at(Instant instant) {
        return new FakeClock(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    /// Moves on, or back with a negative duration.
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /// The same clock, moved together, in another zone.
    @Override
    public FakeClock withZone(ZoneId other) {
        return new FakeClock(now, other);
    }
}
