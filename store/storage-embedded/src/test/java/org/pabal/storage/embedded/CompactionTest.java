// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.Model;

/// Freed segments, moved bodies, the time of grace.
class CompactionTest {
    @TempDir(factory = MemoryTempDir.class)
    private Path temporary;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final AtomicLong now = new AtomicLong();

    private EmbeddedStorage open(EmbeddedConfig config) {
        return EmbeddedStorage.open(config, _ -> disk, now::get);
    }

    /// Writers fill and empty their accounts while segments are freed all the time.
    @Test
    void underLoadEverythingIsKeptAndSpaceIsFreed() throws InterruptedException {
        EmbeddedConfig config = TestStores.small(temporary.resolve("load"));
        List<Blob> kept = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        try (EmbeddedStorage storage = open(config)) {
            List<Thread> writers = new ArrayList<>();
            for (int writer = 1; writer <= 4; writer++) {
                int account = writer;
                writers.add(
                        Thread.ofVirtual()
                                .uncaughtExceptionHandler((_, e) -> failures.add(e))
                                .start(() -> kept.addAll(fillAndEmpty(storage, account))));
            }
            for (Thread writer : writers) {
                while (writer.isAlive()) {
                    storage.collectGarbage();
                    writer.join(10);
                }
            }
            storage.collectGarbage();
            assertThat(failures).isEmpty();
            assertThat(storage.verify()).isEmpty();
            long live = kept.stream().mapToLong(Blob::size).sum();
            assertThat(storage.status().diskOctets()).isLessThan(3 * live + (2 << 20));
        }
        try (EmbeddedStorage storage = open(config)) {
            for (Blob blob : kept) {
                byte[] octets = Model.read(storage, blob.id());
                assertThat(octets.length).isEqualTo(blob.size());
            }
            assertThat(storage.verify()).isEmpty();
        }
    }

    /// Keeps the last ten of two hundred blobs.
    private static Deque<Blob> fillAndEmpty(EmbeddedStorage storage, int account) {
        Random random = new Random(account);
        Deque<Blob> blobs = new ArrayDeque<>();
        for (int i = 0; i < 200; i++) {
            byte[] octets = new byte[random.nextInt(20) == 0 ? 200_000 : random.nextInt(12_000)];
            random.nextBytes(octets);
            Blob blob = Model.write(storage, octets, octets.length / 7, 5000);
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.AddReference(blob.id(), holder(blob)));
            blobs.add(blob);
            if (blobs.size() > 10) {
                Blob oldest = blobs.remove();
                changes.add(new Change.RemoveReference(oldest.id(), holder(oldest)));
            }
            SpaceChanges part = SpaceChanges.of(Space.account(account), changes);
            CommitOutcome outcome = storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
            assertThat(outcome).isEqualTo(CommitOutcome.COMMITTED);
        }
        return blobs;
    }

    private static byte[] holder(Blob blob) {
        return ByteBuffer.allocate(8).putLong(blob.id().high()).array();
    }

    @Test
    void aReaderGoesOnWhileItsSegmentIsFreed() {
        try (EmbeddedStorage storage = open(TestStores.small(temporary.resolve("reader")))) {
            byte[] octets = new byte[900_000];
            new Random(1).nextBytes(octets);
            Blob blob = Model.write(storage, octets, 1000, 50_000);
            commit(storage, new Change.AddReference(blob.id(), new byte[] {1}));
            try (BlobReader reader = storage.openBlob(blob.id())) {
                fillAndEmpty(storage, 2);
                commit(storage, new Change.RemoveReference(blob.id(), new byte[] {1}));
                String first = disk.list().getFirst();
                fillAndEmpty(storage, 2);
                storage.collectGarbage();
                assertThat(disk.list()).doesNotContain(first);
                byte[] read = new byte[octets.length];
                for (int at = 0; at < read.length; ) {
                    at += reader.read(at, read, at, read.length - at);
                }
                assertThat(read).isEqualTo(octets);
            }
            assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                    .isThrownBy(() -> storage.openBlob(blob.id()));
        }
    }

    @Test
    void anUnnamedBlobHoldsItsSegmentUntilItsGraceIsOver() {
        EmbeddedConfig config =
                TestStores.small(temporary.resolve("grace")).withBlobGrace(Duration.ofMinutes(1));
        try (EmbeddedStorage storage = open(config)) {
            Blob blob = Model.write(storage, new byte[300_000], 50_000);
            String first = disk.list().getFirst();
            fillAndEmpty(storage, 1);
            fillAndEmpty(storage, 1);
            storage.collectGarbage();
            assertThat(disk.list()).contains(first);
            assertThat(Model.read(storage, blob.id())).hasSize(300_000);
            now.addAndGet(Duration.ofSeconds(61).toNanos());
            storage.collectGarbage();
            commit(storage, new Change.Put(new byte[] {1}, new byte[] {1}));
            storage.collectGarbage();
            assertThat(disk.list()).doesNotContain(first);
            assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                    .isThrownBy(() -> storage.openBlob(blob.id()));
        }
    }

    @Test
    void blobsGoToTheLogEarlyWhenMemoryIsShort() {
        try (EmbeddedStorage storage = open(TestStores.small(temporary.resolve("memory")))) {
            List<Blob> blobs = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                byte[] octets = new byte[60_000];
                new Random(i).nextBytes(octets);
                blobs.add(Model.write(storage, octets, i % 3 * 700, 60_000));
            }
            assertThat(disk.operations()).isGreaterThan(100);
            for (int i = 0; i < 400; i++) {
                byte[] octets = new byte[60_000];
                new Random(i).nextBytes(octets);
                commit(storage, new Change.AddReference(blobs.get(i).id(), new byte[] {1}));
                assertThat(Model.read(storage, blobs.get(i).id())).isEqualTo(octets);
            }
            assertThat(storage.verify()).isEmpty();
        }
    }

    @Test
    void commitIdsAreForgottenAfterTheirTimeOnly() {
        try (EmbeddedStorage storage = open(TestStores.small(temporary.resolve("ids")))) {
            Commit commit =
                    new Commit(
                            UUID.randomUUID(),
                            List.of(SpaceChanges.of(Space.account(1), List.of())));
            storage.commit(commit);
            now.addAndGet(Duration.ofMinutes(11).toNanos());
            storage.commit(commit);
            assertThat(storage.version(Space.account(1))).isEqualTo(1);
            now.addAndGet(Duration.ofMinutes(10).toNanos());
            storage.commit(commit);
            assertThat(storage.version(Space.account(1))).isEqualTo(2);
        }
    }

    private static void commit(EmbeddedStorage storage, Change change) {
        SpaceChanges part = SpaceChanges.of(Space.account(7), List.of(change));
        assertThat(storage.commit(new Commit(UUID.randomUUID(), List.of(part))))
                .isEqualTo(CommitOutcome.COMMITTED);
    }
}
