// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mda.memory.format.v1.MemoryFormat;
import org.pabal.mda.memory.format.v1.MemoryFormat.Kind;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Space;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// About how many memories of a kind accounts have: counted in storage when it was not for a while,
/// and kept up from there, so that nobody reads thousands of them for each mail. What a failed commit
/// or another process makes wrong is right again after the next count. Safe for use by many threads.
final class Counts {
    private static final int MAX_ACCOUNTS = 10_000;
    private static final Duration COUNTED_AGAIN = Duration.ofHours(1);

    private final Storage storage;
    private final Map<Of, Count> counts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Of, Count> eldest) {
                    return size() > MAX_ACCOUNTS;
                }
            };

    private record Of(AccountId account, Kind kind) {}

    private record Count(int number, Instant counted) {}

    Counts(Storage storage) {
        this.storage = storage;
    }

    boolean hasRoom(AccountId account, Kind kind, int most, Instant now) {
        Of of = new Of(account, kind);
        Count known = known(of);
        if (known == null
                || now.isBefore(known.counted)
                || now.isAfter(known.counted.plus(COUNTED_AGAIN))) {
            known = new Count(count(of, most), now);
            put(of, known);
        }
        return known.number < most;
    }

    private synchronized @Nullable Count known(Of of) {
        return counts.get(of);
    }

    private synchronized void put(Of of, Count count) {
        counts.remove(of); // to the end
        counts.put(of, count);
    }

    private int count(Of of, int most) {
        try {
            return storage.scan(
                            Space.account(of.account.value()),
                            MemoryFormat.first(of.kind),
                            MemoryFormat.end(of.kind),
                            most)
                    .size();
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    synchronized void added(AccountId account, Kind kind, int more) {
        counts.computeIfPresent(
                new Of(account, kind),
                (_, count) -> new Count(Math.max(0, count.number + more), count.counted));
    }
}
