// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.StorageStatus;
import org.pabal.storage.Ticket;

/// An engine in memory that keeps the whole contract but lasting: a true engine in all that a
/// caller can see.
///
/// Callbacks run on the fake's own thread, in order, as with a true engine. A test may hold
/// commits back ({@link #holdCommits}, {@link #release}), make them fail
/// ({@link #failNextCommits}), and open the same contents again after a close ({@link #reopened}).
public final class FakeStorage implements Storage {

    /// What outlives a close.
    private static final class Contents {
        final Map<Space, NavigableMap<byte[], byte[]>> spaces = new HashMap<>();
        final Map<Space, Long> versions = new HashMap<>();
        final Set<UUID> applied = new HashSet<>();
        final FakeBlobs blobs;

        Contents(FakeBlobs blobs) {
            this.blobs = blobs;
        }
    }

    private final Contents contents;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Pending> queue = new ArrayDeque<>();
    private final Thread engine;
    private long permitted = Long.MAX_VALUE;
    private StorageException failure;
    private long failures;
    private boolean closing;
    private boolean busy;
    private volatile boolean isScarce;
    private volatile Throwable thrown;
    private long commits;

    public FakeStorage() {
        this(new Contents(new FakeBlobs()));
    }

    private FakeStorage(Contents contents) {
        this.contents = contents;
        this.engine = Thread.ofVirtual().name("fake-storage").start(this::work);
    }

    /// Closes this one and opens another on the same contents. Blobs without a reference are gone.
    public FakeStorage reopened() {
        close();
        contents.blobs.dropUnnamed();
        return new FakeStorage(contents);
    }

    /// Opens another on what is applied by now, as after a kill: what is held back never was. This one
    /// goes on by itself; blobs are both's.
    public FakeStorage killed() {
        Contents copy = new Contents(contents.blobs);
        lock.lock();
        try {
            contents.spaces.forEach(
                    (space, entries) -> copy.spaces.put(space, new TreeMap<>(entries)));
            copy.versions.putAll(contents.versions);
            copy.applied.addAll(contents.applied);
        } finally {
            lock.unlock();
        }
        return new FakeStorage(copy);
    }

    // ---- what a test may ask for

    /// What {@link StorageStatus#scarce} says from now on.
    public void beScarce(boolean scarce) {
        isScarce = scarce;
    }

    /// From now on commits stay pending until they are released.
    public void holdCommits() {
        locked(() -> permitted = 0);
    }

    /// Lets all held commits through, and those to come. Returns when what was held is done.
    public void release() {
        locked(() -> permitted = Long.MAX_VALUE);
        awaitIdle();
    }

    /// Lets so many more commits through, and returns when those of them that were already handed
    /// over are done.
    public void release(int count) {
        locked(() -> permitted += count);
        awaitIdle();
    }

