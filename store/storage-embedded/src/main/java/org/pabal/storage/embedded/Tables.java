// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.pabal.storage.BlobId;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// The keys of RocksDB: one octet that names the table, then the table's key.
final class Tables {
    private Tables() {}

    static final byte BLOBS = 'B';
    static final byte FINDINGS = 'D';
    static final byte REFERENCES = 'F';
    static final byte COMMITS = 'I';
    static final byte RECORDS = 'R';
    static final byte SEGMENTS = 'S';
    static final byte VERSIONS = 'V';

    /// The applied position of the log.
    static final byte[] POSITION = {'P'};

    /// The random number of this store, 16 octets, also in each segment.
    static final byte[] STORE = {'N'};

    /// Accounts are positive numbers; shared spaces stand above them all.
    static long number(Space space) {
        return switch (space) {
            case Space.Account(long account) -> {
                if (account < 1) {
                    throw new IllegalArgumentException("no account has the number " + account);
                }
                yield account;
            }
            case Space.Shared shared ->
                    0xFFFF_FFFF_FFFF_FF00L
                            | switch (shared) {
                                case DIRECTORY -> 1;
                                case SETTINGS -> 2;
                                case QUEUE -> 3;
                                case LEDGER -> 4;
                                case COUNTERS -> 5;
                                case SHARING -> 6;
                                case SIGNING_KEYS -> 7;
                                case REPORTS -> 8;
                                case TLS_POLICIES -> 9;
                                case MOVES -> 10;
                                case FILTER -> 11;
                                case BANS -> 12;
                                case SESSIONS -> 13;
                                case PUSH -> 14;
                                case DELETED -> 15;
                                case WAKES -> 16;
                            };
        };
    }

    static Space space(long number) {
        if (number > 0) {
            return Space.account(number);
        }
        return switch ((int) (number & 0xFF)) {
            case 1 -> Space.Shared.DIRECTORY;
            case 2 -> Space.Shared.SETTINGS;
            case 3 -> Space.Shared.QUEUE;
            case 4 -> Space.Shared.LEDGER;
            case 5 -> Space.Shared.COUNTERS;
            case 6 -> Space.Shared.SHARING;
            case 7 -> Space.Shared.SIGNING_KEYS;
            case 8 -> Space.Shared.REPORTS;
            case 9 -> Space.Shared.TLS_POLICIES;
            case 10 -> Space.Shared.MOVES;
            case 11 -> Space.Shared.FILTER;
            case 12 -> Space.Shared.BANS;
            case 13 -> Space.Shared.SESSIONS;
            case 14 -> Space.Shared.PUSH;
            case 15 -> Space.Shared.DELETED;
            case 16 -> Space.Shared.WAKES;
            default -> throw new StorageException.Damaged("no space has the number " + number);
        };
    }

    static byte[] record(long space, byte[] key) {
        byte[] out = new byte[9 + key.length];
        out[0] = RECORDS;
        putLong(out, 1, space);
        System.arraycopy(key, 0, out, 9, key.length);
        return out;
    }

    static byte[] version(long space) {
        byte[] out = new byte[9];
        out[0] = VERSIONS;
        putLong(out, 1, space);
        return out;
    }

    static byte[] blob(BlobId id) {
        byte[] out = new byte[17];
        out[0] = BLOBS;
        putLong(out, 1, id.high());
        putLong(out, 9, id.low());
        return out;
    }

    static BlobId blobId(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key, 1, 16);
        return new BlobId(in.getLong(), in.getLong());
    }

    static byte[] reference(BlobId blob, long space, byte[] holder) {
        byte[] out = new byte[25 + holder.length];
        out[0] = REFERENCES;
        putLong(out, 1, blob.high());
        putLong(out, 9, blob.low());
        putLong(out, 17, space);
        System.arraycopy(holder, 0, out, 25, holder.length);
        return out;
    }

    static byte[] segment(long id) {
        byte[] out = new byte[9];
        out[0] = SEGMENTS;
        putLong(out, 1, id);
        return out;
    }

    static byte[] finding(long sequence) {
        byte[] out = new byte[9];
        out[0] = FINDINGS;
        putLong(out, 1, sequence);
        return out;
    }

    /// Commits are kept by the time slot in which they were applied.
    static byte[] commit(int slot, UUID id) {
        byte[] out = new byte[21];
        ByteBuffer.wrap(out)
                .put(COMMITS)
                .putInt(slot)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return out;
    }

    static byte[] commitSlot(int slot) {
        return ByteBuffer.allocate(5).put(COMMITS).putInt(slot).array();
    }

    static byte[] number(long value) {
        byte[] out = new byte[8];
        putLong(out, 0, value);
        return out;
    }

    static long number(byte[] value) {
        if (value.length != 8) {
            throw new StorageException.Damaged("a number has " + value.length + " octets");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static void putLong(byte[] out, int at, long value) {
        for (int i = 7; i >= 0; i--) {
            out[at + i] = (byte) value;
            value >>>= 8;
        }
    }
}
