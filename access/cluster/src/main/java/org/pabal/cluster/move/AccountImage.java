// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.cluster.move.BucketDigest.KeyDigest;
import org.pabal.mailbox.copy.AccountRecords;
import org.pabal.mailbox.copy.AccountRecords.Range;
import org.pabal.storage.Blob;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;

/// Reads an account's space bucket by bucket.
final class AccountImage {
    private static final int PAGE = 512;

    private final Storage storage;
    private final Space space;

    AccountImage(Storage storage, Space space) {
        this.storage = storage;
        this.space = space;
    }

    /// The buckets behind one, as their keys are here.
    ///
    /// @param after empty for the first
    List<byte[]> buckets(byte[] after, int most) {
        List<byte[]> buckets = new ArrayList<>();
        Range all = AccountRecords.all();
        byte[] from = after.length == 0 ? all.from() : AccountRecords.keysOf(after).to();
        while (buckets.size() < most) {
            List<Entry> next = storage.scan(space, from, all.to(), 1);
            if (next.isEmpty()) {
                break;
            }
            byte[] bucket = AccountRecords.bucketOf(next.getFirst().key());
            buckets.add(bucket);
            from = AccountRecords.keysOf(bucket).to();
        }
        return buckets;
    }

    List<Entry> entries(byte[] bucket) {
        List<Entry> entries = new ArrayList<>();
        forEach(AccountRecords.keysOf(bucket), entries::add);
        return entries;
    }

    void forEach(Range range, Consumer<Entry> action) {
        byte[] from = range.from();
        while (true) {
            List<Entry> page = storage.scan(space, from, range.to(), PAGE);
            page.forEach(action);
            if (page.size() < PAGE) {
                return;
            }
            from = Keys.successor(page.getLast().key());
        }
    }

    /// @param entry with the source's numbers
    KeyDigest digest(Entry entry) {
        return new KeyDigest(entry.key(), AccountRecords.digest(entry, blobDigest(entry)));
    }

    /// A message whose blob has just been freed is about to go itself.
    private Optional<byte[]> blobDigest(Entry entry) {
        return AccountRecords.isMessage(entry.key())
                ? Optional.of(
                        storage.blob(AccountRecords.blobOf(entry.value()))
                                .map(Blob::sha256)
                                .orElse(new byte[0]))
                : Optional.empty();
    }
}
