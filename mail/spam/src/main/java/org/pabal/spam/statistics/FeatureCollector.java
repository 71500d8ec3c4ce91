// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Arrays;

/// Gathers the features of one mail, up to each group's limit.
final class FeatureCollector {
    private static final int FULL = 4; // a feature comes several times in a mail: room for these
    private final int[][] hashes = new int[FeatureGroup.values().length][256];
    private final int[] sizes = new int[FeatureGroup.values().length];

    void add(FeatureGroup group, int hash) {
        int at = group.place();
        if (sizes[at] == hashes[at].length) {
            if (sizes[at] >= FULL * group.limit()) {
                return;
            }
            hashes[at] = Arrays.copyOf(hashes[at], 2 * sizes[at]);
        }
        hashes[at][sizes[at]++] = hash;
    }

    void add(FeatureGroup group, int family, CharSequence word) {
        add(group, FeatureHash.of(family, word));
    }

    /// Each once. Of too many some that the hashes choose, the same in any order.
    int[] sorted(FeatureGroup group) {
        int[] all = hashes[group.place()];
        int kept = distinct(all, sizes[group.place()]);
        if (kept > group.limit()) {
            turn(all, kept);
            Arrays.sort(all, 0, kept);
            kept = group.limit();
            turn(all, kept);
            Arrays.sort(all, 0, kept);
        }
        return Arrays.copyOf(all, kept);
    }

    private static int distinct(int[] all, int size) {
        Arrays.sort(all, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[kept++] = all[i];
            }
        }
        return kept;
    }

    /// The lower half of the bits to the top and back: a model's slots are chosen by the upper ones, and
    /// must not all be neighbours.
    private static void turn(int[] hashes, int size) {
        for (int i = 0; i < size; i++) {
            hashes[i] = Integer.rotateLeft(hashes[i], Integer.SIZE / 2);
        }
    }
}
