// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// Writes one blob as a stream in bounded memory. For one thread at a time.
public interface BlobWriter extends AutoCloseable {

    BlobId id();

    /// @throws StorageException when the engine cannot take more; the blob is then to be abandoned
    void write(byte[] octets, int offset, int length);

    /// The largest top of a blob.
    int MAX_TOP_OCTETS = 128 << 10;

    /// Ends the blob. It is durable with the first commit that refers to it.
    default Blob finish() {
        return finish(new byte[0]);
    }

    /// Ends the blob and puts octets before all that was written: what is known only when the last
    /// of it has been seen. Nothing is copied for it.
    ///
    /// @param top {@value #MAX_TOP_OCTETS} octets at most
    Blob finish(byte[] top);

    /// Abandons the blob when it was not finished; without effect after {@link #finish}.
    @Override
    void close();
}
