// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

/// A few numbers that lie close together, in as few octets as they need: none where each is one more
/// than the one before or all are the same, else two, four or eight each. Immutable.
final class LongColumn {
    private static final char[] NO_CHARS = {};
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final long base;

    /// Between neighbours, where there is no array.
    private final int step;

    private final char[] chars;
    private final int[] ints;
    private final long[] longs;

    private LongColumn(long base, int step, char[] chars, int[] ints, long[] longs) {
        this.base = base;
        this.step = step;
        this.chars = chars;
        this.ints = ints;
        this.longs = longs;
    }

    /// @param count how many of the values there are
    static LongColumn of(long[] values, int count) {
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            lowest = Math.min(lowest, values[i]);
            highest = Math.max(highest, values[i]);
        }
        int step = stepOf(values, count);
        if (count == 0 || step >= 0) {
            return new LongColumn(count == 0 ? 0 : values[0], step, NO_CHARS, NO_INTS, NO_LONGS);
        }
        long width = highest - lowest; // negative when it overflows
        if (width < 0 || width > 0xFFFF_FFFFL) {
            return new LongColumn(0, 0, NO_CHARS, NO_INTS, java.util.Arrays.copyOf(values, count));
        }
        return width > Character.MAX_VALUE
                ? new LongColumn(lowest, 0, NO_CHARS, ints(values, count, lowest), NO_LONGS)
                : new LongColumn(lowest, 0, chars(values, count, lowest), NO_INTS, NO_LONGS);
    }

    /// 0 or 1 where that is the difference of all neighbours, else -1.
    private static int stepOf(long[] values, int count) {
        if (count < 2) {
            return 0;
        }
        long step = values[1] - values[0];
        if (step != 0 && step != 1) {
            return -1;
        }
        for (int i = 2; i < count; i++) {
            if (values[i] - values[i - 1] != step) {
                return -1;
            }
        }
        return (int) step;
    }

    private static int[] ints(long[] values, int count, long lowest) {
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
            ints[i] = (int) (values[i] - lowest);
        }
        return ints;
    }

    private static char[] chars(long[] values, int count, long lowest) {
        char[] chars = new char[count];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) (values[i] - lowest);
        }
        return chars;
    }

    long get(int place) {
        if (ints.length > 0) {
            return base + Integer.toUnsignedLong(ints[place]);
        }
        if (chars.length > 0) {
            return base + chars[place];
        }
        return longs.length > 0 ? longs[place] : base + (long) step * place;
    }

    /// Writes the first `count` values.
    void copyTo(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = get(i);
        }
    }
}