    /// The number of commits that are handed over and not done.
    public int pending() {
        lock.lock();
        try {
            return queue.size() + (busy ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    /// All commits to come fail with this reason, until {@link #stopFailing}.
    public void failNextCommits(StorageException reason) {
        failNextCommits(Long.MAX_VALUE, reason);
    }

    /// So many commits to come fail with this reason.
    public void failNextCommits(long count, StorageException reason) {
        locked(() -> {
            failures = count;
            failure = reason;
        });
    }

    public void stopFailing() {
        locked(() -> failures = 0);
    }

    /// Ends the time of grace of all finished blobs that no commit has named.
    public void collectUnnamed() {
        contents.blobs.dropUnnamed();
    }

    /// The number of blobs that are finished and not collected.
    public int blobCount() {
        return contents.blobs.count();
    }

    // ---- the contract

    @Override
    public Optional<byte[]> read(Space space, byte[] key) {
        lock.lock();
        try {
            checkOpen();
            byte[] value = entries(space).get(key);
            return value == null ? Optional.empty() : Optional.of(value.clone());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> scan(Space space, byte[] from, byte[] to, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a scan's limit is at least 1");
        }
        lock.lock();
        try {
            checkOpen();
            if (Arrays.compareUnsigned(from, to) >= 0) {
                return List.of();
            }
            List<Entry> found = new ArrayList<>();
            for (var entry : entries(space).subMap(from, true, to, false).entrySet()) {
                if (found.size() == limit) {
                    break;
                }
                found.add(new Entry(entry.getKey().clone(), entry.getValue().clone()));
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long version(Space space) {
        lock.lock();
        try {
            checkOpen();
            return contents.versions.getOrDefault(space, 0L);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Ticket submit(Commit commit, Consumer<CommitOutcome> whenDurable) {
        Pending pending = new Pending(commit, whenDurable);
        lock.lock();
        try {
            checkOpen();
            checkSizes(commit);
            queue.add(pending);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return pending;
    }

    @Override
    public BlobWriter newBlob() {
        lock.lock();
        try {
            checkOpen();
            return contents.blobs.begin();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BlobReader openBlob(BlobId id) {
        lock.lock();
        try {
            checkOpen();
            return contents.blobs.open(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Blob> blob(BlobId id) {
        lock.lock();
        try {
            checkOpen();
            return contents.blobs.describe(id);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StorageStatus status() {
        lock.lock();
        try {
            long octets = contents.blobs.octets();
            return new StorageStatus(
                    "fake", commits, commits, octets, octets, false, isScarce, "in memory");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> verify() {
        return List.of();
    }

    @Override
    public void close() {
        locked(() -> {
            closing = true;
            permitted = Long.MAX_VALUE;
        });
        try {
            engine.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thrown != null) {
            throw new IllegalStateException("a callback must not throw", thrown);
        }
    }

    // ---- the engine's thread

    private void work() {
        for (Pending next = next(); next != null; next = next()) {
            CommitOutcome outcome = apply(next.commit);
            try {
                next.whenDurable.accept(outcome);
            } catch (RuntimeException | AssertionError e) {
                thrown = e;
            }
            next.done(outcome);
            locked(() -> busy = false);
        }
    }

    /// The next commit that may go, or null at the end.
    private Pending next() {
        lock.lock();
        try {
            while (queue.isEmpty() || permitted == 0) {
                if (closing && queue.isEmpty()) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            permitted -= permitted == Long.MAX_VALUE ? 0 : 1;
            busy = true;
            return queue.remove();
        } finally {
            lock.unlock();
        }
    }

    private CommitOutcome apply(Commit commit) {
        lock.lock();
        try {
            if (failures > 0) {
                failures--;
                return new CommitOutcome.Failed(failure);
            }
            if (contents.applied.contains(commit.id())) {
                return CommitOutcome.COMMITTED;
            }
            for (SpaceChanges part : commit.parts()) {
                long actual = contents.versions.getOrDefault(part.space(), 0L);
                if (part.expectedVersion().isPresent()
                        && part.expectedVersion().getAsLong() != actual) {
                    return new CommitOutcome.VersionMismatch(part.space(), actual);
                }
            }
            Optional<BlobId> missing = missingBlob(commit);
            if (missing.isPresent()) {
                return new CommitOutcome.Failed(new StorageException.NoSuchBlob(missing.get()));
            }
            commit.parts().forEach(this::apply);
            contents.blobs.dropUnreferenced();
            contents.applied.add(commit.id());
            commits++;
            return CommitOutcome.COMMITTED;
        } finally {
            lock.unlock();
        }
    }

    private Optional<BlobId> missingBlob(Commit commit) {
        return commit.parts().stream()
                .flatMap(part -> part.changes().stream())
                .filter(Change.AddReference.class::isInstance)
                .map(change -> ((Change.AddReference) change).blob())
                .filter(blob -> !contents.blobs.exists(blob))
                .findFirst();
    }

    private void apply(SpaceChanges part) {
        Space space = part.space();
        NavigableMap<byte[], byte[]> entries = entries(space);
        for (Change change : part.changes()) {
            switch (change) {
                case Change.Put(var key, var value) -> entries.put(key.clone(), value.clone());
                case Change.Delete(var key) -> entries.remove(key);
                case Change.AddReference add -> contents.blobs.add(space, add);
                case Change.RemoveReference remove -> contents.blobs.remove(space, remove);
            }
        }
        contents.versions.merge(space, 1L, Long::sum);
    }

    private NavigableMap<byte[], byte[]> entries(Space space) {
        return contents.spaces.computeIfAbsent(space, _ -> new TreeMap<>(Arrays::compareUnsigned));
    }

    private void awaitIdle() {
        lock.lock();
        try {
            while (busy || (!queue.isEmpty() && permitted > 0)) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closing) {
            throw new StorageException.Unavailable("the storage is closed");
        }
    }

    private static void checkSizes(Commit commit) {
        for (SpaceChanges part : commit.parts()) {
            for (Change change : part.changes()) {
                switch (change) {
                    case Change.Put(var key, var value) -> {
                        checkLength("key", key.length, 1, 1024);
                        checkLength("value", value.length, 0, 16 << 20);
                    }
                    case Change.Delete(var key) -> checkLength("key", key.length, 1, 1024);
                    case Change.AddReference(_, var holder) ->
                            checkLength("holder", holder.length, 1, 256);
                    case Change.RemoveReference(_, var holder) ->
                            checkLength("holder", holder.length, 1, 256);
                }
            }
        }
    }

    private static void checkLength(String what, int length, int least, int most) {
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    "a " + what + " has " + least + " to " + most + " octets, not " + length);
        }
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static final class Pending implements Ticket {
        final Commit commit;
        final Consumer<CommitOutcome> whenDurable;
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile CommitOutcome outcome;

        Pending(Commit commit, Consumer<CommitOutcome> whenDurable) {
            this.commit = commit;
            this.whenDurable = whenDurable;
        }

        void done(CommitOutcome result) {
            outcome = result;
            latch.countDown();
        }

        @Override
        public CommitOutcome await() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException.Unavailable(
                        "interrupted while waiting for a commit: its outcome is not known", e);
            }
            if (outcome instanceof CommitOutcome.Failed(var reason)) {
                throw reason;
            }
            return outcome;
        }

        @Override
        public boolean isDone() {
            return latch.getCount() == 0;
        }
    }
}
