// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailbox.format.v1.EmailListFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.storage.Change;

/// In how many places messages lie, during one edit. One that lies nowhere any more and that nobody is
/// to have back is an orphan, to be reclaimed.
final class Copies {
    /// Messages that the reclaimer removes with one commit.
    private static final int CHUNK = 1_024;

    private final Head head;
    private final Map<Long, Integer> counts = new HashMap<>();
    private long[] orphans = new long[0];
    private int orphanCount;

    Copies(Head head) {
        this.head = head;
    }

    /// Those that changed.
    Map<Long, Integer> counts() {
        return counts;
    }

    boolean hasOrphans() {
        return orphanCount > 0;
    }

    private int count(long email) {
        Integer known = counts.get(email);
        return known != null ? known : head.copies(email);
    }

    /// A message that lies somewhere afterwards too.
    ///
    /// @param by places more, or, where it is negative, less
    void change(long email, int by) {
        for (int i = 0; i < by; i++) {
            onePlaceMore(email);
        }
        for (int i = 0; i > by; i--) {
            onePlaceLess(email);
        }
    }

    void onePlaceMore(long email) {
        counts.put(email, count(email) + 1);
    }

    /// @return true when it lies nowhere any more
    boolean onePlaceLess(long email) {
        int count = count(email);
        if (count > 1) {
            counts.put(email, count - 1);
            return false;
        }
        return true;
    }

    /// Says that nobody is to have it back.
    void orphan(long email) {
        if (orphanCount == orphans.length) {
            orphans = Arrays.copyOf(orphans, Math.max(16, orphanCount * 2));
        }
        orphans[orphanCount++] = email;
    }

    void write(List<Change> changes, long modSeq) {
        counts.forEach((email, count) -> changes.add(count(email, count)));
        for (int from = 0; from < orphanCount; from += CHUNK) {
            long[] some = Arrays.copyOfRange(orphans, from, Math.min(orphanCount, from + CHUNK));
            changes.add(
                    new Change.Put(
                            RecordKeys.expunged(modSeq, from / CHUNK),
                            EmailListFormat.encode(some)));
        }
    }

    /// One place is the rule and not written down.
    private static Change count(long email, int count) {
        byte[] key = RecordKeys.copies(email);
        return count > 1
                ? new Change.Put(key, SmallFormats.encodeCopies(count))
                : new Change.Delete(key);
    }
}
