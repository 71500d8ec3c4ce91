// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.pabal.directory.AccountId;
import org.pabal.filter.history.format.v1.HistoryKeys;
import org.pabal.filter.history.format.v1.People;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom each account knows, in memory as long as it is asked for, written some time after it changed.
/// Safe for use by many threads.
final class PeopleMemory {
    private static final long CACHE_OCTETS = 64L << 20;

    /// Accounts with changes that are not written; with more, changes are forgotten.
    private static final int MOST_CHANGED = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(PeopleMemory.class);

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final Cache<AccountId, People> cache =
            Caffeine.newBuilder()
                    .maximumWeight(CACHE_OCTETS)
                    .weigher((AccountId _, People people) -> people.weight())
                    .executor(Runnable::run)
                    .build();
    private final ConcurrentHashMap<AccountId, People> changed = new ConcurrentHashMap<>();

    PeopleMemory(Storage storage, MailboxStore mailboxes) {
        this.storage = storage;
        this.mailboxes = mailboxes;
    }

    People of(AccountId account) {
        People unwritten = changed.get(account);
        return unwritten != null ? unwritten : cache.get(account, this::read);
    }

    private People read(AccountId account) {
        return storage.read(Space.account(account.value()), HistoryKeys.people())
                .map(People::read)
                .orElse(People.NONE);
    }

    void change(AccountId account, UnaryOperator<People> how) {
        People there = of(account);
        if (changed.size() < MOST_CHANGED || changed.containsKey(account)) {
            changed.compute(account, (_, now) -> how.apply(now == null ? there : now));
        }
    }

    void forget(AccountId account) {
        changed.remove(account);
        cache.invalidate(account);
    }

    /// Writes what has changed, an account at a time.
    ///
    /// @param exists false for accounts that are no more
    void write(java.util.function.Predicate<AccountId> exists) {
        Map<AccountId, People> all = new HashMap<>(changed);
        all.forEach((account, people) -> {
            try {
                if (exists.test(account)) {
                    write(account, people);
                }
                changed.remove(account, people);
            } catch (UnavailableException held) {
                // Somebody moves it to another host, for one: with the next writing, or over there.
                LOG.debug("event=people-not-written account={}", account, held);
            }
        });
    }

    private void write(AccountId account, People people) {
        Change put = new Change.Put(HistoryKeys.people(), people.octets());
        mailboxes.file(
                List.of(), List.of(SpaceChanges.of(Space.account(account.value()), List.of(put))));
        cache.put(account, people);
    }
}
