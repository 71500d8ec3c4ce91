// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.Blob;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.Model;

/// A real file system of 48 MiB runs full. Skipped where the build may not mount one.
class FullDiskTest {
    private static final Space ALICE = Space.account(1);

    @TempDir private Path mountPoint;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", mountPoint.toString()));
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", mountPoint.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void fullIsToldRemovingWorksAndWritingComesBack() throws IOException {
        fillAndEmpty(8 << 20);
    }

    /// Without a reserve the file system itself says no, in the middle of whatever is written.
    @Test
    void withoutAReserveNothingAcknowledgedIsLost() throws IOException {
        fillAndEmpty(0);
    }

    private void fillAndEmpty(long reserve) throws IOException {
        Path ballast = Files.write(mountPoint.resolve("ballast"), new byte[4 << 20]);
        EmbeddedConfig config =
                TestStores.small(mountPoint.resolve("store")).withReserveOctets(reserve);
        List<Blob> kept = new ArrayList<>();
        try (EmbeddedStorage storage = EmbeddedStorage.open(config)) {
            assertThatExceptionOfType(StorageException.Full.class)
                    .isThrownBy(() -> fill(storage, kept));
            assertThat(kept).hasSizeGreaterThan(100);
            assertThatExceptionOfType(StorageException.Full.class)
                    .isThrownBy(() -> fill(storage, kept));
            assertThat(Model.read(storage, kept.getFirst().id())).hasSize(100_000);
            if (reserve > 0) {
                empty(storage, kept.subList(0, kept.size() / 2));
                storage.collectGarbage();
                kept.add(deliver(storage, kept.size()));
            }
        }
        Files.delete(ballast);
        try (EmbeddedStorage storage = EmbeddedStorage.open(config)) {
            for (Blob blob : kept) {
                assertThat(Model.read(storage, blob.id())).hasSize(100_000);
            }
            assertThat(storage.verify()).isEmpty();
        }
    }

    private static void fill(EmbeddedStorage storage, List<Blob> kept) {
        for (int i = 0; i < 1000; i++) {
            kept.add(deliver(storage, kept.size()));
        }
    }

    private static Blob deliver(EmbeddedStorage storage, int number) {
        byte[] body = new byte[100_000];
        new Random(number).nextBytes(body);
        Blob blob = Model.write(storage, body, 10_000);
        commit(storage, new Change.AddReference(blob.id(), holder(blob)));
        return blob;
    }

    private static void empty(EmbeddedStorage storage, List<Blob> blobs) {
        for (Blob blob : blobs) {
            commit(storage, new Change.RemoveReference(blob.id(), holder(blob)));
        }
        blobs.clear();
    }

    private static byte[] holder(Blob blob) {
        return ByteBuffer.allocate(8).putLong(blob.id().high()).array();
    }

    private static void commit(EmbeddedStorage storage, Change change) {
        SpaceChanges part = SpaceChanges.of(ALICE, List.of(change));
        assertThat(storage.commit(new Commit(UUID.randomUUID(), List.of(part))))
                .isEqualTo(CommitOutcome.COMMITTED);
    }
}
