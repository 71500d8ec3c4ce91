// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.blob;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.mailbox.HeldBlob;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobStream;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// What people have uploaded and not made mail of yet. Safe for use by many threads.
///
/// An upload stays for a day. When an account has no room for another one, its oldest are removed that
/// are older than an hour; RFC 8620 §6.
public final class Uploads implements Blobs {
    static final Duration LIFETIME = Duration.ofHours(24);

    /// RFC 8620 §6: what is younger is not removed for want of room.
    static final Duration SAFE = Duration.ofHours(1);

    /// Of one account.
    static final int MAX_FILES = 1_000;

    static final long MAX_OCTETS = 1L << 30;
    private static final byte VERSION = 1;
    private static final int RECORD_OCTETS = 1 + 8 + 8;
    private static final int LOCKS = 64;

    /// Before the accounts that have uploads, in the space of counters.
    private static final byte INDEX = 'J';

    private static final int SWEPT_AT_ONCE = 1_000;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final InstantSource clock;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    public Uploads(Storage storage, MailboxStore mailboxes, InstantSource clock) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// One upload, as its record has it.
    private record Upload(BlobId blob, Instant when, long octets) {
        static Upload of(Entry entry) {
            ByteBuffer value = ByteBuffer.wrap(entry.value());
            if (entry.value().length != RECORD_OCTETS || value.get() != VERSION) {
                throw new IllegalStateException("an upload's record of no version that is known");
            }
            Instant when = Instant.ofEpochMilli(value.getLong());
            return new Upload(HeldBlob.blobIn(entry.key()), when, value.getLong());
        }

        Change record() {
            byte[] value =
                    ByteBuffer.allocate(RECORD_OCTETS)
                            .put(VERSION)
                            .putLong(when.toEpochMilli())
                            .putLong(octets)
                            .array();
            return new Change.Put(HeldBlob.key(blob), value);
        }

        List<Change> removal() {
            byte[] key = HeldBlob.key(blob);
            return List.of(new Change.Delete(key), new Change.RemoveReference(blob, key));
        }

        boolean isOlderThan(Duration age, Instant now) {
            return !when.plus(age).isAfter(now);
        }
    }

    /// Begins an upload; it lasts with {@link #keep}.
    public BlobWriter begin() {
        return available(storage::newBlob);
    }

    /// Keeps what was written; durable when it returns.
    ///
    /// @return its blobId; empty when the account has no room for it now
    public Optional<String> keep(AccountId account, Blob blob) {
        ReentrantLock lock = locks[Math.floorMod(Long.hashCode(account.value()), LOCKS)];
        lock.lock();
        try {
            Instant now = clock.instant();
            Optional<List<Change>> room = room(list(account), blob.size(), now);
            if (room.isEmpty()) {
                return Optional.empty();
            }
            Upload upload = new Upload(blob.id(), now, blob.size());
            List<Change> changes = new ArrayList<>(room.get());
            changes.add(upload.record());
            changes.add(new Change.AddReference(blob.id(), HeldBlob.key(blob.id())));
            Change index = new Change.Put(indexKey(account), new byte[] {VERSION});
            mailboxes.file(
                    List.of(),
                    List.of(
                            SpaceChanges.of(space(account), changes),
                            SpaceChanges.of(Space.Shared.COUNTERS, List.of(index))));
            return Optional.of(idOf(blob.id()));
        } finally {
            lock.unlock();
        }
    }

    /// Lets uploads go first, when room is needed, that have become mail. Those that are no uploads, or
    /// not of this account, are passed over.
    public void becameMail(AccountId account, Collection<String> blobIds) {
        ReentrantLock lock = locks[Math.floorMod(Long.hashCode(account.value()), LOCKS)];
        lock.lock();
        try {
            Set<BlobId> used =
                    blobIds.stream()
                            .flatMap(id -> parse(id).stream())
                            .collect(Collectors.toUnmodifiableSet());
            Instant safe = clock.instant().minus(SAFE);
            List<Change> changes =
                    list(account).stream()
                            .filter(each -> used.contains(each.blob()))
                            .filter(each -> each.when().isAfter(safe))
                            .map(each -> new Upload(each.blob(), safe, each.octets()).record())
                            .toList();
            if (!changes.isEmpty()) {
                mailboxes.file(List.of(), List.of(SpaceChanges.of(space(account), changes)));
            }
        } finally {
            lock.unlock();
        }
    }

