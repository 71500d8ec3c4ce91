// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// One step of a commit within a space. The arrays must not be changed after they are given.
public sealed interface Change {

    /// Sets the value under a key of 1 to 1,024 octets; a value has at most 16 MiB.
    record Put(byte[] key, byte[] value) implements Change {}

    /// Removes a key; without effect when it is not there.
    record Delete(byte[] key) implements Change {}

    /// Says that this space refers to a blob from now on. Doing it twice is doing it once. A commit
    /// that names a blob that is not finished or not there any more fails with
    /// {@link StorageException.NoSuchBlob}; nothing of it is applied.
    ///
    /// @param holder tells several references of one space apart, 1 to 256 octets: the key of the
    ///     record that names the blob, as a rule
    record AddReference(BlobId blob, byte[] holder) implements Change {}

    /// Takes a reference back; without effect when it is not there. What has no reference left at
    /// the end of a commit will be collected.
    record RemoveReference(BlobId blob, byte[] holder) implements Change {}
}
