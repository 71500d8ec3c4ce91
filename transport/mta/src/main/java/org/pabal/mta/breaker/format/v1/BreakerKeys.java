// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker.format.v1;

import java.nio.ByteBuffer;

/// The keys in the space of counters.
public final class BreakerKeys {
    private static final byte KIND = 'b';
    private static final byte FROZEN = 'f';
    private static final byte PLACES = 'p';
    private static final byte CORRESPONDENTS = 'c';

    private BreakerKeys() {}

    /// Before the records of all frozen accounts.
    public static byte[] frozen() {
        return new byte[] {KIND, FROZEN};
    }

    public static byte[] frozen(long account) {
        return key(FROZEN, account).array();
    }

    public static byte[] places(long account) {
        return key(PLACES, account).array();
    }

    public static byte[] correspondents(long account, int chunk) {
        ByteBuffer key = key(CORRESPONDENTS, account);
        return ByteBuffer.allocate(key.capacity() + 1).put(key.flip()).put((byte) chunk).array();
    }

    /// @throws IllegalArgumentException for another key
    public static long account(byte[] frozenKey) {
        if (frozenKey.length != 2 + Long.BYTES) {
            throw new IllegalArgumentException("no key of a frozen account");
        }
        return ByteBuffer.wrap(frozenKey).getLong(2);
    }

    private static ByteBuffer key(byte what, long account) {
        return ByteBuffer.allocate(2 + Long.BYTES).put(KIND).put(what).putLong(account);
    }
}
