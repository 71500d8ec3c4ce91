// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.util.Arrays;

/// The order of keys.
public final class Keys {
    private Keys() {}

    /// The least key that is greater than the given one.
    public static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /// The least key that is greater than every key with the given prefix.
    ///
    /// @throws IllegalArgumentException for a prefix of 0xFF octets only, which has no such key
    public static byte[] afterPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] after = Arrays.copyOf(prefix, i + 1);
                after[i]++;
                return after;
            }
        }
        throw new IllegalArgumentException("nothing stands after a prefix of 0xFF octets");
    }
}
