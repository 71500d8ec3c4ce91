// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
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

/// What a storage engine should hold after a row of random commits, told with plain maps.
///
/// {@link #next} makes a commit and {@link #applied} takes it over into the model, so that a test
/// of crashes can decide in between which of them count.
public final class Model {
    private static final byte[] END = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    private static final List<Space> SPACES =
            List.of(Space.account(1), Space.account(2), Space.account(300), Space.Shared.QUEUE);

    /// A reference of a space under a holder's key.
    private record Reference(Space space, ByteBuffer holder) {}

    private final long seed;
    private final Random random;
    private final Map<Space, TreeMap<byte[], byte[]>> spaces = new HashMap<>();
    private final Map<Space, Long> versions = new HashMap<>();
    private final Map<BlobId, byte[]> blobs = new HashMap<>();
    private final Map<BlobId, Set<Reference>> references = new HashMap<>();
    private final Map<BlobId, byte[]> unnamed = new HashMap<>();
    private final Set<BlobId> gone = new HashSet<>();

    public Model(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        SPACES.forEach(space -> spaces.put(space, new TreeMap<>(Arrays::compareUnsigned)));
    }

    /// Makes a commit, hands it over, and checks its outcome against the model.
    public void step(Storage storage) {
        Commit commit = next(storage);
        CommitOutcome outcome = storage.commit(commit);
        assertThat(outcome).as("seed %d", seed).isEqualTo(expected(commit));
        if (outcome instanceof CommitOutcome.Committed) {
            applied(commit);
        }
    }

    /// A random commit, as a rule one that will be taken; writes the blobs that it names.
    public Commit next(Storage storage) {
        List<SpaceChanges> parts = new ArrayList<>();
        for (Space space : SPACES) {
            if (random.nextInt(3) == 0) {
                parts.add(part(storage, space));
            }
        }
        if (parts.isEmpty()) {
            parts.add(part(storage, SPACES.getFirst()));
        }
        return new Commit(new UUID(random.nextLong(), random.nextLong()), parts);
    }

    /// The outcome that the commit would have now.
    public CommitOutcome expected(Commit commit) {
        for (SpaceChanges part : commit.parts()) {
            long actual = versions.getOrDefault(part.space(), 0L);
            if (part.expectedVersion().isPresent()
                    && part.expectedVersion().getAsLong() != actual) {
                return new CommitOutcome.VersionMismatch(part.space(), actual);
            }
        }
        return CommitOutcome.COMMITTED;
    }

    /// Takes the commit over.
    public void applied(Commit commit) {
        for (SpaceChanges part : commit.parts()) {
            versions.merge(part.space(), 1L, Long::sum);
            part.changes().forEach(change -> apply(part.space(), change));
        }
        references
                .entrySet()
                .removeIf(entry -> {
                    if (entry.getValue().isEmpty()) {
                        blobs.remove(entry.getKey());
                        gone.add(entry.getKey());
                        return true;
                    }
                    return false;
                });
    }

    /// Checks that the engine holds what the model holds.
    public void assertSame(Storage storage) {
        for (Space space : SPACES) {
            assertThat(storage.version(space))
                    .as("seed %d, version of %s", seed, space)
                    .isEqualTo(versions.getOrDefault(space, 0L));
            assertSameEntries(storage, space);
        }
        blobs.forEach((id, octets) ->
                assertThat(read(storage, id)).as("seed %d, %s", seed, id).isEqualTo(octets));
        for (BlobId id : gone) {
            assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                    .as("seed %d, %s", seed, id)
                    .isThrownBy(() -> storage.openBlob(id).close());
        }
    }

    public long version(Space space) {
        return versions.getOrDefault(space, 0L);
    }

    private void assertSameEntries(Storage storage, Space space) {
        TreeMap<byte[], byte[]> mine = spaces.get(space);
        List<Entry> theirs = storage.scan(space, new byte[0], END, Integer.MAX_VALUE);
        assertThat(theirs.stream().map(Entry::key))
                .as("seed %d, keys of %s", seed, space)
                .containsExactlyElementsOf(mine.keySet());
        assertThat(theirs.stream().map(Entry::value))
                .as("seed %d, values of %s", seed, space)
                .containsExactlyElementsOf(mine.values());
        byte[] from = key();
        byte[] to = key();
        if (Arrays.compareUnsigned(from, to) < 0) {
            assertThat(storage.scan(space, from, to, 5).stream().map(Entry::key))
                    .containsExactlyElementsOf(
                            mine.subMap(from, to).keySet().stream().limit(5).toList());
        }
        byte[] one = key();
        assertThat(storage.read(space, one).map(ByteBuffer::wrap))
                .isEqualTo(java.util.Optional.ofNullable(mine.get(one)).map(ByteBuffer::wrap));
    }

