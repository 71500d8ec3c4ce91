// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.format.v1.SeenFormat;
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;

/// Reads the space of one account.
final class AccountSpace {
    /// Entries that one call to storage returns: bounds memory, costs little.
    private static final int CHUNK = 512;

    private final Storage storage;
    private final Space space;

    AccountSpace(Storage storage, long account) {
        this.storage = storage;
        this.space = Space.account(account);
    }

    Space space() {
        return space;
    }

    long version() {
        return Failures.translated(() -> storage.version(space));
    }

    Optional<byte[]> read(byte[] key) {
        return Failures.translated(() -> storage.read(space, key));
    }

    List<Entry> scan(Range range, int limit) {
        return Failures.translated(() -> storage.scan(space, range.from(), range.to(), limit));
    }

    /// What a reader who is not the owner has seen of a mailbox.
    SeenMarks seenMarks(long mailbox, long reader) {
        SeenMarks[] marks = {SeenMarks.NONE};
        forEach(
                RecordKeys.seen(mailbox, reader),
                entry ->
                        marks[0] =
                                marks[0].with(
                                        RecordKeys.chunkOfSeen(entry.key()),
                                        SeenFormat.decode(entry.value())));
        return marks[0];
    }

    /// Gives all entries of a range, in order.
    void forEach(Range range, Consumer<Entry> action) {
        Range rest = range;
        while (true) {
            List<Entry> entries = scan(rest, CHUNK);
            entries.forEach(action);
            if (entries.size() < CHUNK) {
                return;
            }
            rest = RecordKeys.after(range, entries.getLast().key());
        }
    }
}
