// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// Reads one blob. For one thread at a time.
public interface BlobReader extends AutoCloseable {

    /// In octets.
    long size();

    /// Reads into the array up to `length` octets from `position` of the blob.
    ///
    /// @return the octets read, 0 at or past the end
    /// @throws StorageException.Damaged when a checksum does not hold
    int read(long position, byte[] octets, int offset, int length);

    @Override
    void close();
}
