// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.mailbox.state.SeenMarks;

/// What a reader who is not the owner has seen of one mailbox, while one edit changes it.
final class SeenChunks {
    private final SeenMarks before;
    private final SortedMap<Integer, long[]> changed = new TreeMap<>();

    SeenChunks(SeenMarks before) {
        this.before = before;
    }

    /// As it was before the edit.
    boolean has(long uid) {
        return before.has(uid);
    }

    void put(long uid, boolean seen) {
        long[] chunk = changed.computeIfAbsent(SeenMarks.chunkOf(uid), before::chunk);
        if (seen) {
            SeenMarks.set(chunk, uid);
        } else {
            SeenMarks.clear(chunk, uid);
        }
    }

    /// The chunks that differ, at their full length.
    SortedMap<Integer, long[]> changed() {
        return changed;
    }
}
