// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history.format.v1;

import java.nio.ByteBuffer;

/// Where the mail of before is remembered: in the account's space under `P`, in the filter's under 2.
public final class HistoryKeys {
    private static final byte SHARED = 2;

    private HistoryKeys() {}

    public static byte[] people() {
        return new byte[] {'P'};
    }

    /// A 256th part of the networks and domains.
    public static byte[] sources(int part) {
        return new byte[] {SHARED, 'R', (byte) part};
    }

    /// Before all marks that are not counted yet.
    public static byte[] marks() {
        return new byte[] {SHARED, 'C'};
    }

    /// @param number none of the account's has it
    public static byte[] mark(long account, long number) {
        return ByteBuffer.allocate(18).put(marks()).putLong(account).putLong(number).array();
    }

    /// Before all texts.
    public static byte[] texts() {
        return new byte[] {SHARED, 'B'};
    }

    public static byte[] text(long digest) {
        return ByteBuffer.allocate(10).put(texts()).putLong(digest).array();
    }

    public static long digestOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(2);
    }
}
