// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import org.pabal.storage.Keys;

/// Where what is learnt lies: in the account's space under `T`, in the filter's under 1.
public final class LearningKeys {
    private static final byte ACCOUNT = 'T';
    private static final byte SHARED = 1;

    private LearningKeys() {}

    /// What belongs to one account, or to all.
    public enum Place {
        OF_ACCOUNT(ACCOUNT),
        OF_ALL(SHARED);

        private final byte first;

        Place(byte first) {
            this.first = first;
        }

        public byte[] state() {
            return new byte[] {first, 'A'};
        }

        public byte[] model() {
            return new byte[] {first, 'M'};
        }

        /// Before all records of what was learnt.
        public byte[] trained() {
            return new byte[] {first, 'R'};
        }

        public byte[] trained(Digest digest) {
            return digest.behind(trained());
        }
    }

    /// Before everything of an account that is learnt.
    public static byte[] all() {
        return new byte[] {ACCOUNT};
    }

    /// What an account has said and is not learnt yet.
    public static byte[] waiting() {
        return new byte[] {ACCOUNT, 'Q'};
    }

    /// Before all votes that are not counted yet.
    public static byte[] votes() {
        return new byte[] {SHARED, 'Q'};
    }

    public static byte[] vote(Digest digest, long account) {
        return ByteBuffer.allocate(2 + Digest.OCTETS + Long.BYTES)
                .put(digest.behind(votes()))
                .putLong(account)
                .array();
    }

    /// The first key behind all that begin so.
    public static byte[] end(byte[] prefix) {
        return Keys.afterPrefix(prefix);
    }
}
