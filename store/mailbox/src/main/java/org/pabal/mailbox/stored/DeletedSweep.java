// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.stored.Deletions.RecordName;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives up what was deleted and has been kept for long enough, of all accounts, the oldest first: it
/// follows an index by time, so that it looks at no account that has nothing to give up.
///
/// While the disk has little room, each round also gives up the oldest day of what is kept.
final class DeletedSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DeletedSweep.class);
    private static final Duration STEP_WHEN_SCARCE = Duration.ofDays(1);
    private static final int ACCOUNTS_AT_ONCE = 256;
    private static final int RECORDS_AT_ONCE = 256;
    private static final byte[] BEGINNING = DeletedFormat.indexKey(0, 0);

    private final Storage storage;
    private final Commits commits;
    private final OpenAccounts accounts;

    /// Accounts of whose damaged records was told.
    private final Set<Long> unreadable = ConcurrentHashMap.newKeySet();

    DeletedSweep(Storage storage, Commits commits, OpenAccounts accounts) {
        this.storage = storage;
        this.commits = commits;
        this.accounts = accounts;
    }

    void run(Instant now) {
        List<Entry> oldest = index(BEGINNING, now.getEpochSecond(), 1);
        if (oldest.isEmpty()) {
            return;
        }
        long until = Math.max(0, now.getEpochSecond() - commits.config().keepDeleted().toSeconds());
        long early = DeletedFormat.sinceOf(oldest.getFirst().key()) + STEP_WHEN_SCARCE.toSeconds();
        if (early > until && storage.status().scarce()) {
            until = Math.min(early, now.getEpochSecond());
            LOG.warn(
                    "event=deleted-given-up-early until={} reason=\"the disk has little room:"
                            + " enlarge it, or shorten mailbox.keep-deleted\"",
                    Instant.ofEpochSecond(until));
        }
        byte[] from = BEGINNING;
        List<Entry> due;
        do {
            due = index(from, until, ACCOUNTS_AT_ONCE);
            for (Entry account : due) {
                giveUp(account, until);
                from = Keys.successor(account.key());
            }
        } while (due.size() == ACCOUNTS_AT_ONCE);
    }

    private List<Entry> index(byte[] from, long until, int most) {
        byte[] to = DeletedFormat.indexKey(until + 1, 0);
        return Failures.translated(() -> storage.scan(Space.Shared.DELETED, from, to, most));
    }

    private void giveUp(Entry index, long until) {
        OpenAccount account = accounts.get(DeletedFormat.accountOf(index.key()).value());
        try {
            Map<RecordName, LongPredicate> old = old(account, until);
            while (!old.isEmpty()) {
                new GivingUp(commits, account).run(old);
                old = old(account, until);
            }
            forgetStale(index, account);
        } catch (UnavailableException held) {
            LOG.info(
                    "event=deleted-kept-longer account={} reason=\"{}\"",
                    account.id(),
                    held.getMessage());
        }
    }

    /// The others go on; what is damaged stays, and is looked at again after a restart, too.
    private void sayOnce(long account, BrokenRecordException damage) {
        if (unreadable.add(account)) {
            LOG.error(
                    "event=deleted-unreadable account={} reason=\"{}\"",
                    account,
                    damage.getMessage());
        }
    }

    /// Some of the oldest records.
    private Map<RecordName, LongPredicate> old(OpenAccount account, long until) {
        Map<RecordName, LongPredicate> old = new LinkedHashMap<>();
        Range rest = RecordKeys.allDeleted();
        while (old.isEmpty()) {
            List<Entry> records = account.space().scan(rest, RECORDS_AT_ONCE);
            for (Entry record : records) {
                OptionalLong at = deletedAt(account, record);
                if (at.isPresent() && at.getAsLong() > until) {
                    return old;
                }
                if (at.isPresent()) {
                    old.put(RecordName.of(record.key()), _ -> true);
                }
            }
            if (records.size() < RECORDS_AT_ONCE) {
                return old;
            }
            rest = new Range(Keys.successor(records.getLast().key()), rest.to());
        }
        return old;
    }

    private OptionalLong deletedAt(OpenAccount account, Entry record) {
        try {
            return OptionalLong.of(DeletedFormat.decode(record.value()).deletedAt());
        } catch (BrokenRecordException damage) {
            sayOnce(account.id(), damage);
            return OptionalLong.empty();
        }
    }

    private boolean isThere(byte[] key) {
        return Failures.translated(() -> storage.read(Space.Shared.DELETED, key)).isPresent();
    }

    /// An entry that is not the account's any more, because a store was restored in parts perhaps.
    private void forgetStale(Entry index, OpenAccount account) {
        long since = account.published().record().deleted().since();
        if (since != DeletedFormat.sinceOf(index.key()) && isThere(index.key())) {
            commits.commit(
                    List.of(
                            SpaceChanges.of(
                                    Space.Shared.DELETED,
                                    List.of(new Change.Delete(index.key())))));
        }
    }
}
