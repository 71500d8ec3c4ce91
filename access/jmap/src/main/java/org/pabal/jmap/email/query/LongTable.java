// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.Arrays;

/// Small numbers by ids, without an object for each.
final class LongTable {
    private static final long HASH = 0x9E3779B97F4A7C15L;

    private long[] keys;
    private int[] values;
    private int size;

    /// @param expected ids
    LongTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(16, expected) * 2 - 1) * 2;
        keys = new long[capacity];
        values = new int[capacity];
        Arrays.fill(keys, -1);
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) (key * HASH >>> 32) & mask;
        while (keys[at] >= 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    /// 0 for one that is not there.
    int get(long key) {
        int at = place(key);
        return keys[at] < 0 ? 0 : values[at];
    }

    boolean has(long key) {
        return keys[place(key)] >= 0;
    }

    /// @param key not negative
    /// @return whether it was not there
    boolean add(long key, int value) {
        int at = place(key);
        boolean isNew = keys[at] < 0;
        if (isNew) {
            keys[at] = key;
            size++;
        }
        values[at] |= value;
        if (size * 2 > keys.length) {
            grow();
        }
        return isNew;
    }

    private void grow() {
        LongTable larger = new LongTable(keys.length);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                larger.add(keys[i], values[i]);
            }
        }
        keys = larger.keys;
        values = larger.values;
    }
}
