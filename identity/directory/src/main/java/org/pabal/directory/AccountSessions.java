// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The sessions that each account has open at the services of one kind: how many, and how to end
/// them (THREATS A09). Safe for many threads.
public final class AccountSessions {
    private final ConcurrentHashMap<AccountId, Set<Runnable>> open = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit of one account (THREATS §4)
    public AccountSessions(int limit) {
        this.limit = limit;
    }

    /// Of the account: its own, where it has one.
    public long limit(Account account) {
        return account.limits().sessions().orElse(limit);
    }

    /// As below, within the account's own limit where it has one.
    public boolean enter(Account account, Runnable end) {
        return enter(account.id(), end, limit(account));
    }

    /// @param end ends the session soon; called by any thread, must not block. The same object
    ///     leaves again
    /// @return false when the account has as many as it may
    public boolean enter(AccountId account, Runnable end) {
        return enter(account, end, limit);
    }

    private boolean enter(AccountId account, Runnable end, long most) {
        AtomicBoolean entered = new AtomicBoolean();
        open.compute(
                account,
                (_, before) -> {
                    Set<Runnable> sessions = before == null ? new HashSet<>() : before;
                    entered.set(sessions.size() < most && sessions.add(end));
                    return sessions;
                });
        return entered.get();
    }

    public void leave(AccountId account, Runnable end) {
        open.computeIfPresent(
                account,
                (_, sessions) -> {
                    sessions.remove(end);
                    return sessions.isEmpty() ? null : sessions;
                });
    }

    /// Ends the sessions of an account whose secret has changed, or who is not let in any more.
    public void end(AccountId account) {
        AtomicSnapshot ending = new AtomicSnapshot();
        open.computeIfPresent(
                account,
                (_, sessions) -> {
                    ending.sessions = List.copyOf(sessions);
                    return sessions;
                });
        ending.sessions.forEach(Runnable::run);
    }

    /// Carries the sessions out of the map's lock.
    private static final class AtomicSnapshot {
        private List<Runnable> sessions = List.of();
    }
}
