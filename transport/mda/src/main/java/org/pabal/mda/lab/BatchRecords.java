// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// What storage remembers of the batches of one account.
record BatchRecords(Storage storage, MailboxStore mailboxes, long account) {
    /// So many can be undone, and all that are not older than {@link Batch#UNDONE_WITHIN}.
    static final int KEPT = 20;

    /// More of an account are not begun.
    static final int MOST = 200;

    /// Oldest first.
    List<Batch> all() {
        byte[] from = BatchFormat.batchesPrefix();
        List<Entry> entries =
                available(() -> storage.scan(space(), from, Keys.afterPrefix(from), MOST + 1));
        return entries.stream().map(entry -> BatchFormat.decodeBatch(entry.value())).toList();
    }

    Optional<Batch> find(long number) {
        return available(() -> storage.read(space(), BatchFormat.batchKey(number)))
                .map(BatchFormat::decodeBatch);
    }

    Chunk chunk(Batch batch, int chunk) {
        return available(() -> storage.read(space(), BatchFormat.chunkKey(batch.number(), chunk)))
                .map(BatchFormat::decodeChunk)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "a part of batch " + batch.number() + " is missing"));
    }

    void keep(Batch batch) {
        commit(List.of(put(batch)));
    }

    /// Keeps a batch and its newest chunk, before anything of it is done.
    void keep(Batch batch, Chunk newest) {
        commit(
                List.of(
                        put(batch),
                        new Change.Put(
                                BatchFormat.chunkKey(batch.number(), batch.chunks() - 1),
                                BatchFormat.encode(newest))));
    }

    private static Change put(Batch batch) {
        return new Change.Put(BatchFormat.batchKey(batch.number()), BatchFormat.encode(batch));
    }

    /// Makes room for one more.
    ///
    /// @return false when there is none
    boolean forgetOld(Instant now) {
        List<Batch> batches = all();
        List<Batch> old =
                batches.subList(0, Math.max(0, batches.size() - KEPT + 1)).stream()
                        .filter(each -> each.undoUntil().isBefore(now))
                        .toList();
        old.forEach(this::forget);
        return batches.size() - old.size() < MOST;
    }

    private void forget(Batch old) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Delete(BatchFormat.batchKey(old.number())));
        for (int i = 0; i < old.chunks(); i++) {
            changes.add(new Change.Delete(BatchFormat.chunkKey(old.number(), i)));
        }
        commit(changes);
    }

    private void commit(List<Change> changes) {
        mailboxes.file(List.of(), List.of(SpaceChanges.of(space(), changes)));
    }

    private Space space() {
        return Space.account(account);
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException("batches cannot be read for now: " + e.getMessage(), e);
        }
    }
}
