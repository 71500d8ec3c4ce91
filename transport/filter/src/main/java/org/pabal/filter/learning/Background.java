// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.message.UnavailableException;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that learns. What it is told is forgotten in a crash: at its start it looks at all
/// accounts for words that wait.
final class Background implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /// Clients mark a message, unmark it and move it within a moment.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static final long BETWEEN_COUNTS = TimeUnit.SECONDS.toNanos(30);

    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(30);
    private static final Duration CLOSE = Duration.ofSeconds(20);

    /// Accounts that only wait; with more, the next start sees to them.
    private static final int MOST_WAITING = 1_000_000;

    /// Mails beyond doubt; with more, they are passed over.
    private static final int MOST_SURE = 500;

    private final Learning learning;
    private final Learners learners;
    private final LearningConfig config;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// When, by {@link System#nanoTime}, each account's turn is.
    private final LinkedHashMap<AccountId, Long> due = new LinkedHashMap<>();

    private final LinkedHashMap<Features, Kind> sure = new LinkedHashMap<>();
    private final ArrayDeque<Known> known = new ArrayDeque<>();

    /// Mails of friends that accounts have learnt today; lost in a crash.
    private final Map<AccountId, Integer> friendly = new HashMap<>();

    private int friendlyDay;
    private long nextCount;
    private boolean closed;
    private @Nullable Thread thread;

    /// A mail of somebody whom the account knows.
    private record Known(AccountId account, Features features) {}

    Background(Learning learning, Learners learners, LearningConfig config, InstantSource clock) {
        this.learning = learning;
        this.learners = learners;
        this.config = config;
        this.clock = clock;
    }

    void start() {
        locked(() -> {
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().daemon().name("filter-learning").start(this);
            }
        });
    }

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // --- what it is told

    void corrected(AccountId account) {
        later(account, PATIENCE);
    }

    private void later(AccountId account, long nanos) {
        locked(() -> {
            if (thread != null && (due.size() < MOST_WAITING || due.containsKey(account))) {
                due.merge(account, System.nanoTime() + nanos, (a, b) -> a - b < 0 ? a : b);
            }
        });
    }

    /// A mail left no doubt, for anybody.
    void sure(Features features, Kind kind) {
        lock.lock();
        try {
            if (thread != null && sure.size() < MOST_SURE) {
                sure.putIfAbsent(features, kind);
            }
        } finally {
            lock.unlock();
        }
    }

    /// A good mail, of somebody whom the account knows.
    void sure(AccountId account, Features features) {
        lock.lock();
        try {
            if (thread != null && known.size() < MOST_SURE && mayLearn(account)) {
                known.add(new Known(account, features));
                if (sure.size() < MOST_SURE) {
                    sure.putIfAbsent(features, Kind.HAM);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean mayLearn(AccountId account) {
        int today = Days.of(clock.instant());
        if (today != friendlyDay) {
            friendlyDay = today;
            friendly.clear();
        }
        boolean room = friendly.size() < MOST_WAITING || friendly.containsKey(account);
        return room && friendly.merge(account, 1, Integer::sum) <= config.automaticPerDay() / 10;
    }

    // --- what it does

    @Override
    public void run() {
        try {
            nextCount = System.nanoTime() + BETWEEN_COUNTS;
            findWaiting();
            while (true) {
                Optional<AccountId> account = next();
                if (isClosed()) {
                    return;
                }
                long begun = System.nanoTime();
                account.ifPresent(this::learnFrom);
                if (System.nanoTime() - nextCount >= 0) {
                    learnRest();
                    nextCount = System.nanoTime() + BETWEEN_COUNTS;
                }
                rest(System.nanoTime() - begun);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of the last run, and of accounts that have come from another host meanwhile.
    private void findWaiting() {
        attempt(
                "looking for what waits",
                () -> {
                    for (Account account : learners.all()) {
                        if (isClosed()) {
                            return;
                        }
                        if (learning.hasWaiting(account.id())) {
                            later(account.id(), 0);
                        }
                    }
                });
    }

    private void learnFrom(AccountId account) {
        boolean done =
                attempt(
                        "account=" + account,
                        () -> {
                            switch (learning.learnFrom(account)) {
                                case NOTHING -> {}
                                case MORE -> later(account, 0);
                                case TOMORROW -> later(account, untilTomorrow());
                            }
                        });
        if (!done) {
            later(account, AFTER_FAILURE);
        }
    }

    private long untilTomorrow() {
        Instant now = clock.instant();
        Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        return Duration.between(now, tomorrow).toNanos();
    }

    /// Votes, and what the filter was sure of.
    void learnRest() {
        attempt(
                "votes",
                () -> {
                    boolean more = true;
                    while (more && !isClosed()) {
                        more = learning.countVotes();
                    }
                });
        Map<Features, Kind> ofAll = new LinkedHashMap<>();
        ArrayDeque<Known> ofAccounts = new ArrayDeque<>();
        locked(() -> {
            ofAll.putAll(sure);
            sure.clear();
            ofAccounts.addAll(known);
            known.clear();
        });
        if (!ofAll.isEmpty()) {
            attempt("sure mail", () -> learning.learnByItself(ofAll));
        }
        for (Known each : ofAccounts) {
            attempt(
                    "account=" + each.account,
                    () -> learning.learnByItself(each.account, each.features, Kind.HAM));
        }
    }

    /// @return false when the store could not serve it; what was said lasts there
    private boolean attempt(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (UnavailableException | StorageException away) {
            LOG.warn("event=learning-postponed {} reason=\"{}\"", what, away.getMessage());
            return false;
        } catch (RuntimeException bug) {
            LOG.error("event=learning-failed {}", what, bug);
            return true; // it would fail again
        }
    }

    /// Waits for an account whose turn it is; empty when it is time to count votes, or closed.
    private Optional<AccountId> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                long first = nextCount;
                for (Map.Entry<AccountId, Long> each : due.entrySet()) {
                    if (each.getValue() - now <= 0) {
                        due.remove(each.getKey());
                        return Optional.of(each.getKey());
                    }
                    first = each.getValue() - first < 0 ? each.getValue() : first;
                }
                if (first - now <= 0) {
                    return Optional.empty();
                }
                changed.awaitNanos(first - now);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// So that mail has the processors.
    private void rest(long worked) throws InterruptedException {
        lock.lock();
        try {
            long nanos = worked * config.rest();
            while (nanos > 0 && !closed) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Thread running() {
        lock.lock();
        try {
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        locked(() -> closed = true);
        try {
            Thread running = running();
            if (running != null && !running.join(CLOSE)) {
                LOG.warn("event=learning-left reason=\"it is still busy; nothing is lost\"");
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
