// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.Model;

/// Write errors, failed syncs, full disks. THREATS §6.
class DiskFaultTest {
    private static final Space ALICE = Space.account(1);

    @TempDir(factory = MemoryTempDir.class)
    private Path temporary;

    private final SimulatedDisk disk = new SimulatedDisk();
    private EmbeddedStorage storage;

    @BeforeEach
    void open() {
        storage = open(0);
    }

    private EmbeddedStorage open(long reserve) {
        EmbeddedConfig config =
                TestStores.small(temporary.resolve("store")).withReserveOctets(reserve);
        return EmbeddedStorage.open(config, _ -> disk, System::nanoTime);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aFailedWriteFailsItsCommitAndTheNextGoesOn() {
        put("a");
        disk.failAt(1, 1, SimulatedDisk.Fault.EIO);
        assertThatExceptionOfType(StorageException.Unavailable.class).isThrownBy(() -> put("b"));
        assertThat(storage.read(ALICE, key("b"))).isEmpty();
        put("c");
        assertThat(storage.version(ALICE)).isEqualTo(2);
        storage.crash();
        storage = open(0);
        assertThat(storage.read(ALICE, key("a"))).isPresent();
        assertThat(storage.read(ALICE, key("b"))).isEmpty();
        assertThat(storage.read(ALICE, key("c"))).isPresent();
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void repeatedFailuresEndWriting() {
        put("a");
        disk.failAt(1, 1000, SimulatedDisk.Fault.EIO);
        for (int i = 0; i < 4; i++) {
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> put("b"));
        }
        assertThat(storage.status().readOnly()).isTrue();
        assertThat(storage.read(ALICE, key("a"))).isPresent();
    }

    @Test
    void afterAFailedSyncNothingIsWrittenAndReadingGoesOn() {
        Blob blob = Model.write(storage, new byte[1000], 1000);
        commit(new Change.AddReference(blob.id(), key("m")));
        put("a");
        disk.failAt(2, 1, SimulatedDisk.Fault.EIO);
        assertThatExceptionOfType(StorageException.Unavailable.class).isThrownBy(() -> put("b"));
        assertThat(storage.status().readOnly()).isTrue();
        assertThat(storage.status().detail()).contains("sync failed");
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> put("c"))
                .withMessageContaining("read-only");
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> Model.write(storage, new byte[10], 10));
        assertThat(storage.read(ALICE, key("a"))).isPresent();
        assertThat(Model.read(storage, blob.id())).hasSize(1000);
        storage.close();
        storage = open(0);
        assertThat(storage.status().readOnly()).isFalse();
        assertThat(storage.read(ALICE, key("a"))).isPresent();
        assertThat(storage.read(ALICE, key("b"))).isEmpty();
        put("d");
    }

    @Test
    void aFailedPieceFailsItsBlobOnly() {
        try (BlobWriter writer = storage.newBlob()) {
            disk.failAt(1, 1, SimulatedDisk.Fault.EIO);
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> writeMuch(writer));
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(writer::finish);
        }
        put("a");
        assertThat(storage.verify()).isEmpty();
    }

    private static void writeMuch(BlobWriter writer) {
        for (int i = 0; i < 100; i++) {
            writer.write(new byte[10_000], 0, 10_000);
        }
    }

    @Test
    void aBlobOfAFailedCommitMayBeNamedByTheNext() {
        put("a");
        byte[] octets = new byte[5000];
        new Random(1).nextBytes(octets);
        Blob blob = Model.write(storage, octets, 500);
        disk.failAt(1, 1, SimulatedDisk.Fault.EIO);
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> commit(new Change.AddReference(blob.id(), key("m"))));
        commit(new Change.AddReference(blob.id(), key("m")));
        assertThat(Model.read(storage, blob.id())).isEqualTo(octets);
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void aFullDiskIsToldAndComesBackByItself() {
        put("a");
        disk.failAt(1, 5, SimulatedDisk.Fault.ENOSPC);
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(StorageException.Full.class).isThrownBy(() -> put("b"));
        }
        disk.failAt(1, 0, SimulatedDisk.Fault.ENOSPC);
        put("b");
        assertThat(storage.status().readOnly()).isFalse();
        assertThat(storage.verify()).isEmpty();
    }

    @Test
    void withinTheReserveOnlyRemovalsAreTaken() {
        storage.close();
        storage = open(1000);
        Blob blob = Model.write(storage, new byte[5000], 5000);
        Blob unnamed = Model.write(storage, new byte[5000], 5000);
        commit(new Change.AddReference(blob.id(), key("m")), new Change.Put(key("m"), key("r")));
        disk.free(999);
        storage.collectGarbage();
        assertThatExceptionOfType(StorageException.Full.class).isThrownBy(() -> putOften());
        assertThatExceptionOfType(StorageException.Full.class)
                .isThrownBy(() -> commit(new Change.AddReference(unnamed.id(), key("n"))));
        assertThatExceptionOfType(StorageException.Full.class)
                .isThrownBy(() -> Model.write(storage, new byte[10], 10));
        assertThat(storage.status().readOnly()).isTrue();
        assertThat(storage.status().detail()).contains("free some or enlarge");
        assertThat(Model.read(storage, blob.id())).hasSize(5000);
        commit(
                new Change.RemoveReference(blob.id(), key("m")),
                new Change.Delete(key("m")),
                new Change.Put(key("page"), new byte[2000]));
        disk.free(1001);
        put("b");
        assertThat(storage.status().readOnly()).isFalse();
    }

    /// The disk is asked once a second: the answer may be that old.
    private void putOften() {
        for (int i = 0; i < 100_000; i++) {
            put("x");
        }
    }

    /// A script of commits with an error at each operation: whatever fails, what was
    /// acknowledged is there, what was not is not, and the store is whole.
    @Test
    void anErrorAtEachOperationLosesNothing() {
        storage.close();
        for (SimulatedDisk.Fault fault :
                List.of(SimulatedDisk.Fault.EIO, SimulatedDisk.Fault.ENOSPC)) {
            for (int operation = 1; operation <= 40; operation++) {
                Path directory = temporary.resolve(fault + "-" + operation);
                SimulatedDisk faulty = new SimulatedDisk();
                EmbeddedConfig config = TestStores.small(directory);
                EmbeddedStorage first = EmbeddedStorage.open(config, _ -> faulty, System::nanoTime);
                faulty.failAt(operation, 1, fault);
                Model model = new Model(operation);
                for (int i = 0; i < 15; i++) {
                    tryStep(first, model);
                }
                model.assertSame(first);
                first.crash();
                faulty.failAt(1, 0, fault);
                try (EmbeddedStorage again =
                        EmbeddedStorage.open(config, _ -> faulty, System::nanoTime)) {
                    model.assertSame(again);
                    assertThat(again.verify()).as("%s at %d", fault, operation).isEmpty();
                }
            }
        }
    }

    private static void tryStep(EmbeddedStorage storage, Model model) {
        try {
            Commit commit = model.next(storage);
            if (storage.commit(commit) instanceof CommitOutcome.Committed) {
                model.applied(commit);
            }
        } catch (StorageException e) {
            // Not applied, and the model does not apply it.
        }
    }

    private void put(String key) {
        commit(new Change.Put(key(key), key("value")));
    }

    private void commit(Change... changes) {
        SpaceChanges part = SpaceChanges.of(ALICE, List.of(changes));
        assertThat(storage.commit(new Commit(UUID.randomUUID(), List.of(part))))
                .isEqualTo(CommitOutcome.COMMITTED);
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
