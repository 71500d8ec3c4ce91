// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How one list of results becomes another: first the removed go, then the added come, each at its
/// index, the lowest first. RFC 8620 §5.6.
///
/// @param removed also those that come back at another place
/// @param added indexes ascending
public record ListChanges(List<String> removed, List<Added> added) {

    /// @param index in the new list
    public record Added(String id, int index) {}

    public int size() {
        return removed.size() + added.size();
    }

    /// With as few moves as can be: what keeps its order among most of the others is not told of.
    public static ListChanges between(List<String> before, List<String> after) {
        Map<String, Integer> was = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            was.put(before.get(i), i);
        }
        int[] old = new int[after.size()];
        for (int i = 0; i < old.length; i++) {
            old[i] = was.getOrDefault(after.get(i), -1);
        }
        BitSet stays = longestAscending(old);
        List<Added> added = new ArrayList<>();
        BitSet kept = new BitSet();
        for (int i = 0; i < old.length; i++) {
            if (stays.get(i)) {
                kept.set(old[i]);
            } else {
                added.add(new Added(after.get(i), i));
            }
        }
        List<String> removed = new ArrayList<>();
        for (int i = kept.nextClearBit(0); i < before.size(); i = kept.nextClearBit(i + 1)) {
            removed.add(before.get(i));
        }
        return new ListChanges(removed, added);
    }

    /// The indexes of the longest ascending selection of the numbers that are not negative: patience
    /// sorting, n log n.
    private static BitSet longestAscending(int[] numbers) {
        int[] tails = new int[numbers.length];
        int[] previous = new int[numbers.length];
        int length = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0) {
                continue;
            }
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[tails[middle]] < numbers[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        BitSet chosen = new BitSet();
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
            chosen.set(i);
        }
        return chosen;
    }
}
