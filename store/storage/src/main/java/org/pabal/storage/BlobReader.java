// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// Reads one blob. For one thread at a time.
public interface BlobReader extends AutoCloseable {

    /// In octets.
    long size();

    /// Octets at its beginning that were written last, as {@link BlobWriter#finish(byte[])} got them.
    int topOctets();

    /// As {@link Blob#sha256}: whoever writes the octets behind the top, and then the top, gets the
    /// same. 32 octets.
    byte[] sha256();

    /// Reads into the array up to `length` octets from `position` of the blob.
    ///
    /// @return the octets read, 0 at or past the end
    /// @throws StorageException.Damaged when a checksum does not hold
    int read(long position, byte[] octets, int offset, int length);

    @Override
    void close();
}
