// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.bans.Ban;
import org.pabal.bans.BanTable;
import org.pabal.bans.Subject;
import org.pabal.bans.format.v1.BanFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// All bans, in force or remembered. A ban is durable before anybody meets it. Safe for use by many
/// threads.
final class Docket {
    /// Beyond, those that end first give way.
    static final int MAX_BANS = 50_000;

    private final Storage storage;
    private final BanWatcher watcher;
    private final ReentrantLock changes = new ReentrantLock();
    private final Map<Subject, Ban> bans = new ConcurrentHashMap<>();
    private volatile BanTable table = BanTable.EMPTY;

    Docket(Storage storage, BanWatcher watcher) {
        this.storage = storage;
        this.watcher = watcher;
    }

    void load(Entry entry, Instant now) {
        Ban ban = BanFormat.ban(entry.key(), entry.value());
        bans.put(ban.subject(), ban);
        if (ban.isInForce(now) && ban.subject() instanceof Subject.Everything(var source)) {
            watcher.banned(source, Duration.between(now, ban.until()));
        }
    }

    /// After the last was loaded, and when some may be over.
    void renewTable(Instant now) {
        changes.lock();
        try {
            table =
                    BanTable.of(
                            bans.values().stream()
                                    .filter(ban ->
                                            ban.subject() instanceof Subject.Everything
                                                    && ban.isInForce(now))
                                    .toList());
        } finally {
            changes.unlock();
        }
    }

    BanTable table() {
        return table;
    }

    Optional<Ban> inForce(Subject subject, Instant now) {
        return Optional.ofNullable(bans.get(subject)).filter(ban -> ban.isInForce(now));
    }

    /// How often a subject was banned so far, as far as it is remembered.
    int times(Subject subject, Instant now) {
        Ban before = bans.get(subject);
        return before == null || before.isForgotten(now) ? 0 : before.times();
    }

    List<Ban> all() {
        return List.copyOf(bans.values());
    }

    long inForce(Instant now) {
        return bans.values().stream().filter(ban -> ban.isInForce(now)).count();
    }

    /// @param only to be imposed when no such ban is in force
    /// @return whether it was imposed
    /// @throws org.pabal.storage.StorageException when it could not be made durable
    boolean impose(Ban ban, boolean only) {
        changes.lock();
        try {
            if (only && inForce(ban.subject(), ban.since()).isPresent()) {
                return false;
            }
            List<Change> made = new ArrayList<>();
            giveWay(ban, made);
            made.add(new Change.Put(BanFormat.key(ban.subject()), BanFormat.encode(ban)));
            commit(made);
            bans.put(ban.subject(), ban);
            if (ban.subject() instanceof Subject.Everything(var source)) {
                renewTable(ban.since());
                watcher.banned(source, Duration.between(ban.since(), ban.until()));
            }
            return true;
        } finally {
            changes.unlock();
        }
    }

    private void giveWay(Ban to, List<Change> made) {
        if (bans.size() < MAX_BANS || bans.containsKey(to.subject())) {
            return;
        }
        bans.values().stream()
                .sorted((one, other) -> one.until().compareTo(other.until()))
                .limit(MAX_BANS / 100)
                .forEach(ban -> remove(ban, made));
    }

    private void remove(Ban ban, List<Change> made) {
        bans.remove(ban.subject());
        made.add(new Change.Delete(BanFormat.key(ban.subject())));
    }

    /// Lifts a ban; that it was stays remembered unless it is to be forgotten.
    void lift(Ban ban, boolean forget, Instant now) {
        changes.lock();
        try {
            List<Change> made = new ArrayList<>();
            if (forget) {
                remove(ban, made);
            } else {
                Ban lifted = ban.lifted(now);
                made.add(new Change.Put(BanFormat.key(ban.subject()), BanFormat.encode(lifted)));
                bans.put(ban.subject(), lifted);
            }
            commit(made);
            if (ban.subject() instanceof Subject.Everything(var source)) {
                renewTable(now);
                watcher.lifted(source);
            }
        } finally {
            changes.unlock();
        }
    }

    /// Takes note of bans that are over, and forgets those that were long ago.
    void sweep(Instant now, List<Change> made) {
        changes.lock();
        try {
            Map<Subject, Ban> old = new LinkedHashMap<>();
            bans.forEach((subject, ban) -> {
                if (ban.isForgotten(now)) {
                    old.put(subject, ban);
                }
            });
            old.values().forEach(ban -> remove(ban, made));
            renewTable(now);
        } finally {
            changes.unlock();
        }
    }

    private void commit(List<Change> made) {
        if (made.isEmpty()) {
            return;
        }
        CommitOutcome outcome =
                storage.commit(
                        new Commit(
                                UUID.randomUUID(),
                                List.of(SpaceChanges.of(Space.Shared.BANS, made))));
        if (outcome instanceof CommitOutcome.Failed(var reason)) {
            throw reason;
        }
    }
}
