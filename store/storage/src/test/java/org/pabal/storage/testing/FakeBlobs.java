// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// The blobs of a {@link FakeStorage}. Guarded by its own monitor.
final class FakeBlobs {

    /// One reference: which space, which record there.
    private record Reference(Space space, ByteBuffer holder) {}

    private static final class Held {
        final byte[] octets;
        final int top;
        final byte[] sha256;
        final Set<Reference> references = new HashSet<>();
        boolean named;

        Held(byte[] octets, int top, byte[] sha256) {
            this.octets = octets;
            this.top = top;
            this.sha256 = sha256;
        }
    }

    private final Map<BlobId, Held> finished = new HashMap<>();
    private long created;

    synchronized BlobWriter begin() {
        return new Writer(new BlobId(++created, 0x7061_6261_6c00_0000L));
    }

    synchronized BlobReader open(BlobId id) {
        return new Reader(held(id));
    }

    synchronized Optional<Blob> describe(BlobId id) {
        return Optional.ofNullable(finished.get(id))
                .map(held -> new Blob(id, held.octets.length, held.sha256.clone()));
    }

    synchronized boolean exists(BlobId id) {
        return finished.containsKey(id);
    }

    synchronized void add(Space space, Change.AddReference add) {
        Held held = held(add.blob());
        held.references.add(new Reference(space, ByteBuffer.wrap(add.holder().clone())));
        held.named = true;
    }

    synchronized void remove(Space space, Change.RemoveReference remove) {
        Held held = finished.get(remove.blob());
        if (held != null) {
            held.references.remove(new Reference(space, ByteBuffer.wrap(remove.holder())));
        }
    }

    /// Drops what was referred to once and is no longer. A commit calls this at its end, so that
    /// it may move the last reference from one space to another in any order.
    synchronized void dropUnreferenced() {
        finished.values().removeIf(held -> held.named && held.references.isEmpty());
    }

    /// Drops what no commit has named yet.
    synchronized void dropUnnamed() {
        finished.values().removeIf(held -> held.references.isEmpty());
    }

    synchronized long octets() {
        return finished.values().stream().mapToLong(held -> held.octets.length).sum();
    }

    synchronized int count() {
        return finished.size();
    }

    private Held held(BlobId id) {
        Held held = finished.get(id);
        if (held == null) {
            throw new StorageException.NoSuchBlob(id);
        }
        return held;
    }

    private synchronized void keep(BlobId id, Held held) {
        finished.put(id, held);
    }

    private final class Writer implements BlobWriter {
        private final BlobId id;
        private final Octets octets = new Octets();
        private final MessageDigest digest = sha256();
        private boolean ended;

        Writer(BlobId id) {
            this.id = id;
        }

        @Override
        public BlobId id() {
            return id;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            checkOpen();
            digest.update(from, offset, length);
            octets.write(from, offset, length);
        }

        @Override
        public Blob finish(byte[] top) {
            checkOpen();
            if (top.length > MAX_TOP_OCTETS) {
                throw new IllegalArgumentException("a top of " + top.length + " octets");
            }
            ended = true;
            digest.update(top);
            byte[] whole = octets.below(top);
            byte[] sum = digest.digest();
            keep(id, new Held(whole, top.length, sum));
            return new Blob(id, whole.length, sum.clone());
        }

        @Override
        public void close() {
            ended = true;
        }

        private void checkOpen() {
            if (ended) {
                throw new IllegalStateException("the blob " + id + " is finished or abandoned");
            }
        }
    }

    /// What was written so far.
    private static final class Octets extends ByteArrayOutputStream {
        byte[] below(byte[] top) {
            byte[] whole = Arrays.copyOf(top, top.length + count);
            System.arraycopy(buf, 0, whole, top.length, count);
            return whole;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class Reader implements BlobReader {
        private final Held held;

        Reader(Held held) {
            this.held = held;
        }

        @Override
        public long size() {
            return held.octets.length;
        }

        @Override
        public int topOctets() {
            return held.top;
        }

        @Override
        public byte[] sha256() {
            return held.sha256.clone();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (position < 0) {
                throw new IndexOutOfBoundsException("position " + position);
            }
            if (position >= held.octets.length) {
                return 0;
            }
            int count = (int) Math.min(length, held.octets.length - position);
            System.arraycopy(held.octets, (int) position, into, offset, count);
            return count;
        }

        @Override
        public void close() {}
    }
}
