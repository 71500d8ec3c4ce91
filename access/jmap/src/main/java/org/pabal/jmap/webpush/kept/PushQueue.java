// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pabal.directory.AccountId;

/// Which accounts have something to push, and when. What waits in memory is one entry for each account,
/// with a state for each type; an account is served by one thread at a time, and not too often.
final class PushQueue implements AutoCloseable {
    /// An account is served by one thread at a time.
    private static final Duration BUSY = Duration.ofSeconds(1);

    /// At one time; services are of others and may be slow.
    private static final int MAX_SENDING = 64;

    private final Duration interval;
    private final Service service;
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final Map<AccountId, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<AccountId> serving = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(MAX_SENDING);
    private final Thread dispatcher = Thread.ofVirtual().name("web-push").unstarted(this::dispatch);

    /// @param interval between two pushes for one account, at least
    PushQueue(Duration interval, Service service) {
        this.interval = interval;
        this.service = service;
    }

    /// What an account's turn is for.
    interface Service {
        void serve(AccountId account, Waiting taken);
    }

    void start() {
        dispatcher.start();
    }

    /// What is to be told to an account's devices.
    ///
    /// @param states by type, see {@link ToldState}
    /// @param notBefore in the time of {@link System#nanoTime}
    /// @param queued whether an entry of the queue will come for it
    /// @param since when the first of them came, in the same time
    record Waiting(Map<String, String> states, long notBefore, boolean queued, long since) {

        Waiting with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(states);
            all.putAll(more);
            return new Waiting(
                    Map.copyOf(all), notBefore, true, queued ? since : System.nanoTime());
        }
    }

    private record Due(AccountId account, long nanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    void add(AccountId account, Map<String, String> states) {
        waiting.compute(
                account,
                (_, before) -> {
                    Waiting known =
                            before == null
                                    ? new Waiting(Map.of(), System.nanoTime(), false, 0)
                                    : before;
                    if (!known.queued()) {
                        queue.add(new Due(account, known.notBefore()));
                    }
                    return known.with(states);
                });
    }

    /// The account has something to send that is not in memory: a code, or what is owed.
    void callAgain(AccountId account, Duration in) {
        long nanos = Math.max(0, in.toNanos());
        queue.add(new Due(account, System.nanoTime() + nanos));
    }

    void forget(AccountId account) {
        waiting.remove(account);
    }

    private void dispatch() {
        try {
            while (true) {
                Due due = queue.take();
                slots.acquire();
                Thread.ofVirtual().name("web-push-send").start(() -> serve(due.account()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(AccountId account) {
        try {
            if (serving.add(account)) {
                serveAlone(account);
            } else {
                callAgain(account, BUSY);
            }
        } finally {
            slots.release();
        }
    }

    private void serveAlone(AccountId account) {
        try {
            service.serve(account, take(account));
        } finally {
            serving.remove(account);
        }
    }

    private Waiting take(AccountId account) {
        Waiting[] taken = {new Waiting(Map.of(), 0, false, 0)};
        waiting.computeIfPresent(
                account,
                (_, before) -> {
                    taken[0] = before;
                    return new Waiting(Map.of(), System.nanoTime() + interval.toNanos(), false, 0);
                });
        return taken[0];
    }

    @Override
    public void close() {
        dispatcher.interrupt();
    }
}
