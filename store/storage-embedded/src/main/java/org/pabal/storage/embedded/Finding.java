// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.pabal.storage.StorageException;

/// Damage that recovery has met and stepped over. It is kept, so that it is not forgotten.
record Finding(Kind kind, String text) {
    enum Kind {
        /// A commit that had been acknowledged may be lost. No more writing until this is accepted.
        LOST_COMMIT((byte) 'L'),
        /// The operator has decided to go on without it.
        ACCEPTED((byte) 'A'),
        /// A body; only its own blob is touched.
        BODY((byte) 'B');

        private final byte code;

        Kind(byte code) {
            this.code = code;
        }
    }

    byte[] encode() {
        byte[] words = text.getBytes(UTF_8);
        byte[] out = new byte[1 + words.length];
        out[0] = kind.code;
        System.arraycopy(words, 0, out, 1, words.length);
        return out;
    }

    static Finding decode(byte[] octets) {
        for (Kind kind : Kind.values()) {
            if (octets.length > 0 && octets[0] == kind.code) {
                return new Finding(kind, new String(octets, 1, octets.length - 1, UTF_8));
            }
        }
        throw new StorageException.Damaged("a finding is of no known kind");
    }
}
