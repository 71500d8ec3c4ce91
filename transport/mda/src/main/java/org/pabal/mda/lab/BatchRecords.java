// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

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
    /// So many can be undone; the older ones are forgotten.
    static final int KEPT = 20;

    /// Oldest first.
    List<Batch> all() {
        byte[] from = BatchFormat.batchesPrefix();
        List<Entry> entries =
                available(() -> storage.scan(space(), from, Keys.afterPrefix(from), 10 * KEPT));
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
    void forgetOld() {
        List<Batch> batches = all();
        for (Batch old : batches.subList(0, Math.max(0, batches.size() - KEPT + 1))) {
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.Delete(BatchFormat.batchKey(old.number())));
            for (int i = 0; i < old.chunks(); i++) {
                changes.add(new Change.Delete(BatchFormat.chunkKey(old.number(), i)));
            }
            commit(changes);
        }
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
