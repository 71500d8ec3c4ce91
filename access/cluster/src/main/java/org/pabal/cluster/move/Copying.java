// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.move.BucketDigest.KeyDigest;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Carries an account's records to the target, and knows which buckets are not known to be equal. For
/// one thread, but for {@link #changed}.
final class Copying {
    /// Of the values that are in memory at one time, as a rule; one bucket may be larger.
    private static final long GROUP_OCTETS = 4 << 20;

    private static final int GROUP_BUCKETS = 512;

    /// Of octets in one commit at the target.
    private static final long BATCH_OCTETS = 16 << 20;

    private static final int CHUNK = 64 << 10;

    private final Storage storage;
    private final AccountImage image;
    private final MoveTarget target;
    private final UUID move;
    private final LongFunction<Optional<Address>> addresses;
    private final Throttle throttle;
    private final Progress progress;

    /// Buckets that have changed, or that differed when they were compared last.
    private final NavigableSet<byte[]> dirty = new ConcurrentSkipListSet<>(Arrays::compareUnsigned);

    /// Of other accounts: whether the target knows them.
    private final Map<Long, Boolean> others = new HashMap<>();

    /// @param addresses of accounts by their numbers; empty for one that is no more
    Copying(
            Storage storage,
            AccountId account,
            MoveTarget target,
            UUID move,
            LongFunction<Optional<Address>> addresses,
            Throttle throttle,
            Progress progress) {
        this.storage = storage;
        this.image = new AccountImage(storage, Space.account(account.value()));
        this.target = target;
        this.move = move;
        this.addresses = addresses;
        this.throttle = throttle;
        this.progress = progress;
    }

