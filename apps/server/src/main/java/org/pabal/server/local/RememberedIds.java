// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// Which mails of programs of this host were submitted: what a program does not know the fate of it
/// leaves in the drop, and what was taken from there may be found there again after a crash. Safe
/// for use by many threads.
final class RememberedIds {
    /// A program that has lost the server drops its mail within minutes.
    private static final Duration KEPT = Duration.ofDays(3);

    private static final byte KIND = 'l';
    private static final int ID_OCTETS = 16;
    private static final int ENTRIES_AT_ONCE = 1_000;

    private final Storage storage;

    RememberedIds(Storage storage) {
        this.storage = storage;
    }

    boolean knows(String id) {
        return storage.read(Space.Shared.COUNTERS, key(id)).isPresent();
    }

    /// For the commit of the mail.
    static Change remember(String id, Instant now) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(now.getEpochSecond()).array();
        return new Change.Put(key(id), value);
    }

    private static byte[] key(String id) {
        return ByteBuffer.allocate(1 + ID_OCTETS)
                .put(KIND)
                .put(HexFormat.of().parseHex(id))
                .array();
    }

    /// Forgets those that are old.
    void forget(Instant now) {
        long before = now.minus(KEPT).getEpochSecond();
        byte[] from = {KIND};
        List<Entry> some;
        do {
            some =
                    storage.scan(
                            Space.Shared.COUNTERS, from, new byte[] {KIND + 1}, ENTRIES_AT_ONCE);
            List<Change> old = new ArrayList<>();
            for (Entry entry : some) {
                if (entry.value().length != Long.BYTES
                        || ByteBuffer.wrap(entry.value()).getLong() < before) {
                    old.add(new Change.Delete(entry.key()));
                }
                from = java.util.Arrays.copyOf(entry.key(), entry.key().length + 1);
            }
            if (!old.isEmpty()) {
                storage.commit(
                        new Commit(
                                UUID.randomUUID(),
                                List.of(SpaceChanges.of(Space.Shared.COUNTERS, old))));
            }
        } while (some.size() == ENTRIES_AT_ONCE);
    }
}
