// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What a group of commits makes of the records: RocksDB as of the last group, with the changes of
/// this one laid over it, written in one batch in the end.
///
/// It does the same when a commit is new as when recovery applies it again. For one thread.
final class Group implements AutoCloseable {
    /// More spaces than this in the cache of versions, and it starts anew.
    private static final int CACHED_VERSIONS = 50_000;

    /// A blob as this group sees it.
    private static final class BlobState {
        final boolean stored;
        final long size;
        final int top;
        final byte[] sha256;
        List<Extent> extents;
        int references;
        boolean gone;

        BlobState(StoredBlob blob, boolean stored) {
            this.stored = stored;
            this.size = blob.size();
            this.top = blob.top();
            this.sha256 = blob.sha256();
            this.extents = blob.extents();
            this.references = blob.references();
        }

        StoredBlob toStored() {
            return new StoredBlob(references, size, top, sha256, extents);
        }
    }

    private final Records records;
    private final Log log;
    private final CommitIds ids;
    private final WriteBatch batch = new WriteBatch();
    private final Map<Long, Long> cachedVersions = new HashMap<>();

    private final Map<Long, Long> versions = new HashMap<>();
    private final Map<BlobId, BlobState> blobs = new HashMap<>();
    private final Map<ByteBuffer, Boolean> references = new HashMap<>();
    private final Map<Long, Long> liveChanges = new HashMap<>();
    private final Set<UUID> commits = new HashSet<>();
    private final Set<BlobState> touched = new HashSet<>();

    Group(Records records, Log log, CommitIds ids) {
        this.records = records;
        this.log = log;
        this.ids = ids;
    }

    boolean isEmpty() {
        return batch.count() == 0 && blobs.isEmpty() && versions.isEmpty();
    }

    boolean wasApplied(UUID commit) {
        return commits.contains(commit) || ids.contains(commit);
    }

    long version(long space) {
        Long version = versions.get(space);
        if (version == null) {
            version = cachedVersions.get(space);
        }
        if (version == null) {
            version = records.version(space);
            if (cachedVersions.size() >= CACHED_VERSIONS) {
                cachedVersions.clear();
            }
            cachedVersions.put(space, version);
        }
        return version;
    }

    boolean hasBlob(BlobId id) {
        return state(id) != null;
    }

    /// Reads what applying a change of a reference will need. A fault of the disk shows here, where
    /// it concerns one commit, and not later, where it would concern the group.
    void load(long space, BlobId id, byte[] holder) {
        BlobState state = state(id);
        if (state != null) {
            isReferred(state, Tables.reference(id, space, holder));
        }
    }

    /// True when this group has named the blob, whatever has become of it since.
    boolean knowsBlob(BlobId id) {
        return blobs.containsKey(id);
    }

    void apply(CommitRecord commit) throws RocksDBException {
        for (CommitRecord.NewBlob named : commit.blobs()) {
            BlobState state = new BlobState(named.blob(), false);
            blobs.put(named.id(), state);
            state.extents.forEach(extent -> changeLive(extent, 1));
        }
        for (CommitRecord.Part part : commit.parts()) {
            versions.put(part.space(), part.version());
            for (Change change : part.changes()) {
                apply(part.space(), change);
            }
        }
        dropUnreferenced();
        commits.add(commit.id());
        ids.add(commit.id());
        batch.put(Tables.commit(ids.currentSlot(), commit.id()), new byte[0]);
    }

    private void apply(long space, Change change) throws RocksDBException {
        switch (change) {
            case Change.Put(var key, var value) -> batch.put(Tables.record(space, key), value);
            case Change.Delete(var key) -> batch.delete(Tables.record(space, key));
            case Change.AddReference(var blob, var holder) -> addReference(space, blob, holder);
            case Change.RemoveReference(var blob, var holder) ->
                    removeReference(space, blob, holder);
        }
    }

