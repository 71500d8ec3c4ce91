// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.util.Arrays;
import org.pabal.mailbox.text.TextSink;

/// Collects the distinct grams of a text: three chars that follow each other within a run, and at
/// the end of a run its last two and its last one. So every stretch of up to three chars of a run is
/// a gram or begins one.
///
/// Chars, not characters: half of a surrogate pair is as good as any other char here.
///
/// Reused from message to message.
final class Grams implements TextSink {
    static final int LENGTH = 3;

    /// More distinct ones than any text in a language has; what exceeds this is no text.
    private static final int MOST = 1 << 17;

    private static final int FIRST_SIZE = 1 << 13;

    private final int maxChars;
    private long[] table = new long[FIRST_SIZE];
    private long[] list = new long[FIRST_SIZE / 2];
    private int count;
    private long chars;
    private boolean whole = true;

    /// Up to two chars before the next one, as {@link #pack} has them.
    private long last;

    Grams(int maxChars) {
        this.maxChars = maxChars;
    }

    /// A gram of up to three chars as a number that is never 0: their count and the chars.
    static long pack(CharSequence text, int from, int length) {
        long gram = 0;
        for (int i = from; i < from + length; i++) {
            gram = append(gram, text.charAt(i));
        }
        return gram;
    }

    static int length(long gram) {
        return (int) (gram >>> 48);
    }

    static char charAt(long gram, int index) {
        return (char) (gram >>> 16 * (length(gram) - 1 - index));
    }

    private static long append(long gram, char c) {
        long text = (gram & 0xFFFF_FFFFL) << 16 | c;
        return (long) Math.min(LENGTH, length(gram) + 1) << 48 | text;
    }

    private static long withoutFirst(long gram) {
        int length = length(gram) - 1;
        return (long) length << 48 | gram & (1L << 16 * length) - 1;
    }

    void clear() {
        if (table.length > FIRST_SIZE * 8) {
            table = new long[FIRST_SIZE];
            list = new long[FIRST_SIZE / 2];
        } else {
            Arrays.fill(table, 0);
        }
        count = 0;
        chars = 0;
        last = 0;
        whole = true;
    }

    /// False when the text had more than is indexed.
    boolean isWhole() {
        return whole;
    }

    int count() {
        return count;
    }

    long gram(int index) {
        return list[index];
    }

    @Override
    public boolean write(String folded) {
        chars += folded.length();
        if (chars > maxChars || count > MOST) {
            whole = false;
            return false;
        }
        long gram = last;
        for (int i = 0; i < folded.length(); i++) {
            gram = append(gram, folded.charAt(i));
            if (length(gram) == LENGTH) {
                add(gram);
            }
        }
        last = length(gram) == LENGTH ? withoutFirst(gram) : gram;
        return true;
    }

    @Override
    public void endRun() {
        while (length(last) > 0) {
            add(last);
            last = withoutFirst(last);
        }
        last = 0;
    }

    private void add(long gram) {
        int mask = table.length - 1;
        int at = hash(gram) & mask;
        while (table[at] != 0) {
            if (table[at] == gram) {
                return;
            }
            at = at + 1 & mask;
        }
        table[at] = gram;
        list[count++] = gram;
        if (count == list.length) {
            grow();
        }
    }

    private void grow() {
        list = Arrays.copyOf(list, list.length * 2);
        table = new long[table.length * 2];
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            int at = hash(list[i]) & mask;
            while (table[at] != 0) {
                at = at + 1 & mask;
            }
            table[at] = list[i];
        }
    }

    private static int hash(long gram) {
        long mixed = gram * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 40);
    }
}