    private SpaceChanges part(Storage storage, Space space) {
        List<Change> changes = new ArrayList<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            changes.add(change(storage, space));
        }
        long actual = versions.getOrDefault(space, 0L);
        return switch (random.nextInt(12)) {
            case 0 -> SpaceChanges.ifVersion(space, actual + 1, changes);
            case 1, 2, 3, 4 -> SpaceChanges.ifVersion(space, actual, changes);
            default -> SpaceChanges.of(space, changes);
        };
    }

    private Change change(Storage storage, Space space) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Change.Delete(key());
            case 2 -> new Change.AddReference(fresh(storage), holder());
            case 3 -> new Change.AddReference(known(storage), holder());
            case 4, 5 -> removal(space);
            default -> new Change.Put(key(), octets(random.nextInt(300)));
        };
    }

    private Change removal(Space space) {
        List<Change> held = new ArrayList<>();
        references.forEach((id, holders) ->
                holders.stream()
                        .filter(reference -> reference.space().equals(space))
                        .forEach(reference ->
                                held.add(
                                        new Change.RemoveReference(
                                                id, reference.holder().array()))));
        if (held.isEmpty() || random.nextInt(10) == 0) {
            return new Change.RemoveReference(new BlobId(random.nextLong(), 1), holder());
        }
        return held.get(random.nextInt(held.size()));
    }

    private BlobId fresh(Storage storage) {
        int size = random.nextInt(20) == 0 ? random.nextInt(700_000) : random.nextInt(20_000);
        byte[] octets = octets(size);
        int top = random.nextBoolean() ? 0 : random.nextInt(Math.min(size, 65_536) + 1);
        BlobId id = write(storage, octets, top, 1 + random.nextInt(50_000)).id();
        unnamed.put(id, octets);
        return id;
    }

    private BlobId known(Storage storage) {
        List<BlobId> ids = List.copyOf(blobs.keySet());
        return ids.isEmpty() ? fresh(storage) : ids.get(random.nextInt(ids.size()));
    }

    private void apply(Space space, Change change) {
        switch (change) {
            case Change.Put(var key, var value) -> spaces.get(space).put(key, value);
            case Change.Delete(var key) -> spaces.get(space).remove(key);
            case Change.AddReference(var id, var holder) -> {
                byte[] octets = unnamed.remove(id);
                if (octets != null) {
                    blobs.put(id, octets);
                }
                references
                        .computeIfAbsent(id, _ -> new HashSet<>())
                        .add(new Reference(space, ByteBuffer.wrap(holder)));
            }
            case Change.RemoveReference(var id, var holder) -> {
                Set<Reference> holders = references.get(id);
                if (holders != null) {
                    holders.remove(new Reference(space, ByteBuffer.wrap(holder)));
                }
            }
        }
    }

    private byte[] key() {
        byte[] key = octets(1 + random.nextInt(2));
        key[0] &= (byte) 0x87;
        return key;
    }

    private byte[] holder() {
        return new byte[] {(byte) random.nextInt(4)};
    }

    private byte[] octets(int size) {
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        return octets;
    }

    /// Writes a blob in pieces and finishes it.
    public static Blob write(Storage storage, byte[] octets, int piece) {
        return write(storage, octets, 0, piece);
    }

    /// Writes a blob in pieces, its first octets last.
    public static Blob write(Storage storage, byte[] octets, int top, int piece) {
        try (BlobWriter writer = storage.newBlob()) {
            for (int at = top; at < octets.length; at += piece) {
                writer.write(octets, at, Math.min(piece, octets.length - at));
            }
            return top == 0 ? writer.finish() : writer.finish(Arrays.copyOf(octets, top));
        }
    }

    /// Reads a blob whole.
    public static byte[] read(Storage storage, BlobId id) {
        try (BlobReader reader = storage.openBlob(id)) {
            byte[] octets = new byte[(int) reader.size()];
            for (int at = 0; at < octets.length; ) {
                int read = reader.read(at, octets, at, octets.length - at);
                assertThat(read).as("octets of %s at %d", id, at).isPositive();
                at += read;
            }
            return octets;
        }
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
