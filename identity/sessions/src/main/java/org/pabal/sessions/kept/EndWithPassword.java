// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.kept;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.DirectoryAdministration.PasswordWatch;
import org.pabal.message.UnavailableException;
import org.pabal.sessions.Factors;
import org.pabal.sessions.format.v1.SessionFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What ends with a password: sessions, which the directory's own word ends, and what browsers remember
/// of second factors. Safe for use by many threads.
///
/// A mark is durable before a password may change, and goes behind the ends of sessions, in one order
/// with them: a server that is killed anywhere in between finds it at its next start and ends all of the
/// account's sessions, also where the password stayed (THREATS A09).
public final class EndWithPassword implements PasswordWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EndWithPassword.class);
    private static final int PAGE = 1_000;

    private final Storage storage;
    private final Sessions sessions;
    private final KeptFactors factors;
    private final OwedSignOuts owed;
    private final ReentrantLock lock = new ReentrantLock();

    /// How many changes are under way; the last takes the mark away.
    private final Map<AccountId, Integer> changing = new HashMap<>();

    /// @param owed what the homes of accounts on other hosts are to be told
    public EndWithPassword(
            Storage storage, Sessions sessions, KeptFactors factors, OwedSignOuts owed) {
        this.storage = storage;
        this.sessions = sessions;
        this.factors = factors;
        this.owed = owed;
    }

    @Override
    public Outcome around(AccountId account, Supplier<Outcome> change) {
        begin(account);
        boolean mayHaveChanged = true;
        try {
            Outcome outcome = change.get();
            mayHaveChanged = outcome instanceof Outcome.Done;
            return outcome;
        } finally {
            if (mayHaveChanged) {
                forgetBrowsers(account);
                owed.passwordChanged(account);
            }
            end(account);
        }
    }

    private void begin(AccountId account) {
        lock.lock();
        try {
            commit(new Change.Put(SessionFormat.changeKey(account), SessionFormat.encodeChange()));
            changing.merge(account, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void end(AccountId account) {
        lock.lock();
        try {
            int left = changing.merge(account, -1, Integer::sum);
            if (left == 0) {
                changing.remove(account);
                commit(new Change.Delete(SessionFormat.changeKey(account)));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Browsers that were remembered are asked for the second factor again.
    private void forgetBrowsers(AccountId account) {
        factors.change(
                account,
                before ->
                        Optional.of(before)
                                .filter(each -> !each.devices().isEmpty())
                                .map(Factors::withoutDevices));
    }

    /// Another host of ours says that the account's password has changed in its directory.
    public void changedElsewhere(AccountId account) {
        forgetBrowsers(account);
        int ended = sessions.endOfOthers(account);
        LOG.info("event=sessions-ended account={} count={} by=front", account, ended);
    }

    /// Ends what a server that was killed left. For the start.
    public void recover() {
        byte[] from = SessionFormat.changePrefix();
        List<AccountId> left;
        do {
            left = marked(from);
            for (AccountId account : left) {
                int ended = sessions.endAll(account);
                forgetBrowsers(account);
                owed.passwordChanged(account);
                commit(new Change.Delete(SessionFormat.changeKey(account)));
                LOG.warn(
                        "event=sessions-ended account={} count={} by=start reason=\"the server"
                                + " stopped while a password was changed\"",
                        account,
                        ended);
            }
        } while (left.size() == PAGE);
    }

    private List<AccountId> marked(byte[] prefix) {
        try {
            return storage
                    .scan(Space.Shared.SESSIONS, prefix, Keys.afterPrefix(prefix), PAGE)
                    .stream()
                    .map(entry -> SessionFormat.changing(entry.key()))
                    .toList();
        } catch (StorageException down) {
            throw outOfOrder(down);
        }
    }

    private void commit(Change change) {
        SpaceChanges part = SpaceChanges.of(Space.Shared.SESSIONS, List.of(change));
        try {
            if (storage.commit(new Commit(UUID.randomUUID(), List.of(part)))
                    instanceof CommitOutcome.Failed(var reason)) {
                throw reason;
            }
        } catch (StorageException failed) {
            throw outOfOrder(failed);
        }
    }

    private static UnavailableException outOfOrder(StorageException why) {
        return new UnavailableException(
                "that a password changes cannot be written down: " + why.getMessage());
    }
}
