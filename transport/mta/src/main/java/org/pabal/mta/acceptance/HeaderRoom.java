// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that large header sections of arriving mails may take together, so that many sessions
/// with large ones do not add up (THREATS S36). What all ordinary mails have is always there. Safe
/// for use by many threads.
public final class HeaderRoom {
    private static final long OCTETS = 64 << 20;

    /// Of each mail; not counted.
    private static final int FREE = 64 << 10;

    private final AtomicLong left = new AtomicLong(OCTETS);

    /// @param before that the mail has taken already
    /// @return whether so much more may be taken
    boolean take(int before, int more) {
        long counted = counted(before + more) - counted(before);
        if (counted == 0 || left.addAndGet(-counted) >= 0) {
            return true;
        }
        left.addAndGet(counted);
        return false;
    }

    /// @param octets all that the mail has taken
    void give(int octets) {
        if (octets > FREE) {
            left.addAndGet(counted(octets));
        }
    }

    private static long counted(int octets) {
        return Math.max(0, octets - FREE);
    }
}
