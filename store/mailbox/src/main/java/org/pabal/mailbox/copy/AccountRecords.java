// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.copy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.format.v1.AclFormat;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.storage.BlobId;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;

/// All records of an account's space as one who carries them to another store sees them: octets, but
/// for the numbers of other accounts, which every host gives out itself, and the ids of blobs, which
/// every store does. docs/formats/account-copy-v1.md
///
/// Other accounts are named in subscriptions (`D`), ACLs (`F`), and the keys of what readers have seen
/// (`H`) and noted (`I`); blobs in messages (`M`). What other modules keep in an account's space may
/// name neither.
public final class AccountRecords {
    private static final String FOREIGN = "../";
    private static final int READER_AT = 9;
    private static final int READER_END = 17;
    private static final int BLOB_AT = 1;
    private static final int BLOB_END = 17;
    private static final int DIGEST_OCTETS = 16;

    private AccountRecords() {}

    /// A range of keys, the second end not included.
    public record Range(byte[] from, byte[] to) {}

    /// All of an account.
    public static Range all() {
        return new Range(new byte[] {'A'}, new byte[] {'Z' + 1});
    }

    // --- buckets

    /// The bucket of a record: the beginning of its key, so long that the records of a bucket fit into
    /// memory, and so short that a large account has some thousands of them.
    public static byte[] bucketOf(byte[] key) {
        return Arrays.copyOf(key, Math.min(key.length, bucketOctets(key[0])));
    }

    /// The keys of a bucket: those that begin with it, or it alone where it is shorter than buckets of
    /// its letter are.
    public static Range keysOf(byte[] bucket) {
        return new Range(
                bucket,
                bucket.length < bucketOctets(bucket[0])
                        ? Keys.successor(bucket)
                        : Keys.afterPrefix(bucket));
    }

    private static int bucketOctets(byte letter) {
        return switch (letter) {
            case 'A' -> 1;
            case 'B', 'C', 'F', 'M', 'O', 'Q', 'X' -> 8; // 256 mailboxes, messages or commits
            case 'D', 'J' -> 2;
            case 'E', 'L' -> 9;
            case 'G' -> 12; // 256 pages of a mailbox
            case 'H', 'I' -> READER_END; // one reader of a mailbox
            case 'K' -> 10;
            default -> 3;
        };
    }

    // --- numbers of accounts, and of groups, which are of the same row

    /// Tells the accounts and groups that a record speaks of.
    public static void accountsIn(byte[] key, byte[] value, LongConsumer told) {
        switch (key[0]) {
            case 'D' -> ownerOf(key).ifPresent(name -> told.accept(name.owner));
            case 'F' -> {
                Acl acl = AclFormat.decode(value);
                acl.given().keySet().forEach(grantee -> tell(grantee, told));
                acl.withheld().keySet().forEach(grantee -> tell(grantee, told));
            }
            case 'H', 'I' -> {
                if (readerOf(key) != 0) {
                    told.accept(readerOf(key));
                }
            }
            default -> {
                // speaks of none
            }
        }
    }

    private static void tell(Grantee grantee, LongConsumer told) {
        switch (grantee) {
            case Grantee.Anyone _ -> {}
            case Grantee.Account(AccountId id) -> told.accept(id.value());
            case Grantee.Group(GroupId id) -> told.accept(id.value());
        }
    }

    /// The record as it is where accounts have other numbers.
    ///
    /// @param numbers gives the number that an account or group has there, 0 where it has none
    /// @return empty when it speaks of nobody who is known there
    public static Optional<Entry> translated(Entry entry, LongUnaryOperator numbers) {
        return switch (entry.key()[0]) {
            case 'D' -> subscription(entry, numbers);
            case 'F' -> acl(entry, numbers);
            case 'H', 'I' ->
                    readersKey(entry.key(), numbers).map(key -> new Entry(key, entry.value()));
            default -> Optional.of(entry);
        };
    }

    /// The key of such a record; see {@link #translated}.
    public static Optional<byte[]> translatedKey(byte[] key, LongUnaryOperator numbers) {
        return key[0] == 'F'
                ? Optional.of(key)
                : translated(new Entry(key, new byte[0]), numbers).map(Entry::key);
    }

    /// The bucket in which its records are where accounts have other numbers.
    ///
    /// @return empty when no record of it is there
    public static Optional<byte[]> translatedBucket(byte[] bucket, LongUnaryOperator numbers) {
        return switch (bucket[0]) {
            case 'H', 'I' -> readersKey(bucket, numbers);
            default -> Optional.of(bucket);
        };
    }