    private void addReference(long space, BlobId blob, byte[] holder) throws RocksDBException {
        BlobState state = state(blob);
        if (state == null) {
            return;
        }
        touched.add(state);
        byte[] key = Tables.reference(blob, space, holder);
        if (!isReferred(state, key)) {
            references.put(ByteBuffer.wrap(key), true);
            batch.put(key, new byte[0]);
            state.references++;
        }
    }

    private void removeReference(long space, BlobId blob, byte[] holder) throws RocksDBException {
        BlobState state = state(blob);
        if (state == null) {
            return;
        }
        touched.add(state);
        byte[] key = Tables.reference(blob, space, holder);
        if (isReferred(state, key)) {
            references.put(ByteBuffer.wrap(key), false);
            batch.delete(key);
            state.references--;
        }
    }

    private boolean isReferred(BlobState state, byte[] key) {
        if (!state.stored && references.isEmpty()) {
            return false;
        }
        return references.computeIfAbsent(
                ByteBuffer.wrap(key), _ -> state.stored && records.get(key).isPresent());
    }

    /// At the end of each commit, so that it may move the last reference in any order.
    private void dropUnreferenced() {
        for (BlobState state : touched) {
            if (state.references == 0) {
                state.gone = true;
                state.extents.forEach(extent -> changeLive(extent, -1));
            }
        }
        touched.clear();
    }

    /// True when the piece still lies where the move takes it from.
    boolean isMovable(BlobId id, Extent from) {
        BlobState state = state(id);
        return state != null && state.extents.contains(from);
    }

    void apply(Move move) {
        BlobState state = state(move.blob());
        if (state == null || !state.extents.contains(move.from())) {
            return;
        }
        List<Extent> extents = new ArrayList<>(state.extents);
        extents.set(extents.indexOf(move.from()), move.to());
        state.extents = List.copyOf(extents);
        changeLive(move.from(), -1);
        changeLive(move.to(), 1);
    }

    void note(long sequence, Finding finding) throws RocksDBException {
        batch.put(Tables.finding(sequence), finding.encode());
    }

    /// Forgets the commit ids before the last slot.
    void forgetOldCommits() throws RocksDBException {
        batch.deleteRange(Tables.commitSlot(0), Tables.commitSlot(ids.currentSlot() - 1));
    }

    /// Writes all that was applied, together with the position that this brings the records to.
    void write(LogPosition position) throws RocksDBException {
        for (Map.Entry<Long, Long> version : versions.entrySet()) {
            batch.put(Tables.version(version.getKey()), Tables.number(version.getValue()));
        }
        for (Map.Entry<BlobId, BlobState> entry : blobs.entrySet()) {
            BlobState state = entry.getValue();
            if (!state.gone) {
                batch.put(Tables.blob(entry.getKey()), state.toStored().encode());
            } else if (state.stored) {
                batch.delete(Tables.blob(entry.getKey()));
            }
        }
        Map<Long, Long> live = new HashMap<>();
        liveChanges.forEach((id, change) ->
                log.segment(id).ifPresent(segment -> live.put(id, segment.live().get() + change)));
        for (Map.Entry<Long, Long> segment : live.entrySet()) {
            batch.put(Tables.segment(segment.getKey()), Tables.number(segment.getValue()));
        }
        batch.put(Tables.POSITION, position.encode());
        records.write(batch);
        live.forEach((id, octets) -> log.segment(id).ifPresent(s -> s.live().set(octets)));
        cachedVersions.putAll(versions);
        clear();
    }

    void clear() {
        batch.clear();
        versions.clear();
        blobs.clear();
        references.clear();
        liveChanges.clear();
        commits.clear();
        touched.clear();
    }

    private @Nullable BlobState state(BlobId id) {
        BlobState state = blobs.get(id);
        if (state == null) {
            Optional<StoredBlob> stored = records.blob(id);
            if (stored.isEmpty()) {
                return null;
            }
            state = new BlobState(stored.get(), true);
            blobs.put(id, state);
        }
        return state.gone ? null : state;
    }

    private void changeLive(Extent extent, int sign) {
        liveChanges.merge(extent.segment(), (long) sign * extent.recordOctets(), Long::sum);
    }

    @Override
    public void close() {
        batch.close();
    }
}
