// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.util.Arrays;

/// The beginning of one mail's content. For one thread.
final class ContentWindow implements AutoCloseable {
    private static final int FIRST_OCTETS = 4 << 10; // half of all mails have no more

    private final WindowRoom room;
    private byte[] kept = new byte[0];
    private int count;
    private int taken;
    private boolean full;
    private long octets;

    ContentWindow(WindowRoom room) {
        this.room = room;
    }

    void write(byte[] from, int offset, int length) {
        octets += length;
        if (full) {
            return;
        }
        int wanted = Math.min(length, WindowRoom.MAX_OCTETS - count);
        int more = grow(wanted);
        System.arraycopy(from, offset, kept, count, more);
        count += more;
        full = more < length;
    }

    /// @return how many octets there is room for
    private int grow(int more) {
        int wanted = count + more;
        if (wanted > kept.length) {
            int twice = Math.max(FIRST_OCTETS, kept.length * 2);
            int size = Math.min(Math.max(wanted, twice), WindowRoom.MAX_OCTETS);
            int counted = Math.max(0, size - WindowRoom.FREE_OCTETS);
            if (counted == taken || room.take(counted - taken)) {
                taken = counted;
            } else {
                size = WindowRoom.FREE_OCTETS;
            }
            if (size > kept.length) {
                kept = Arrays.copyOf(kept, size);
            }
        }
        return Math.min(more, kept.length - count);
    }

    /// What is kept; not to be changed.
    byte[] octets() {
        return count == kept.length ? kept : Arrays.copyOf(kept, count);
    }

    /// Of the whole content.
    long size() {
        return octets;
    }

    @Override
    public void close() {
        room.give(taken);
        taken = 0;
        kept = new byte[0];
        count = 0;
        full = true;
    }
}
