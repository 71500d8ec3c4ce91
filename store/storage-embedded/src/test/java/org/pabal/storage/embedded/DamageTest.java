// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.Model;

/// Flipped bits, cut, emptied, removed and swapped files: found, named, never served, and the rest
/// goes on. THREATS F03 to F05.
class DamageTest {
    private static final Space ALICE = Space.account(1);

    @TempDir(factory = MemoryTempDir.class)
    private Path temporary;

    private final SimulatedDisk disk = new SimulatedDisk();

    private EmbeddedStorage open(SimulatedDisk on) {
        return EmbeddedStorage.open(config(), _ -> on, System::nanoTime);
    }

    private EmbeddedConfig config() {
        return TestStores.small(temporary.resolve("store"));
    }

    private static Map<BlobId, byte[]> fill(EmbeddedStorage storage, int count) {
        Map<BlobId, byte[]> bodies = new LinkedHashMap<>();
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[i % 10 == 9 ? 300_000 : 1000 + random.nextInt(9000)];
            random.nextBytes(body);
            BlobId id = Model.write(storage, body, i % 3 * 400, 5000).id();
            byte[] key = ("m" + i).getBytes(UTF_8);
            SpaceChanges part =
                    SpaceChanges.of(
                            ALICE,
                            List.of(
                                    new Change.AddReference(id, key),
                                    new Change.Put(key, id.toString().getBytes(UTF_8))));
            storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
            bodies.put(id, body);
        }
        return bodies;
    }

    @Test
    void flippedBitsInBodiesAreFoundAndOnlyTheirBlobsSuffer() {
        Map<BlobId, byte[]> bodies;
        try (EmbeddedStorage storage = open(disk)) {
            bodies = fill(storage, 40);
        }
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            String name = disk.list().get(random.nextInt(disk.list().size()));
            byte[] whole = disk.content(name).clone();
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            disk.replace(name, damaged);
            try (EmbeddedStorage storage = open(disk)) {
                assertAtMostOneDamaged(storage, bodies, name);
                assertThat(storage.scan(ALICE, new byte[0], new byte[] {'z'}, 100)).hasSize(40);
            }
            disk.replace(name, whole);
        }
    }

    private static void assertAtMostOneDamaged(
            EmbeddedStorage storage, Map<BlobId, byte[]> bodies, String segment) {
        List<BlobId> damaged = new ArrayList<>();
        boolean header = false;
        for (var body : bodies.entrySet()) {
            try {
                assertThat(Model.read(storage, body.getKey())).isEqualTo(body.getValue());
            } catch (StorageException.Damaged e) {
                damaged.add(body.getKey());
                assertThat(e).hasMessageContaining(segment);
                header |= String.valueOf(e.getMessage()).contains("not begin");
            }
        }
        List<String> found = storage.verify();
        assertThat(found).hasSize(damaged.size());
        if (!header) {
            assertThat(damaged.size()).isLessThanOrEqualTo(1);
        }
        for (BlobId id : damaged) {
            assertThat(found.toString()).containsAnyOf(id.toString(), segment);
        }
    }

    @Test
    void cutEmptiedAndRemovedSegmentsCostTheirOwnBlobsOnly() throws IOException {
        Map<BlobId, byte[]> bodies;
        try (EmbeddedStorage storage = open(disk)) {
            bodies = fill(storage, 60);
        }
        List<String> segments = disk.list();
        assertThat(segments).hasSizeGreaterThan(2);
        String victim = segments.getFirst();
        byte[] whole = disk.content(victim).clone();
        for (int size : new int[] {whole.length / 2, 64, 0, -1}) {
            if (size < 0) {
                disk.delete(victim);
            } else {
                disk.replace(victim, Arrays.copyOf(whole, size));
            }
            try (EmbeddedStorage storage = open(disk)) {
                int readable = 0;
                for (var body : bodies.entrySet()) {
                    try {
                        assertThat(Model.read(storage, body.getKey())).isEqualTo(body.getValue());
                        readable++;
                    } catch (StorageException.Damaged e) {
                        assertThat(e).hasMessageContaining("damage");
                    }
                }
                assertThat(readable).isBetween(10, 59);
                assertThat(storage.verify()).isNotEmpty();
                assertThat(storage.status().readOnly()).isFalse();
            }
        }
    }

    @Test
    void damageBehindWhichSyncedRecordsStandIsNamedAndStopsWriting() {
        EmbeddedStorage storage = open(disk);
        fill(storage, 8);
        storage.crash();
        String name = disk.list().getFirst();
        byte[] damaged = disk.content(name);
        int commit = offsetOfFirst(name, Frame.COMMIT);
        damaged[commit + Frame.HEADER + 3] ^= 4;
        disk.replace(name, damaged);
        try (EmbeddedStorage again = open(disk)) {
            assertThat(again.status().readOnly()).isTrue();
            assertThat(again.status().detail()).contains(name).contains("restore");
            assertThat(again.scan(ALICE, new byte[0], new byte[] {'z'}, 100)).hasSize(7);
            assertThat(again.version(ALICE)).isEqualTo(8);
            assertThat(again.verify().toString()).contains("a commit may be lost");
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> put(again));
        }
        EmbeddedConfig accepting = config().withLostCommits(EmbeddedConfig.LostCommits.ACCEPT);
        try (EmbeddedStorage again = EmbeddedStorage.open(accepting, _ -> disk, System::nanoTime)) {
            assertThat(again.status().readOnly()).isFalse();
            put(again);
            assertThat(again.verify().toString()).contains("accepted");
        }
        try (EmbeddedStorage again = open(disk)) {
            assertThat(again.status().readOnly()).isFalse();
            assertThat(again.verify().toString()).contains("accepted");
        }
    }

    @Test
    void aDamagedBodyMetByRecoveryCostsItsBlobOnly() {
        EmbeddedStorage storage = open(disk);
        Map<BlobId, byte[]> bodies = fill(storage, 8);
        storage.crash();
        String name = disk.list().getFirst();
        byte[] damaged = disk.content(name);
        damaged[offsetOfFirst(name, Frame.PIECE) + Log.PIECE_OCTETS + 10] ^= 1;
        disk.replace(name, damaged);
        try (EmbeddedStorage again = open(disk)) {
            assertThat(again.status().readOnly()).isFalse();
            assertThatExceptionOfType(StorageException.Damaged.class)
                    .isThrownBy(() -> Model.read(again, bodies.keySet().iterator().next()));
            bodies.entrySet().stream()
                    .skip(1)
                    .forEach(body ->
                            assertThat(Model.read(again, body.getKey()))
                                    .isEqualTo(body.getValue()));
            put(again);
        }
    }

    private int offsetOfFirst(String name, byte type) {
        byte[] content = disk.content(name);
        for (int at = Segment.HEADER; ; at += Frame.ALIGNMENT) {
            if (content[at] == 'P'
                    && content[at + 1] == 'B'
                    && content[at + 2] == 'L'
                    && content[at + 3] == 'R'
                    && content[at + 4] == type) {
                return at;
            }
        }
    }

    /// A tail in which anything may stand is cut, whatever it is.
    @Test
    void anyTornTailIsCut() {
        EmbeddedStorage storage = open(disk);
        fill(storage, 6);
        storage.crash();
        String name = disk.list().getLast();
        byte[] whole = disk.content(name).clone();
        Random random = new Random(5);
        for (int round = 0; round < 40; round++) {
            byte[] torn = Arrays.copyOf(whole, whole.length + random.nextInt(5000));
            byte[] noise = new byte[torn.length - whole.length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, torn, whole.length, noise.length);
            disk.replace(name, torn);
            EmbeddedStorage again = open(disk);
            assertThat(again.version(ALICE)).isEqualTo(6);
            assertThat(again.verify()).isEmpty();
            again.crash();
        }
    }

    @Test
    void flippedBitsInTheRecordsAreFound() throws IOException {
        try (EmbeddedStorage storage = open(disk)) {
            fill(storage, 200);
        }
        Path table;
        try (Stream<Path> files = Files.list(temporary.resolve("store/records"))) {
            table = files.filter(f -> f.toString().endsWith(".sst")).findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(table);
        byte[] damaged = whole.clone();
        damaged[whole.length / 3] ^= 1;
        Files.write(table, damaged);
        try (EmbeddedStorage storage = open(disk)) {
            assertThat(storage.verify()).isNotEmpty();
            assertThat(storage.scan(ALICE, new byte[0], new byte[] {'z'}, 1000)).hasSize(200);
        } catch (StorageException.Damaged e) {
            assertThat(e).hasMessageContaining("restore");
        }
    }

    @Test
    void lostRecordsAreMadeAnewFromAWholeLog() throws IOException {
        Map<BlobId, byte[]> bodies;
        try (EmbeddedStorage storage = open(disk)) {
            bodies = fill(storage, 60);
        }
        try (Stream<Path> files = Files.list(temporary.resolve("store/records"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (EmbeddedStorage storage = open(disk)) {
            assertThat(storage.status().readOnly()).isFalse();
            assertThat(storage.version(ALICE)).isEqualTo(60);
            bodies.forEach((id, body) -> assertThat(Model.read(storage, id)).isEqualTo(body));
            assertThat(storage.verify()).isEmpty();
        }
        disk.delete(disk.list().getFirst());
        try (Stream<Path> files = Files.list(temporary.resolve("store/records"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (EmbeddedStorage storage = open(disk)) {
            assertThat(storage.status().readOnly()).isTrue();
            assertThat(storage.status().detail()).contains("are missing");
        }
    }

    @Test
    void aSegmentOfAnotherStoreIsRefused() {
        Map<BlobId, byte[]> bodies;
        try (EmbeddedStorage storage = open(disk)) {
            bodies = fill(storage, 3);
        }
        SimulatedDisk other = new SimulatedDisk();
        EmbeddedConfig elsewhere = TestStores.small(temporary.resolve("other"));
        try (EmbeddedStorage storage =
                EmbeddedStorage.open(elsewhere, _ -> other, System::nanoTime)) {
            fill(storage, 3);
        }
        String name = disk.list().getFirst();
        disk.replace(name, other.content(name).clone());
        try (EmbeddedStorage storage = open(disk)) {
            assertThatExceptionOfType(StorageException.Damaged.class)
                    .isThrownBy(() -> Model.read(storage, bodies.keySet().iterator().next()));
        }
    }

    @Test
    void theSegmentOfThePositionIsMissed() throws IOException {
        try (EmbeddedStorage storage = open(disk)) {
            fill(storage, 60);
        }
        disk.delete(disk.list().getLast());
        try (EmbeddedStorage storage = open(disk)) {
            assertThat(storage.status().readOnly()).isTrue();
            assertThat(storage.status().detail()).contains("is missing");
        }
    }

    @Test
    void oneDirectoryIsForOneServer() {
        try (EmbeddedStorage storage = open(disk)) {
            put(storage);
            assertThatExceptionOfType(StorageException.Unavailable.class)
                    .isThrownBy(() -> open(disk))
                    .withMessageContaining("in use by another server");
            put(storage);
        }
    }

    @Test
    void aDirectoryThatOthersMayWriteIsRefused() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("store"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> open(disk))
                .withMessageContaining("chmod 700");
    }

    @Test
    void filesBelongToTheOwnerAlone() throws IOException {
        try (EmbeddedStorage storage = EmbeddedStorage.open(config())) {
            put(storage);
            for (String path : List.of("store", "store/log", "store/records")) {
                assertThat(mode(temporary.resolve(path))).isEqualTo("rwx------");
            }
            for (String path :
                    List.of("store/LOCK", "store/FORMAT", "store/log/" + Segment.name(1))) {
                assertThat(mode(temporary.resolve(path))).isEqualTo("rw-------");
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        open(disk).close();
        Path format = temporary.resolve("store/FORMAT");
        Files.writeString(format, Files.readString(format).replace("format 1", "format 2"));
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> open(disk))
                .withMessageContaining("format 2");
        Files.delete(format);
        assertThatExceptionOfType(StorageException.Damaged.class).isThrownBy(() -> open(disk));
    }

    private static void put(EmbeddedStorage storage) {
        SpaceChanges part =
                SpaceChanges.of(ALICE, List.of(new Change.Put(new byte[] {1}, new byte[] {2})));
        storage.commit(new Commit(UUID.randomUUID(), List.of(part)));
    }
}
