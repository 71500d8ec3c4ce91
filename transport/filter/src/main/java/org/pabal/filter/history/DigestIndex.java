// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what is known of a text that is near to another. Bounded: the oldest goes. Not for use by
/// several threads.
///
/// @param <V> what is known of a text
final class DigestIndex<V> {
    private static final int QUARTERS = 4;

    /// Of one quarter; more are looked at no more, so that no sender can make a look-up long.
    private static final int MOST_IN_QUARTER = 64;

    private final int most;
    private final LinkedHashMap<Long, V> known = new LinkedHashMap<>();
    private final List<Map<Integer, long[]>> quarters =
            List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

    DigestIndex(int most) {
        this.most = most;
    }

    private static int quarter(long digest, int which) {
        return (int) (digest >>> which * 16 & 0xFFFF);
    }

    /// The digest of a text that is near, the same one if it is there.
    Optional<Long> near(long digest) {
        if (known.containsKey(digest)) {
            return Optional.of(digest);
        }
        for (int which = 0; which < QUARTERS; which++) {
            for (long other : quarters.get(which).getOrDefault(quarter(digest, which), NONE)) {
                if (TextDigest.isNear(digest, other)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private static final long[] NONE = {};

    Optional<V> get(long digest) {
        return Optional.ofNullable(known.get(digest));
    }

    /// @return digests that went to make room
    Collection<Long> put(long digest, V value) {
        remove(digest);
        known.put(digest, value);
        for (int which = 0; which < QUARTERS; which++) {
            quarters.get(which)
                    .merge(quarter(digest, which), new long[] {digest}, DigestIndex::and);
        }
        if (known.size() <= most) {
            return List.of();
        }
        long oldest = known.firstEntry().getKey();
        remove(oldest);
        return List.of(oldest);
    }

    private static long[] and(long[] there, long[] one) {
        int from = there.length < MOST_IN_QUARTER ? 0 : 1;
        long[] more = Arrays.copyOfRange(there, from, there.length + 1);
        more[more.length - 1] = one[0];
        return more;
    }

    void remove(long digest) {
        if (known.remove(digest) == null) {
            return;
        }
        for (int which = 0; which < QUARTERS; which++) {
            Map<Integer, long[]> some = quarters.get(which);
            int key = quarter(digest, which);
            long[] rest =
                    Arrays.stream(some.getOrDefault(key, NONE))
                            .filter(each -> each != digest)
                            .toArray();
            if (rest.length == 0) {
                some.remove(key);
            } else {
                some.put(key, rest);
            }
        }
    }

    Map<Long, V> all() {
        return known;
    }
}
