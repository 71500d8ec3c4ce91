// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;

/// Which messages of a mailbox one reader who is not its owner has seen: one bit per UID, in chunks
/// of 4,096. Immutable.
///
/// Bits of messages that were expunged may stay: they mean nothing, as no UID is used again, and go
/// when their chunk is written the next time. All counting looks at the messages too.
public final class SeenMarks {
    public static final SeenMarks NONE = new SeenMarks(new int[0], new long[0][]);

    private static final int CHUNK_BITS = 12;

    /// A chunk's octets when it is written.
    public static final int CHUNK_UIDS = 1 << CHUNK_BITS;

    private static final int CHUNK_WORDS = CHUNK_UIDS / Long.SIZE;

    private final int[] numbers;

    /// Each as long as its last bit asks for, never empty.
    private final long[][] chunks;

    private SeenMarks(int[] numbers, long[][] chunks) {
        this.numbers = numbers;
        this.chunks = chunks;
    }

    public static int chunkOf(long uid) {
        return (int) (uid >>> CHUNK_BITS);
    }

    public boolean isEmpty() {
        return numbers.length == 0;
    }

    /// How much memory they take, as messages are counted: some 40 octets each.
    public int weight() {
        return 2 + numbers.length * (CHUNK_WORDS * Long.BYTES / 40);
    }

    public boolean has(long uid) {
        int at = Arrays.binarySearch(numbers, chunkOf(uid));
        if (at < 0) {
            return false;
        }
        int word = wordOf(uid);
        return word < chunks[at].length && (chunks[at][word] & 1L << uid) != 0;
    }

    private static int wordOf(long uid) {
        return (int) (uid & (CHUNK_UIDS - 1)) / Long.SIZE;
    }

    /// A copy of a chunk at its full length, to be changed with {@link #set}.
    public long[] chunk(int number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? new long[CHUNK_WORDS] : Arrays.copyOf(chunks[at], CHUNK_WORDS);
    }

    public static void set(long[] chunk, long uid) {
        chunk[wordOf(uid)] |= 1L << uid;
    }

    public static void clear(long[] chunk, long uid) {
        chunk[wordOf(uid)] &= ~(1L << uid);
    }

    /// Without the words at the end that have no bits.
    public static long[] trimmed(long[] chunk) {
        int length = chunk.length;
        while (length > 0 && chunk[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(chunk, length);
    }

    /// With another chunk in its place; an empty one is left out.
    public SeenMarks with(int number, long[] chunk) {
        long[] words = trimmed(chunk);
        int found = Arrays.binarySearch(numbers, number);
        if (found >= 0 && words.length > 0) {
            long[][] exchanged = chunks.clone();
            exchanged[found] = words;
            return new SeenMarks(numbers, exchanged);
        }
        if (found < 0 && words.length == 0) {
            return this;
        }
        return words.length == 0 ? without(found) : inserted(-found - 1, number, words);
    }

    private SeenMarks without(int at) {
        int[] fewer = new int[numbers.length - 1];
        System.arraycopy(numbers, 0, fewer, 0, at);
        System.arraycopy(numbers, at + 1, fewer, at, fewer.length - at);
        long[][] rest = new long[fewer.length][];
        System.arraycopy(chunks, 0, rest, 0, at);
        System.arraycopy(chunks, at + 1, rest, at, rest.length - at);
        return new SeenMarks(fewer, rest);
    }

    private SeenMarks inserted(int at, int number, long[] words) {
        int[] more = new int[numbers.length + 1];
        System.arraycopy(numbers, 0, more, 0, at);
        more[at] = number;
        System.arraycopy(numbers, at, more, at + 1, numbers.length - at);
        long[][] all = new long[more.length][];
        System.arraycopy(chunks, 0, all, 0, at);
        all[at] = words;
        System.arraycopy(chunks, at, all, at + 1, chunks.length - at);
        return new SeenMarks(more, all);
    }

    /// How many of the messages are seen.
    int countIn(PageDirectory pages) {
        int count = 0;
        int at = 0;
        for (int i = 0; i < pages.pageCount() && at < numbers.length; i++) {
            MessagePage page = pages.page(i);
            int number = chunkOf((long) page.number() * MessagePage.UIDS);
            while (at < numbers.length && numbers[at] < number) {
                at++;
            }
            if (at < numbers.length && numbers[at] == number) {
                count += countIn(page, chunks[at]);
            }
        }
        return count;
    }

    private static int countIn(MessagePage page, long[] chunk) {
        int count = 0;
        int word = wordOf((long) page.number() * MessagePage.UIDS);
        for (int half = 0; half < 2 && word + half < chunk.length; half++) {
            if (chunk[word + half] != 0) {
                count += Long.bitCount(chunk[word + half] & page.present(half));
            }
        }
        return count;
    }

    /// Takes from a chunk the bits of messages that are not there.
    public static void keepOnly(PageDirectory pages, int number, long[] chunk) {
        int firstPage = MessagePage.numberOf((long) number << CHUNK_BITS);
        for (int word = 0; word < chunk.length; word++) {
            if (chunk[word] != 0) {
                int at = pages.indexOfPage(firstPage + word / 2);
                chunk[word] &= at < 0 ? 0 : pages.page(at).present(word % 2);
            }
        }
    }
}