    /// What is to go so that another one has room.
    private static Optional<List<Change>> room(List<Upload> uploads, long octets, Instant now) {
        long used = octets + uploads.stream().mapToLong(Upload::octets).sum();
        int files = 1 + uploads.size();
        List<Change> removals = new ArrayList<>();
        for (Upload oldest : uploads.stream().sorted(Comparator.comparing(Upload::when)).toList()) {
            boolean isFull = used > MAX_OCTETS || files > MAX_FILES;
            if (oldest.isOlderThan(LIFETIME, now) || isFull && oldest.isOlderThan(SAFE, now)) {
                removals.addAll(oldest.removal());
                used -= oldest.octets();
                files--;
            }
        }
        return used > MAX_OCTETS || files > MAX_FILES ? Optional.empty() : Optional.of(removals);
    }

    /// Uploads are seen by who may upload: for the account's owner alone.
    @Override
    public Optional<JmapBlob> find(JmapAccount account, String blobId) {
        Optional<BlobId> id = parse(blobId);
        if (id.isEmpty() || !account.isPersonal()) {
            return Optional.empty();
        }
        byte[] key = HeldBlob.key(id.get());
        return available(() -> storage.read(space(account.owner().id()), key))
                .map(value -> Upload.of(new Entry(key, value)))
                .filter(upload -> !upload.isOlderThan(LIFETIME, clock.instant()))
                .map(upload -> new StoredBlob(storage, upload.blob(), upload.octets()));
    }

    private record StoredBlob(Storage storage, BlobId id, long octets) implements JmapBlob {
        @Override
        public InputStream open() {
            return available(() -> new BlobStream(storage.openBlob(id), 0));
        }
    }

    /// Removes what has had its time, of all accounts. Takes turns with everything else.
    public void sweep() {
        byte[] from = {INDEX};
        byte[] to = Keys.afterPrefix(from);
        while (true) {
            byte[] first = from;
            List<Entry> entries =
                    available(() -> storage.scan(Space.Shared.COUNTERS, first, to, SWEPT_AT_ONCE));
            entries.forEach(entry -> sweep(accountIn(entry.key())));
            if (entries.size() < SWEPT_AT_ONCE) {
                return;
            }
            from = Keys.successor(entries.getLast().key());
        }
    }

    private void sweep(AccountId account) {
        ReentrantLock lock = locks[Math.floorMod(Long.hashCode(account.value()), LOCKS)];
        lock.lock();
        try {
            Instant now = clock.instant();
            List<Upload> uploads = list(account);
            List<Upload> old =
                    uploads.stream().filter(each -> each.isOlderThan(LIFETIME, now)).toList();
            List<SpaceChanges> parts = new ArrayList<>();
            if (!old.isEmpty()) {
                List<Change> removals = new ArrayList<>();
                old.forEach(each -> removals.addAll(each.removal()));
                parts.add(SpaceChanges.of(space(account), removals));
            }
            if (old.size() == uploads.size()) {
                parts.add(
                        SpaceChanges.of(
                                Space.Shared.COUNTERS,
                                List.of(new Change.Delete(indexKey(account)))));
            }
            if (!parts.isEmpty()) {
                mailboxes.file(List.of(), parts);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Upload> list(AccountId account) {
        byte[] from = HeldBlob.prefix();
        return available(() ->
                        storage.scan(space(account), from, Keys.afterPrefix(from), MAX_FILES + 1))
                .stream()
                .map(Upload::of)
                .toList();
    }

    private static byte[] indexKey(AccountId account) {
        return ByteBuffer.allocate(9).put(INDEX).putLong(account.value()).array();
    }

    private static AccountId accountIn(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(1));
    }

    private static Space space(AccountId account) {
        return Space.account(account.value());
    }

    static String idOf(BlobId blob) {
        return "U" + blob;
    }

    private static Optional<BlobId> parse(String blobId) {
        return blobId.matches("U[0-9a-f]{32}")
                ? Optional.of(
                        new BlobId(
                                Long.parseUnsignedLong(blobId, 1, 17, 16),
                                Long.parseUnsignedLong(blobId, 17, 33, 16)))
                : Optional.empty();
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException("uploads cannot be read for now: " + e.getMessage(), e);
        }
    }
}
