// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How much each source may bring within a time: connections, mails, recipients; and, several times as
/// much, each network (/24, IPv6 /48), so that a rack full of addresses is not a rack full of limits.
/// Safe for use by many threads.
///
/// Time is cut into windows, each source's beginning with what it first does. At most
/// {@value #MAX_SOURCES} sources and networks are known at a time; while there are more, new ones are not
/// counted: then it is not a single source that floods, and the limits of the listener hold.
public final class SourceRates {
    private static final int MAX_SOURCES = 100_000;
    private static final int SWEEPS_PER_WINDOW = 10;

    private final Limits limits;
    private final InstantSource clock;
    private final ConcurrentHashMap<Source, Window> windows = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong(Long.MIN_VALUE);

    /// What one source may bring within a window.
    ///
    /// @param networkFactor how many times as much a network may bring
    public record Limits(
            Duration window, int connections, int mails, int recipients, int networkFactor) {
        public Limits {
            if (window.toMillis() < 1
                    || connections < 1
                    || mails < 1
                    || recipients < 1
                    || networkFactor < 1) {
                throw new IllegalArgumentException("the rates of a source are at least 1");
            }
        }

        public static Limits defaults() {
            return new Limits(Duration.ofMinutes(1), 600, 6_000, 60_000, 10);
        }

        private long of(Kind kind, int factor) {
            long one =
                    switch (kind) {
                        case CONNECTION -> connections;
                        case MAIL -> mails;
                        case RECIPIENT -> recipients;
                    };
            return one * factor;
        }
    }

    /// What is counted.
    public enum Kind {
        CONNECTION,
        MAIL,
        RECIPIENT
    }

    private static final class Window {
        private long start;
        private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

        Window(long start) {
            this.start = start;
        }

        synchronized boolean take(Kind kind, Limits limits, int factor, long now) {
            if (isOver(now, limits.window().toMillis())) {
                start = now;
                counts.clear();
            }
            int count = counts.getOrDefault(kind, 0);
            boolean allowed = count < limits.of(kind, factor);
            if (allowed) {
                counts.put(kind, count + 1);
            }
            return allowed;
        }

        /// Also when the clock was set back.
        synchronized boolean isOver(long now, long length) {
            return now - start >= length || now < start;
        }
    }

    public SourceRates(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// True when the source and its network may bring one more now; it is counted.
    public boolean take(Kind kind, InetAddress address) {
        return take(kind, Source.of(address), 1)
                && take(kind, Source.networkOf(address), limits.networkFactor());
    }

    private boolean take(Kind kind, Source source, int factor) {
        long now = clock.millis();
        long length = limits.window().toMillis();
        Window window = windows.get(source);
        if (window == null) {
            if (!hasRoom(now, length)) {
                return true;
            }
            window = windows.computeIfAbsent(source, _ -> new Window(now));
        }
        return window.take(kind, limits, factor, now);
    }

    private boolean hasRoom(long now, long length) {
        if (windows.size() >= MAX_SOURCES) {
            sweep(now, length);
        }
        return windows.size() < MAX_SOURCES;
    }

    /// Forgets the windows that are over; not more often than a few times in a window, since it
    /// looks at all.
    private void sweep(long now, long length) {
        long due = nextSweep.get();
        boolean isDue = now >= due || due - now > length;
        if (isDue && nextSweep.compareAndSet(due, now + length / SWEEPS_PER_WINDOW)) {
            windows.values().removeIf(window -> window.isOver(now, length));
        }
    }

    int sources() {
        return windows.size();
    }
}
