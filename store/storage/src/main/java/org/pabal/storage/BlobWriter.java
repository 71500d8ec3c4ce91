// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// Writes one blob as a stream in bounded memory. For one thread at a time.
public interface BlobWriter extends AutoCloseable {

    BlobId id();

    /// @throws StorageException when the engine cannot take more; the blob is then to be abandoned
    void write(byte[] octets, int offset, int length);

    /// Ends the blob. It is durable with the first commit that refers to it.
    Blob finish();

    /// Abandons the blob when it was not finished; without effect after {@link #finish}.
    @Override
    void close();
}