    /// A record of the account has changed; called by the store's threads.
    void changed(byte[] key) {
        dirty.add(AccountRecords.bucketOf(key));
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    int dirtyBuckets() {
        return dirty.size();
    }

    /// Nothing is known of either side: what either has is to be compared.
    void compareAll() throws IOException {
        byte[] last = {};
        List<byte[]> page;
        do {
            page = image.buckets(last, MoveTarget.MAX_COMPARED);
            dirty.addAll(page);
            last = page.isEmpty() ? last : page.getLast();
        } while (!page.isEmpty());
        last = new byte[0];
        do {
            page = target.buckets(move, last);
            dirty.addAll(page);
            last = page.isEmpty() ? last : page.getLast();
        } while (!page.isEmpty());
    }

    /// Compares and sends all that is dirty now. What differed is dirty again afterwards: it counts as
    /// equal once it was found to be.
    ///
    /// @param goesOn asked between two groups; false ends the round
    void round(BooleanSupplier goesOn) throws IOException {
        progress.rounds.incrementAndGet();
        List<byte[]> buckets = List.copyOf(dirty);
        buckets.forEach(dirty::remove);
        List<Bucket> group = new ArrayList<>();
        long octets = 0;
        boolean done = false;
        try {
            for (byte[] bucket : buckets) {
                Bucket read = new Bucket(bucket, image.entries(bucket));
                group.add(read);
                octets += read.octets();
                if (octets >= GROUP_OCTETS || group.size() >= GROUP_BUCKETS) {
                    carry(group);
                    if (!goesOn.getAsBoolean()) {
                        return;
                    }
                    group.clear();
                    octets = 0;
                }
            }
            carry(group);
            done = true;
        } finally {
            if (!done) {
                dirty.addAll(buckets);
            }
        }
    }

    /// A bucket as it is here.
    private final class Bucket {
        final byte[] name;
        final List<Entry> entries;

        /// By their keys; only what speaks of accounts that both know.
        final Map<ByteBuffer, Entry> known = new HashMap<>();

        final List<KeyDigest> digests = new ArrayList<>();

        void add(Entry entry) {
            known.put(ByteBuffer.wrap(entry.key()), entry);
            digests.add(image.digest(entry));
        }

        Bucket(byte[] name, List<Entry> entries) {
            this.name = name;
            this.entries = entries;
        }

        long octets() {
            return entries.stream().mapToLong(e -> e.key().length + e.value().length).sum();
        }
    }

    private void carry(List<Bucket> group) throws IOException {
        if (group.isEmpty()) {
            return;
        }
        learnAccounts(group);
        List<BucketDigest> digests = new ArrayList<>(group.size());
        Map<ByteBuffer, Bucket> byName = new HashMap<>();
        for (Bucket bucket : group) {
            for (Entry entry : bucket.entries) {
                AccountRecords.translated(entry, this::known).ifPresent(bucket::add);
            }
            digests.add(BucketDigest.of(bucket.name, bucket.digests));
            byName.put(ByteBuffer.wrap(bucket.name), bucket);
        }
        List<Difference> differences = new ArrayList<>();
        for (BucketDigest.Contents there : target.compare(move, digests)) {
            Bucket here = byName.get(ByteBuffer.wrap(there.bucket()));
            if (here == null) {
                throw new IOException("the target tells of a bucket that was not asked for");
            }
            dirty.add(here.name);
            differences.add(difference(here, there));
        }
        send(differences);
    }

    /// @param put records that the target has not, or has otherwise
    /// @param deleted keys that it has and we have not
    private record Difference(List<Entry> put, List<byte[]> deleted) {}

    private static Difference difference(Bucket here, BucketDigest.Contents there) {
        Map<ByteBuffer, byte[]> had = new HashMap<>();
        there.records().forEach(each -> had.put(ByteBuffer.wrap(each.key()), each.digest()));
        List<Entry> put = new ArrayList<>();
        for (KeyDigest digest : here.digests) {
            byte[] other = had.remove(ByteBuffer.wrap(digest.key()));
            if (other == null || !Arrays.equals(other, digest.digest())) {
                put.add(here.known.get(ByteBuffer.wrap(digest.key())));
            }
        }
        return new Difference(put, had.keySet().stream().map(ByteBuffer::array).toList());
    }

    // --- accounts

    /// Zero for an account that the target does not know.
    private long known(long number) {
        return Boolean.TRUE.equals(others.get(number)) ? number : 0;
    }

    private void learnAccounts(List<Bucket> group) throws IOException {
        Set<Long> named = new HashSet<>();
        for (Bucket bucket : group) {
            for (Entry entry : bucket.entries) {
                AccountRecords.accountsIn(
                        entry.key(),
                        entry.value(),
                        number -> {
                            if (!others.containsKey(number)) {
                                named.add(number);
                            }
                        });
            }
        }
        Map<Long, Address> asked = new HashMap<>();
        for (long number : named) {
            addresses.apply(number).ifPresent(address -> asked.put(number, address));
            if (asked.size() == MoveTarget.MAX_ASKED) {
                learn(asked);
                asked.clear();
            }
        }
        learn(asked);
        named.forEach(number -> others.putIfAbsent(number, false));
    }

    private void learn(Map<Long, Address> asked) throws IOException {
        if (!asked.isEmpty()) {
            Set<Long> known = target.accounts(move, asked);
            asked.keySet().forEach(number -> others.put(number, known.contains(number)));
        }
    }

    // --- sending

    private void send(List<Difference> differences) throws IOException {
        Set<BlobId> blobs = new LinkedHashSet<>();
        int changes = 0;
        for (Difference difference : differences) {
            changes += difference.put.size() + difference.deleted.size();
            for (Entry entry : difference.put) {
                if (AccountRecords.isMessage(entry.key())) {
                    blobs.add(AccountRecords.blobOf(entry.value()));
                }
            }
        }
        if (changes > 0) {
            Set<BlobId> missing = missing(blobs);
            Sending sending = new Sending(missing);
            try {
                for (Difference difference : differences) {
                    sending.send(difference);
                }
                sending.commit();
            } finally {
                sending.close();
            }
        }
    }

    private Set<BlobId> missing(Collection<BlobId> blobs) throws IOException {
        List<BlobId> all = List.copyOf(blobs);
        Set<BlobId> missing = new HashSet<>();
        for (int at = 0; at < all.size(); at += MoveTarget.MAX_ASKED) {
            missing.addAll(
                    target.missing(
                            move,
                            all.subList(at, Math.min(all.size(), at + MoveTarget.MAX_ASKED))));
        }
        return missing;
    }

    /// Sends in batches of a bounded size.
    private final class Sending {
        private final Set<BlobId> missing;
        private final byte[] chunk = new byte[CHUNK];
        private MoveTarget.@Nullable Batch batch;
        private long octets;

        Sending(Set<BlobId> missing) {
            this.missing = missing;
        }

        void send(Difference difference) throws IOException {
            for (byte[] key : difference.deleted) {
                open().delete(key);
                count(key.length);
            }
            for (Entry entry : difference.put) {
                if (!AccountRecords.isMessage(entry.key()) || sendBlob(entry)) {
                    open().put(entry.key(), entry.value());
                    count((long) entry.key().length + entry.value().length);
                }
                if (octets >= BATCH_OCTETS) {
                    commit();
                }
            }
        }

        private void count(long more) {
            octets += more;
            progress.records.incrementAndGet();
            progress.octets.addAndGet(more);
            throttle.take(more);
        }

        private MoveTarget.Batch open() throws IOException {
            MoveTarget.Batch open = batch;
            if (open == null) {
                open = target.batch(move);
                batch = open;
            }
            return open;
        }

        /// @return false when the message has just been expunged
        private boolean sendBlob(Entry entry) throws IOException {
            BlobId id = AccountRecords.blobOf(entry.value());
            progress.messages.incrementAndGet();
            if (!missing.contains(id)) {
                return true;
            }
            try (BlobReader reader = storage.openBlob(id)) {
                int top = reader.topOctets();
                MoveTarget.BlobSink sink = open().blob(id, reader.size(), top, reader.sha256());
                send(reader, top, reader.size(), sink);
                send(reader, 0, top, sink);
            } catch (StorageException.NoSuchBlob gone) {
                return false;
            } catch (StorageException.Damaged damaged) {
                throw new UnavailableException(
                        "a message cannot be read: " + damaged.getMessage(), damaged);
            }
            missing.remove(id);
            return true;
        }

        private void send(BlobReader reader, long from, long to, MoveTarget.BlobSink sink)
                throws IOException {
            long at = from;
            while (at < to) {
                int read = reader.read(at, chunk, 0, (int) Math.min(chunk.length, to - at));
                if (read == 0) {
                    throw new IOException("a message is shorter than it should be");
                }
                sink.write(chunk, 0, read);
                at += read;
                octets += read;
                progress.octets.addAndGet(read);
                throttle.take(read);
            }
        }

        void commit() throws IOException {
            if (batch != null) {
                batch.commit();
            }
            close();
        }

        void close() {
            if (batch != null) {
                batch.close();
                batch = null;
                octets = 0;
            }
        }
    }
}
