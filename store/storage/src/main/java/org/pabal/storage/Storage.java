// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A storage engine. Safe for use by many threads; every call may be made from a virtual thread.
public interface Storage extends AutoCloseable {

    /// The value under a key as of the newest commit that is applied.
    ///
    /// A commit is applied after it is durable, so that nothing read here can be lost again.
    Optional<byte[]> read(Space space, byte[] key);

    /// The entries with `from <= key < to` in ascending order of their keys, compared as unsigned
    /// octets.
    ///
    /// @param limit the most entries to return, at least 1; ask again from the last key's
    ///     {@link Keys#successor} for more
    List<Entry> scan(Space space, byte[] from, byte[] to, int limit);

    /// The version of a space: 0 before its first commit, then one more with each.
    long version(Space space);

    /// Hands a commit over and returns at once, unless so much waits already that the caller must
    /// wait for room. Commits are applied in the order in which they are handed over.
    ///
    /// @param whenDurable called once with the outcome, in the order of the commits and before
    ///     any waiter of the ticket wakes, on a thread of the engine: it must neither block nor throw
    /// @throws StorageException.Unavailable when the engine is closed
    /// @throws IllegalArgumentException when a key, value or holder is not within its bounds
    Ticket submit(Commit commit, Consumer<CommitOutcome> whenDurable);

    /// Hands a commit over and waits until its outcome is known.
    ///
    /// @throws StorageException when the engine could not make it durable; nothing of it is applied
    default CommitOutcome commit(Commit commit) {
        return submit(commit, outcome -> {}).await();
    }

    /// Begins a blob. It becomes lasting with a commit that adds the first
    /// {@link Change.AddReference} to it; without one it is collected after a time of grace.
    BlobWriter newBlob();

    /// Opens a blob.
    ///
    /// @throws StorageException.NoSuchBlob when no blob has this id
    BlobReader openBlob(BlobId id);

    /// What is known of a blob without reading it; empty when no blob has this id.
    Optional<Blob> blob(BlobId id);

    /// Opens blobs that are about to be read one after the other, and reads their beginnings
    /// together where that is cheaper. Takes as much memory as they are large, so ask for few.
    ///
    /// @return in the order asked for; empty for one that is not there
    default List<Optional<BlobReader>> openBlobs(List<BlobId> ids) {
        List<Optional<BlobReader>> readers = new ArrayList<>(ids.size());
        for (BlobId id : ids) {
            try {
                readers.add(Optional.of(openBlob(id)));
            } catch (StorageException.NoSuchBlob gone) {
                readers.add(Optional.empty());
            }
        }
        return readers;
    }

    /// What the engine can say about its health, for `pabal status` and metrics.
    StorageStatus status();

    /// Reads all that is stored and checks it: checksums, references, sizes.
    ///
    /// @return one sentence per finding; empty when all is whole
    List<String> verify();

    /// Finishes what was handed over, then closes. A second call does nothing.
    @Override
    void close();
}
