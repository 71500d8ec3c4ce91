// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A commit on its way, and the ticket for it.
final class CommitWork implements Work, Ticket {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWork.class);

    /// What the objects of a commit weigh beside its octets, roughly.
    private static final int WEIGHT = 256;

    /// A commit that frees something may put this much while the disk is in its reserve: an
    /// expunge rewrites the page of flags that it takes a message out of.
    private static final long MOST_PUT_WHILE_FREEING = 64 << 10;

    private final Commit commit;
    private final long size;
    private final Consumer<CommitOutcome> whenDurable;
    private final PendingBlobs blobs;
    private final DiskSpace space;
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<PendingBlob> named = new ArrayList<>(1);
    private @Nullable CommitOutcome decided;
    private volatile @Nullable CommitOutcome outcome;

    CommitWork(
            Commit commit,
            long size,
            Consumer<CommitOutcome> whenDurable,
            PendingBlobs blobs,
            DiskSpace space) {
        this.commit = commit;
        this.size = size;
        this.whenDurable = whenDurable;
        this.blobs = blobs;
        this.space = space;
    }

    @Override
    public long octets() {
        return size + WEIGHT;
    }

    @Override
    public boolean prepare(Group group, Log log) throws IOException, RocksDBException {
        decided = check(group);
        if (decided != null) {
            return false;
        }
        CommitRecord record = write(group, log);
        log.appendCommit(record);
        group.apply(record);
        return true;
    }

    /// The outcome when it is known without writing anything.
    private @Nullable CommitOutcome check(Group group) {
        try {
            if (group.wasApplied(commit.id())) {
                return CommitOutcome.COMMITTED;
            }
            for (SpaceChanges part : commit.parts()) {
                long actual = group.version(Tables.number(part.space()));
                if (part.expectedVersion().isPresent()
                        && part.expectedVersion().getAsLong() != actual) {
                    return new CommitOutcome.VersionMismatch(part.space(), actual);
                }
            }
            if (space.isLow() && !isFreeing()) {
                return new CommitOutcome.Failed(space.full());
            }
            return checkBlobs(group);
        } catch (StorageException e) {
            return new CommitOutcome.Failed(e);
        }
    }

    private @Nullable CommitOutcome checkBlobs(Group group) {
        for (SpaceChanges part : commit.parts()) {
            long number = Tables.number(part.space());
            for (Change change : part.changes()) {
                switch (change) {
                    case Change.AddReference(var id, var holder) -> {
                        if (!isNamedHere(id) && !nameHere(group, id)) {
                            if (!group.hasBlob(id)) {
                                return new CommitOutcome.Failed(
                                        new StorageException.NoSuchBlob(id));
                            }
                            group.load(number, id, holder);
                        }
                    }
                    case Change.RemoveReference(var id, var holder) -> {
                        if (!isNamedHere(id)) {
                            group.load(number, id, holder);
                        }
                    }
                    case Change.Put _, Change.Delete _ -> {}
                }
            }
        }
        return null;
    }

    private boolean isNamedHere(BlobId id) {
        for (PendingBlob blob : named) {
            if (blob.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /// True when this commit is the first to name the blob.
    private boolean nameHere(Group group, BlobId id) {
        if (group.knowsBlob(id)) {
            return false;
        }
        Optional<PendingBlob> pending = blobs.finished(id);
        pending.ifPresent(named::add);
        return pending.isPresent();
    }

    private boolean isFreeing() {
        boolean frees = false;
        long put = 0;
        for (SpaceChanges part : commit.parts()) {
            for (Change change : part.changes()) {
                switch (change) {
                    case Change.Put(var key, var value) -> put += key.length + value.length;
                    case Change.AddReference _ -> {
                        return false;
                    }
                    case Change.Delete _, Change.RemoveReference _ -> frees = true;
                }
            }
        }
        return frees && put <= MOST_PUT_WHILE_FREEING;
    }

    private CommitRecord write(Group group, Log log) throws IOException {
        List<CommitRecord.NewBlob> news = new ArrayList<>(named.size());
        for (PendingBlob blob : named) {
            news.add(new CommitRecord.NewBlob(blob.id(), write(blob, log)));
        }
        List<CommitRecord.Part> parts = new ArrayList<>(commit.parts().size());
        for (SpaceChanges part : commit.parts()) {
            long number = Tables.number(part.space());
            parts.add(new CommitRecord.Part(number, group.version(number) + 1, part.changes()));
        }
        return new CommitRecord(commit.id(), news, parts);
    }

    private static StoredBlob write(PendingBlob blob, Log log) throws IOException {
        PendingBlob.Contents contents = blob.contents();
        return new StoredBlob(
                0,
                contents.size(),
                contents.topOctets(),
                contents.sha256(),
                extents(blob.id(), contents, log));
    }

    /// Writes what is in memory: of a blob without other pieces as one.
    private static List<Extent> extents(BlobId id, PendingBlob.Contents contents, Log log)
            throws IOException {
        byte[] top = contents.top();
        byte[] tail = contents.tail();
        long tailPosition = contents.tailPosition() - contents.topOctets();
        if (contents.extents().isEmpty()) {
            return contents.size() == 0
                    ? List.of()
                    : List.of(log.appendPiece(id, -top.length, top, tail, contents.tailLength()));
        }
        List<Extent> extents = new ArrayList<>(contents.extents().size() + 2);
        if (top.length > 0) {
            extents.add(log.appendPiece(id, -top.length, top, top.length));
        }
        extents.addAll(contents.extents());
        if (contents.tailLength() > 0) {
            extents.add(log.appendPiece(id, tailPosition, tail, contents.tailLength()));
        }
        return extents;
    }

    @Override
    public void complete() {
        CommitOutcome known = decided;
        if (known == null) {
            named.forEach(blobs::remove);
            known = CommitOutcome.COMMITTED;
        }
        end(known);
    }

    @Override
    public void fail(StorageException reason) {
        named.clear();
        end(new CommitOutcome.Failed(reason));
    }

    private void end(CommitOutcome known) {
        outcome = known;
        try {
            whenDurable.accept(known);
        } catch (RuntimeException | Error e) {
            LOG.error("event=storage-callback-failed commit={}", commit.id(), e);
        }
        done.countDown();
    }

    /// True for a commit that was written and not only answered.
    boolean isWritten() {
        return decided == null;
    }

    @Override
    public CommitOutcome await() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable(
                    "interrupted while waiting for a commit: its outcome is not known", e);
        }
        CommitOutcome known = outcome;
        if (known instanceof CommitOutcome.Failed(var reason)) {
            throw reason;
        }
        return known == null ? CommitOutcome.COMMITTED : known;
    }

    @Override
    public boolean isDone() {
        return done.getCount() == 0;
    }
}
