// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.pabal.directory.AccountId;
import org.pabal.directory.AppPassword;
import org.pabal.directory.format.v1.StoredAppPassword;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;

/// On which day each app password was last used: gathered in memory and written down now and then,
/// so that no log-in waits for a disk on account of it. A crash forgets some minutes. Safe for use
/// by many threads.
final class LastUses {
    private static final Duration GATHERING = Duration.ofMinutes(10);

    /// Written down at once when so many have been gathered.
    private static final int MAX_GATHERED = 5_000;

    private final DirectoryChanges changes;
    private final InstantSource clock;
    private final Map<Key, LocalDate> gathered = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> written;

    private record Key(AccountId account, String name) {}

    LastUses(DirectoryChanges changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
        this.written = new AtomicReference<>(clock.instant());
    }

    void used(AccountId account, String name) {
        Instant now = clock.instant();
        gathered.put(new Key(account, name), LocalDate.ofInstant(now, ZoneOffset.UTC));
        Instant before = written.get();
        boolean isTime =
                now.isAfter(before.plus(GATHERING))
                        || now.isBefore(before)
                        || gathered.size() >= MAX_GATHERED;
        if (isTime && written.compareAndSet(before, now)) {
            write();
        }
    }

    /// With the use that is not written down yet.
    AppPassword shown(AccountId account, StoredAppPassword stored) {
        return Optional.ofNullable(gathered.get(new Key(account, stored.name())))
                .map(day -> stored.usedOn(day).shown())
                .orElse(stored.shown());
    }

    /// What cannot be written is written the next time.
    void write() {
        Map<Key, LocalDate> taken = Map.copyOf(gathered);
        try {
            changes.change(() -> plan(taken));
            taken.forEach(gathered::remove); // unless used on another day meanwhile
        } catch (UnavailableException later) {
            return;
        }
    }

    private Plan plan(Map<Key, LocalDate> taken) {
        List<Change> puts = new ArrayList<>();
        taken.forEach((key, day) ->
                changes.store().appPasswords(key.account()).stream()
                        .filter(each -> each.name().equals(key.name()))
                        .filter(each -> !each.shown().lastUsed().equals(Optional.of(day)))
                        .forEach(each ->
                                puts.add(AppPasswords.put(key.account(), each.usedOn(day)))));
        return puts.isEmpty()
                ? new Plan.Refuse("all is written down")
                : new Plan.Write(List.copyOf(puts), _ -> {});
    }
}
