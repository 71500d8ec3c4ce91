// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import org.pabal.mailbox.state.SeenMarks;

/// The records under `H`: 4,096 UIDs of which a reader has seen some, one bit each. Words of 64 UIDs,
/// the lowest first; those without bits at the end are left out.
public final class SeenFormat {
    private static final int VERSION = 1;

    private SeenFormat() {}

    /// @param words without empty ones at the end
    public static byte[] encode(long[] words) {
        OctetWriter out = new OctetWriter(2 + words.length * 8).octet(VERSION).number(words.length);
        for (long word : words) {
            out.fixed(word);
        }
        return out.toOctets();
    }

    public static long[] decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        int count = in.count();
        if (count > SeenMarks.CHUNK_UIDS / Long.SIZE) {
            throw new BrokenRecordException("a chunk of " + count + " words");
        }
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = in.fixed();
        }
        return words;
    }
}
