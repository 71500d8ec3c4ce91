// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.nio.ByteBuffer;
import org.pabal.storage.BlobId;

/// The key of a record of others that holds a blob in an account's space for a while: what a person has
/// uploaded. The key is the holder of the reference and names the blob, so that whoever removes the
/// account can give it up. An account that moves to another host leaves these records behind.
public final class HeldBlob {
    private static final byte LETTER = 'u';

    private HeldBlob() {}

    public static byte[] key(BlobId blob) {
        return ByteBuffer.allocate(17).put(LETTER).putLong(blob.high()).putLong(blob.low()).array();
    }

    public static BlobId blobIn(byte[] key) {
        ByteBuffer octets = ByteBuffer.wrap(key, 1, 16);
        return new BlobId(octets.getLong(), octets.getLong());
    }

    /// Begins the keys of all.
    public static byte[] prefix() {
        return new byte[] {LETTER};
    }
}