    private static Optional<byte[]> readersKey(byte[] key, LongUnaryOperator numbers) {
        if (key.length < READER_END || readerOf(key) == 0) {
            return Optional.of(key);
        }
        long reader = numbers.applyAsLong(readerOf(key));
        if (reader == 0) {
            return Optional.empty();
        }
        byte[] other = key.clone();
        ByteBuffer.wrap(other).putLong(READER_AT, reader);
        return Optional.of(other);
    }

    private static long readerOf(byte[] key) {
        return ByteBuffer.wrap(key).getLong(READER_AT);
    }

    private static Optional<Entry> acl(Entry entry, LongUnaryOperator numbers) {
        Acl before = AclFormat.decode(entry.value());
        Acl after = Acl.NONE;
        for (Map.Entry<Grantee, Rights> each : before.given().entrySet()) {
            Optional<Grantee> grantee = there(each.getKey(), numbers);
            if (grantee.isPresent()) {
                after = after.giving(grantee.get(), each.getValue());
            }
        }
        for (Map.Entry<Grantee, Rights> each : before.withheld().entrySet()) {
            Optional<Grantee> grantee = there(each.getKey(), numbers);
            if (grantee.isPresent()) {
                after = after.withholding(grantee.get(), each.getValue());
            }
        }
        return after.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entry(entry.key(), AclFormat.encode(after)));
    }

    private static Optional<Grantee> there(Grantee grantee, LongUnaryOperator numbers) {
        return switch (grantee) {
            case Grantee.Anyone anyone -> Optional.of(anyone);
            case Grantee.Account(AccountId id) ->
                    there(
                            id.value(),
                            numbers,
                            number -> new Grantee.Account(new AccountId(number)));
            case Grantee.Group(GroupId id) ->
                    there(id.value(), numbers, number -> new Grantee.Group(new GroupId(number)));
        };
    }

    private static Optional<Grantee> there(
            long number, LongUnaryOperator numbers, LongFunction<Grantee> grantee) {
        long other = numbers.applyAsLong(number);
        return other == 0 ? Optional.empty() : Optional.of(grantee.apply(other));
    }

    /// A subscription to another account's mailbox.
    ///
    /// @param rest from the delimiter behind the number on
    private record ForeignName(long owner, String rest) {}

    private static Optional<ForeignName> ownerOf(byte[] key) {
        String name = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
        int end = name.indexOf(MailboxName.DELIMITER, FOREIGN.length());
        if (!name.startsWith(FOREIGN) || end < 0) {
            return Optional.empty();
        }
        long owner = Long.parseLong(name, FOREIGN.length(), end, 10);
        return Optional.of(new ForeignName(owner, name.substring(end)));
    }

    private static Optional<Entry> subscription(Entry entry, LongUnaryOperator numbers) {
        Optional<ForeignName> name = ownerOf(entry.key());
        if (name.isEmpty()) {
            return Optional.of(entry);
        }
        long owner = numbers.applyAsLong(name.get().owner);
        String other = "D" + FOREIGN + owner + name.get().rest;
        return owner == 0
                ? Optional.empty()
                : Optional.of(new Entry(other.getBytes(StandardCharsets.UTF_8), entry.value()));
    }

    // --- blobs

    public static boolean isMessage(byte[] key) {
        return key[0] == 'M';
    }

    /// @param record of a message
    public static BlobId blobOf(byte[] record) {
        return MessageFormat.blobOf(record);
    }

    /// The record of a message whose octets are another blob.
    public static byte[] withBlob(byte[] record, BlobId blob) {
        byte[] other = record.clone();
        ByteBuffer.wrap(other)
                .putLong(BLOB_AT, blob.high())
                .putLong(BLOB_AT + Long.BYTES, blob.low());
        return other;
    }

    // --- digests

    /// What tells two records of one key apart, the same in every store: the first half of a SHA-256.
    ///
    /// @param blobSha256 of a message's blob, which stands for its id
    public static byte[] digest(Entry entry, Optional<byte[]> blobSha256) {
        MessageDigest digest = sha256();
        digest.update((byte) (entry.key().length >>> 8));
        digest.update((byte) entry.key().length);
        digest.update(entry.key());
        byte[] value = entry.value();
        if (blobSha256.isPresent()) {
            digest.update(value, 0, BLOB_AT);
            digest.update(blobSha256.get());
            digest.update(value, BLOB_END, value.length - BLOB_END);
        } else {
            digest.update(value);
        }
        return Arrays.copyOf(digest.digest(), DIGEST_OCTETS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
