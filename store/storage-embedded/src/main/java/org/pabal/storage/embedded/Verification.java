// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.Keys;
import org.pabal.storage.StorageException;
import org.rocksdb.Snapshot;

/// Reads all that is stored and checks it, while the engine works: what it compares, it takes
/// from one snapshot of the records.
final class Verification {
    /// More findings than this are not told one by one.
    private static final int MOST = 10_000;

    private final Records records;
    private final Log log;
    private final BooleanSupplier cancelled;
    private final List<String> findings = new ArrayList<>();
    private final Map<Long, Long> live = new HashMap<>();

    /// @param cancelled ends it early
    Verification(Records records, Log log, BooleanSupplier cancelled) {
        this.records = records;
        this.log = log;
        this.cancelled = cancelled;
    }

    List<String> run() {
        try {
            records.verifyChecksums();
        } catch (StorageException e) {
            find(String.valueOf(e.getMessage()));
        }
        Snapshot snapshot = records.snapshot();
        try {
            earlierFindings(snapshot);
            versions(snapshot);
            blobs(snapshot);
            references(snapshot);
            liveOctets(snapshot);
        } catch (StorageException e) {
            find(String.valueOf(e.getMessage()));
        } finally {
            records.release(snapshot);
        }
        if (cancelled.getAsBoolean()) {
            return List.of("not all was verified: the storage was closed");
        }
        return List.copyOf(findings);
    }

    private void find(String what) {
        if (findings.size() < MOST) {
            findings.add(what);
        } else if (findings.size() == MOST) {
            findings.add("and more");
        }
    }

    private void earlierFindings(Snapshot snapshot) {
        scan(
                snapshot,
                Tables.FINDINGS,
                (_, value) -> {
                    Finding finding = Finding.decode(value);
                    find(
                            switch (finding.kind()) {
                                case LOST_COMMIT -> "a commit may be lost: " + finding.text();
                                case ACCEPTED ->
                                        "a commit may be lost, accepted: " + finding.text();
                                case BODY -> finding.text();
                            });
                });
    }

    /// Every space that has records has a version.
    private void versions(Snapshot snapshot) {
        long[] last = {0};
        scan(
                snapshot,
                Tables.RECORDS,
                (key, _) -> {
                    long space = ByteBuffer.wrap(key).getLong(1);
                    if (space != last[0]) {
                        last[0] = space;
                        if (records.version(space) < 1) {
                            find("%s has records and no version".formatted(Tables.space(space)));
                        }
                    }
                });
    }

    private void blobs(Snapshot snapshot) {
        scan(
                snapshot,
                Tables.BLOBS,
                (key, value) -> {
                    BlobId id = Tables.blobId(key);
                    StoredBlob blob = StoredBlob.decode(ByteBuffer.wrap(value));
                    blob.extents()
                            .forEach(extent ->
                                    live.merge(
                                            extent.segment(),
                                            (long) extent.recordOctets(),
                                            Long::sum));
                    countReferences(snapshot, id, blob);
                    body(id, blob);
                });
    }

    private void countReferences(Snapshot snapshot, BlobId id, StoredBlob blob) {
        byte[] from = Tables.blob(id);
        from[0] = Tables.REFERENCES;
        int[] count = {0};
        records.scan(
                Optional.of(snapshot),
                from,
                Keys.afterPrefix(from),
                (_, _) -> {
                    count[0]++;
                    return true;
                });
        if (count[0] != blob.references() || count[0] == 0) {
            find(
                    "blob %s counts %d references and has %d"
                            .formatted(id, blob.references(), count[0]));
        }
    }

    /// Checks the octets. A blob that was moved or removed meanwhile is looked up again.
    private void body(BlobId id, StoredBlob blob) {
        @Nullable String problem = problem(id, blob);
        for (int tries = 0; problem != null && tries < 3; tries++) {
            Optional<StoredBlob> now = records.blob(id);
            if (now.isEmpty()) {
                return;
            }
            if (now.get().extents().equals(blob.extents())) {
                break;
            }
            problem = problem(id, now.get());
        }
        if (problem != null) {
            find(problem);
        }
    }

    private @Nullable String problem(BlobId id, StoredBlob blob) {
        MessageDigest digest = LogBlobWriter.sha256();
        ByteBuffer top = ByteBuffer.allocate(blob.top());
        long position = -blob.top();
        for (Extent extent : blob.extents()) {
            Optional<Segment> segment = log.segment(extent.segment()).filter(Segment::pin);
            if (segment.isEmpty()) {
                return "blob %s is damaged: log segment %s is missing"
                        .formatted(id, Segment.name(extent.segment()));
            }
            try {
                ByteBuffer piece = ByteBuffer.allocate(Log.PIECE_OCTETS + extent.length());
                log.readPiece(segment.get(), extent, id, position, piece);
                piece.position(Log.PIECE_OCTETS);
                int onTop = Math.min(top.remaining(), piece.remaining());
                top.put(piece.slice(piece.position(), onTop));
                digest.update(piece.position(piece.position() + onTop));
                position += extent.length();
            } catch (StorageException.Damaged e) {
                return e.getMessage();
            } catch (IOException e) {
                return "blob %s cannot be read: %s".formatted(id, e.getMessage());
            } finally {
                unpin(segment.get());
            }
        }
        digest.update(top.flip());
        if (position != blob.size() - blob.top()
                || !Arrays.equals(digest.digest(), blob.sha256())) {
            return "blob %s does not have the size or SHA-256 that it had".formatted(id);
        }
        return null;
    }

    private void unpin(Segment segment) {
        try {
            segment.unpin();
        } catch (IOException e) {
            find("log segment %s cannot be closed".formatted(Segment.name(segment.id())));
        }
    }

    /// Every reference has its blob; those of blobs that are there were counted.
    private void references(Snapshot snapshot) {
        BlobId[] last = {new BlobId(0, 0)};
        scan(
                snapshot,
                Tables.REFERENCES,
                (key, _) -> {
                    BlobId id = Tables.blobId(key);
                    if (!id.equals(last[0])) {
                        last[0] = id;
                        if (!contains(snapshot, Tables.blob(id))) {
                            find("blob %s is referred to and not there".formatted(id));
                        }
                    }
                });
    }

    private boolean contains(Snapshot snapshot, byte[] key) {
        boolean[] found = {false};
        records.scan(
                Optional.of(snapshot),
                key,
                Keys.successor(key),
                (_, _) -> {
                    found[0] = true;
                    return false;
                });
        return found[0];
    }

    /// The counts by which segments are freed are what the blobs add up to.
    private void liveOctets(Snapshot snapshot) {
        Map<Long, Long> counted = new HashMap<>();
        scan(
                snapshot,
                Tables.SEGMENTS,
                (key, value) -> counted.put(ByteBuffer.wrap(key).getLong(1), Tables.number(value)));
        counted.values().removeIf(octets -> octets == 0);
        if (!counted.equals(live)) {
            find("the segments count %s live octets, their blobs have %s".formatted(counted, live));
        }
    }

    private interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    private void scan(Snapshot snapshot, byte table, Visitor visitor) {
        records.scan(
                Optional.of(snapshot),
                new byte[] {table},
                new byte[] {(byte) (table + 1)},
                (key, value) -> {
                    visitor.visit(key, value);
                    return !cancelled.getAsBoolean();
                });
    }
}
