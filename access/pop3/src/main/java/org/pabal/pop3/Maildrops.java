// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountSessions;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;

/// Opens maildrops: the INBOX of each account, for one session at a time (RFC 1939 §4, THREATS
/// P03). Safe for many threads.
///
/// The lock is the session's and goes with it: nothing of it is on disk, so that nothing can be left
/// behind by a crash.
public final class Maildrops {
    private final MailboxStore store;
    private final AccountSessions sessions;
    private final Sharing sharing;
    private final Duration patience;
    private final ConcurrentHashMap<AccountId, CountDownLatch> locked = new ConcurrentHashMap<>();

    /// How many sessions an account's maildrop may have at a time.
    public enum Sharing {
        EXCLUSIVE,
        /// As many as an account may have, each with the messages as they were when it began.
        SNAPSHOTS
    }

    /// @param patience for a session that is about to end: a client that has gone without QUIT and
    ///     comes back at once
    public Maildrops(
            MailboxStore store, AccountSessions sessions, Sharing sharing, Duration patience) {
        this.store = store;
        this.sessions = sessions;
        this.sharing = sharing;
        this.patience = patience;
    }

    sealed interface Opening {
        record Opened(Maildrop maildrop) implements Opening {}

        record InUse() implements Opening {}

        record TooManySessions() implements Opening {}
    }

    /// @param end ends the session soon; see {@link AccountSessions#enter}
    Opening open(Account account, Runnable end) throws InterruptedException {
        if (!sessions.enter(account, end)) {
            return new Opening.TooManySessions();
        }
        Runnable leave = () -> sessions.leave(account.id(), end);
        Opening opening = new Opening.InUse();
        try {
            opening = openFor(account, leave);
            return opening;
        } finally {
            if (!(opening instanceof Opening.Opened)) {
                leave.run();
            }
        }
    }

    /// A place among the account's sessions for one that goes on with another host.
    ///
    /// @return false when the account has as many sessions as it may
    boolean enter(Account account, Runnable end) {
        return sessions.enter(account, end);
    }

    void leave(Account account, Runnable end) {
        sessions.leave(account.id(), end);
    }

    private Opening openFor(Account account, Runnable leave) throws InterruptedException {
        if (sharing == Sharing.SNAPSHOTS) {
            return new Opening.Opened(maildrop(account, leave));
        }
        CountDownLatch lock = new CountDownLatch(1);
        if (!lock(account.id(), lock)) {
            return new Opening.InUse();
        }
        Runnable unlock =
                () -> {
                    locked.remove(account.id(), lock);
                    lock.countDown();
                };
        Opening opening = new Opening.InUse();
        try {
            opening =
                    new Opening.Opened(
                            maildrop(
                                    account,
                                    () -> {
                                        unlock.run();
                                        leave.run();
                                    }));
            return opening;
        } finally {
            if (!(opening instanceof Opening.Opened)) {
                unlock.run();
            }
        }
    }

    private boolean lock(AccountId account, CountDownLatch mine) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            CountDownLatch other = locked.putIfAbsent(account, mine);
            if (other == null) {
                return true;
            }
            if (!other.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
    }

    private Maildrop maildrop(Account account, Runnable release) {
        AccountMailboxes mailboxes = store.open(account);
        MailboxId inbox = mailboxes.find(MailboxName.INBOX).orElseThrow().id();
        return mailboxes
                .snapshot(inbox)
                .map(snapshot -> new Maildrop(mailboxes, snapshot, release))
                .orElseThrow(() ->
                        new UnavailableException("the account is being removed: " + account.id()));
    }
}
