// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.util.concurrent.atomic.AtomicLong;

/// The memory in which the beginnings of all mails that are arriving are kept. Safe for use by many
/// threads.
public final class WindowRoom {
    /// Of one mail: what is behind it is not judged.
    static final int MAX_OCTETS = 512 << 10;

    /// Of each mail whatever the others have; not counted.
    static final int FREE_OCTETS = 16 << 10;

    private static final long OCTETS = 64 << 20;

    private final AtomicLong left;
    private final AtomicLong shortages = new AtomicLong();

    public WindowRoom() {
        this(OCTETS);
    }

    WindowRoom(long octets) {
        this.left = new AtomicLong(octets);
    }

    /// @return whether so much may be taken
    boolean take(int octets) {
        if (left.addAndGet(-octets) >= 0) {
            return true;
        }
        left.addAndGet(octets);
        shortages.incrementAndGet();
        return false;
    }

    void give(int octets) {
        left.addAndGet(octets);
    }

    /// How many mails were judged by less than could be kept of them at another time.
    public long shortages() {
        return shortages.get();
    }
}
