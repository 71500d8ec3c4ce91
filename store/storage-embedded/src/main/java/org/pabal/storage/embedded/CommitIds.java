// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// Which commit ids were applied not long ago, in bounded memory.
///
/// The ids stand in RocksDB, in slots of {@link #SLOT_MILLIS} of running time; the current and the
/// last slot are remembered, which makes ten minutes at least. Two Bloom filters spare the look-up
/// for nearly all ids that are new; when more commits come than they are made for, look-ups
/// become more frequent, nothing else. The committer's alone.
final class CommitIds {
    private static final long SLOT_MILLIS = 600_000;

    /// 2 MiB: one look-up in 400 is in vain with a million commits in ten minutes.
    private static final int WORDS = 1 << 18;

    /// More ids than this are not read at the start; then each is looked up until the slot is over.
    private static final int LOAD_LIMIT = 100_000;

    private final Records records;
    private long[] current = new long[WORDS];
    private long[] last = new long[WORDS];
    private int slot;

    CommitIds(Records records, long ageMillis) {
        this.records = records;
        this.slot = slot(ageMillis);
        load(slot, current);
        load(slot - 1, last);
    }

    private static int slot(long ageMillis) {
        return (int) (ageMillis / SLOT_MILLIS) + 1;
    }

    private void load(int of, long[] filter) {
        int[] count = {0};
        records.scan(
                Optional.empty(),
                Tables.commitSlot(of),
                Tables.commitSlot(of + 1),
                (key, _) -> {
                    add(filter, number(key, 5), number(key, 13));
                    return ++count[0] < LOAD_LIMIT;
                });
        if (count[0] == LOAD_LIMIT) {
            Arrays.fill(filter, -1);
        }
    }

    /// The slot of commits that are applied now.
    int currentSlot() {
        return slot;
    }

    /// Goes on to the slot of this age.
    ///
    /// @return true when it is another one, so that slots before the last may be deleted
    boolean advance(long ageMillis) {
        int now = slot(ageMillis);
        if (now <= slot) {
            return false;
        }
        long[] oldest = last;
        last = current;
        Arrays.fill(oldest, 0);
        current = oldest;
        if (now > slot + 1) {
            Arrays.fill(last, 0);
        }
        slot = now;
        return true;
    }

    boolean contains(UUID id) {
        return stored(current, slot, id) || stored(last, slot - 1, id);
    }

    void add(UUID id) {
        add(current, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private boolean stored(long[] filter, int of, UUID id) {
        long hash = mix(id.getMostSignificantBits(), id.getLeastSignificantBits());
        for (int i = 0; i < 4; i++) {
            int bit = bit(hash, i);
            if ((filter[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return records.get(Tables.commit(of, id)).isPresent();
    }

    private static void add(long[] filter, long high, long low) {
        long hash = mix(high, low);
        for (int i = 0; i < 4; i++) {
            int bit = bit(hash, i);
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    /// The i-th of four bits by two halves of the hash.
    private static int bit(long hash, int i) {
        return (int) (((int) hash + (long) i * ((int) (hash >>> 32) | 1)) & (WORDS * 64L - 1));
    }

    private static long mix(long high, long low) {
        long hash = (high ^ Long.rotateLeft(low, 31)) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return hash ^ hash >>> 29;
    }

    private static long number(byte[] key, int at) {
        return ByteBuffer.wrap(key).getLong(at);
    }
}
