// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapUser;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.MailboxStore;

/// One client that waits for changes. Changes merge in here until {@link #await} takes them: what
/// waits is at most one state for each type of each account. Changes come in by many threads; one
/// takes them.
public final class StateListener implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private static final Set<DataType> DELIVERED_LONG_AGO =
            EnumSet.complementOf(EnumSet.of(DataType.EMAIL_DELIVERY));

    /// In the place of a state that is asked for when it is told.
    private static final String TO_BE_ASKED = "";

    private final JmapUser user;
    private final WantedTypes wanted;
    private final StateChanges.TypeStates states;
    private final long intervalNanos;
    private final Runnable forget;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Map<String, Map<String, String>> pending = new TreeMap<>();
    private final Map<String, AccountPoint> points = new HashMap<>();
    private final Map<String, String> others = new HashMap<>();
    private final Map<String, AccountMailboxes.Watch> watches = new HashMap<>();
    private boolean ended;
    private boolean closed;
    private long nextTime = System.nanoTime();

    /// @param interval between two events at least
    /// @param forget is run at the end
    StateListener(
            JmapUser user,
            WantedTypes wanted,
            StateChanges.TypeStates states,
            Duration interval,
            Runnable forget) {
        this.user = user;
        this.wanted = wanted;
        this.states = states;
        this.intervalNanos = interval.toNanos();
        this.forget = forget;
    }

    AccountId who() {
        return user.account().id();
    }

    /// Hears of an account's mail from now on.
    void watch(JmapAccount account, AccountMailboxes mailboxes) {
        String id = account.id();
        if (wanted.ofMail().isEmpty() && !mayChangeQuota(id)) {
            return;
        }
        AccountMailboxes.Watch watch =
                mailboxes.watch(
                        new AccountMailboxes.Listener() {
                            @Override
                            public void mailboxChanged(org.pabal.mailbox.MailboxId mailbox) {
                                // what JMAP shows of it is told below
                            }

                            @Override
                            public void stateChanged(AccountPoint now, Set<DataType> types) {
                                mailChanged(id, now, types);
                            }
                        });
        if (!keep(id, watch)) {
            watch.close();
            return;
        }
        AccountPoint now = mailboxes.state().point();
        lock.lock();
        try {
            points.merge(id, now, StateListener::later);
        } finally {
            lock.unlock();
        }
    }

    /// @return false when it is not wanted any more, or there is one already
    private boolean keep(String account, AccountMailboxes.Watch watch) {
        lock.lock();
        try {
            return !closed && watches.putIfAbsent(account, watch) == null;
        } finally {
            lock.unlock();
        }
    }

    /// Hears of the mail of those, too, who have begun to share since, and tells of it as of something
    /// new. RFC 9670 §1.4.
    void watchNewAccounts(MailboxStore store) {
        for (JmapAccount account : user.again().map(JmapUser::accounts).orElse(List.of())) {
            if (!isWatched(account.id())) {
                AccountMailboxes mailboxes = store.open(account.owner(), account.reader());
                watch(account, mailboxes);
                if (isWatched(account.id())) {
                    mailChanged(account.id(), mailboxes.state().point(), DELIVERED_LONG_AGO);
                }
            }
        }
    }

    private boolean isWatched(String account) {
        lock.lock();
        try {
            return watches.containsKey(account);
        } finally {
            lock.unlock();
        }
    }

    private static AccountPoint later(AccountPoint one, AccountPoint other) {
        return one.modSeq() >= other.modSeq() ? one : other;
    }

    /// Where a type that is not mail is at the beginning.
    void begin(String type, String state) {
        lock.lock();
        try {
            others.putIfAbsent(type, state);
        } finally {
            lock.unlock();
        }
    }

    boolean wants(String type) {
        return wanted.has(type);
    }

    /// Whatever is otherwise now than the client knows is to be told. RFC 8620 §7.3: Last-Event-ID.
    void resume(KnownStates known) {
        lock.lock();
        try {
            points.forEach((id, now) -> resume(id, known.points().get(id), now));
            others.forEach((type, now) -> {
                if (!now.equals(known.others().get(type))) {
                    put(own(), type, now);
                }
            });
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void resume(String id, @Nullable AccountPoint before, AccountPoint now) {
        if (now.equals(before)) {
            return;
        }
        for (DataType type : wanted.ofMail()) {
            boolean nothingNew =
                    type == DataType.EMAIL_DELIVERY
                            && before != null
                            && before.newestEmail() == now.newestEmail();
            if (!nothingNew) {
                put(id, WantedTypes.name(type), now.toString());
            }
        }
    }

    private String own() {
        return JmapAccount.own(user.account()).id();
    }

    private void put(String account, String type, String state) {
        pending.computeIfAbsent(account, _ -> new TreeMap<>()).put(type, state);
    }

    /// What is used changes with mail. RFC 9425 §4.
    private boolean mayChangeQuota(String account) {
        return account.equals(own()) && wanted.has(WantedTypes.QUOTA);
    }

    private void mailChanged(String account, AccountPoint now, Set<DataType> types) {
        lock.lock();
        try {
            if (mayChangeQuota(account)) {
                put(account, WantedTypes.QUOTA, TO_BE_ASKED);
            }
            points.merge(account, now, StateListener::later);
            for (DataType type : types) {
                String name = WantedTypes.name(type);
                if (wanted.has(name)) {
                    put(account, name, now.toString());
                }
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void changed(String type, String state) {
        lock.lock();
        try {
            if (wanted.has(type) && !state.equals(others.put(type, state))) {
                put(own(), type, state);
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends it from outside: the user may listen no more.
    public void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for changes. Whether the user is let in still is asked before each is told, and once a
    /// minute: a session of a browser may have ended.
    ///
    /// @return empty when the time is over or the listener has ended
    public Optional<StateChange> await(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (true) {
            long left = until - System.nanoTime();
            Optional<StateChange> change =
                    awaitAny(Duration.ofNanos(Math.clamp(left, 0, LOOK_AGAIN.toNanos())));
            if (user.again().isEmpty()) {
                end();
            }
            if (hasEnded()) {
                return Optional.empty();
            }
            if (change.isPresent() || left <= LOOK_AGAIN.toNanos()) {
                return change;
            }
        }
    }

    private Optional<StateChange> awaitAny(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (true) {
            Optional<Map<String, Map<String, String>>> taken = take(until);
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Map<String, String>> seen = taken.get();
            seen.keySet().removeIf(account -> !isVisible(account));
            askForQuota(seen);
            Optional<StateChange> change = StateChange.of(seen, known());
            if (change.isPresent()) {
                return change;
            }
        }
    }

    /// Not by the thread that changes mail.
    private void askForQuota(Map<String, Map<String, String>> seen) {
        Map<String, String> types = seen.getOrDefault(own(), Map.of());
        if (!TO_BE_ASKED.equals(types.get(WantedTypes.QUOTA))) {
            return;
        }
        Optional<String> now =
                states.state(user.again().orElse(user), own(), WantedTypes.QUOTA)
                        .filter(state -> !state.equals(toldOf(WantedTypes.QUOTA, state)));
        if (now.isPresent()) {
            types.put(WantedTypes.QUOTA, now.get());
        } else {
            types.remove(WantedTypes.QUOTA);
        }
        seen.values().removeIf(Map::isEmpty);
    }

    /// @return the state before
    private @Nullable String toldOf(String type, String state) {
        lock.lock();
        try {
            return others.put(type, state);
        } finally {
            lock.unlock();
        }
    }

    /// A mailbox that was shared may be so no more (THREATS J05).
    private boolean isVisible(String account) {
        return user.account(account).isPresent();
    }

    private Optional<Map<String, Map<String, String>>> take(long until)
            throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                long now = System.nanoTime();
                long notBefore = pending.isEmpty() ? Long.MAX_VALUE : nextTime - now;
                if (notBefore <= 0) {
                    Map<String, Map<String, String>> taken = new TreeMap<>(pending);
                    pending.clear();
                    nextTime = now + intervalNanos;
                    return Optional.of(taken);
                }
                long left = Math.min(notBefore, until - now);
                if (until - now <= 0) {
                    return Optional.empty();
                }
                news.await(left, TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Where the client is that has heard everything so far.
    KnownStates known() {
        lock.lock();
        try {
            return new KnownStates(points, others);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        forget.run();
        List<AccountMailboxes.Watch> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(watches.values());
            watches.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(AccountMailboxes.Watch::close);
    }
}
