// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.message.Address;

/// How many reports one address gets: ten a minute (THREATS O05). What is beyond waits. Safe for
/// use by many threads.
public final class ReportLimit {
    private static final int MAX_ADDRESSES = 10_000;

    private final InstantSource clock;
    private final int perWindow;
    private final long windowMillis;
    private final Map<Address, Window> windows =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Address, Window> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    private record Window(long start, int reports) {}

    public ReportLimit(InstantSource clock, int perWindow, Duration window) {
        this.clock = clock;
        this.perWindow = perWindow;
        this.windowMillis = window.toMillis();
    }

    /// The limit of THREATS O05.
    public ReportLimit(InstantSource clock) {
        this(clock, 10, Duration.ofMinutes(1));
    }

    /// True when one more report may go to the address now; it is counted.
    public synchronized boolean take(Address to) {
        long now = clock.millis();
        Window window =
                windows.remove(to.lookupForm()); // back at the end: the least used goes first
        boolean fresh = window == null || now - window.start >= windowMillis || now < window.start;
        Window next = fresh || window == null ? new Window(now, 0) : window;
        boolean allowed = next.reports < perWindow;
        windows.put(to.lookupForm(), allowed ? new Window(next.start, next.reports + 1) : next);
        return allowed;
    }
}
