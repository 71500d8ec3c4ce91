// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whose index there is something to do with, and what is done next.
final class Backlog {
    /// Accounts that only wait for their time; with more, the next search in them sees to it.
    private static final int MOST_WAITING = 1_000_000;

    /// In ascending order of what they include.
    enum Work {
        /// Add new messages.
        UPDATE,
        /// The same, after every checksum was verified.
        VERIFY,
        /// From the first message on.
        REBUILD,
        REMOVE
    }

    /// @param urgent somebody searches: no rests are taken
    record Task(long account, Work work, boolean urgent) {}

    private static final class Waiting {
        final long since;
        long messages;
        boolean due;

        Waiting(long since) {
            this.since = since;
        }
    }

    private final int batch;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// The longest waiting first.
    private final LinkedHashMap<Long, Waiting> waiting = new LinkedHashMap<>();

    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private final LinkedHashMap<Long, Work> asked = new LinkedHashMap<>();
    private boolean closed;

    Backlog(SearchConfig config) {
        this.batch = config.batch();
        this.patienceNanos = config.patience().toNanos();
    }

    /// Counts new messages. Called for every mail.
    void arrived(long account, long messages) {
        lock.lock();
        try {
            Waiting there = waiting.get(account);
            if (there == null) {
                if (waiting.size() >= MOST_WAITING) {
                    return;
                }
                there = new Waiting(System.nanoTime());
                waiting.put(account, there);
                if (waiting.size() == 1) {
                    changed.signalAll();
                }
            }
            there.messages += messages;
            if (there.messages >= batch && !there.due) {
                there.due = true;
                due.add(account);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Asks for something to be done soon.
    void ask(long account, Work work) {
        lock.lock();
        try {
            asked.merge(account, work, (one, other) -> one.compareTo(other) > 0 ? one : other);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next thing to do.
    ///
    /// @return empty when closed
    Optional<Task> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Task task = find();
                if (task != null) {
                    return Optional.of(task);
                }
                if (waiting.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(untilDue(waiting.firstEntry().getValue()));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task find() {
        Iterator<Map.Entry<Long, Work>> first = asked.entrySet().iterator();
        if (first.hasNext()) {
            Map.Entry<Long, Work> entry = first.next();
            first.remove();
            waiting.remove(entry.getKey());
            return new Task(entry.getKey(), entry.getValue(), true);
        }
        while (!due.isEmpty()) {
            long account = due.remove();
            if (waiting.remove(account) != null) {
                return new Task(account, Work.UPDATE, false);
            }
        }
        if (!waiting.isEmpty() && untilDue(waiting.firstEntry().getValue()) <= 0) {
            long account = waiting.firstEntry().getKey();
            waiting.remove(account);
            return new Task(account, Work.UPDATE, false);
        }
        return null;
    }

    private long untilDue(Waiting first) {
        return first.since + patienceNanos - System.nanoTime();
    }

    /// Waits, unless there is something to be done for somebody who waits, or all is over.
    void rest(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !closed && asked.isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a time has passed, whatever is asked for.
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many accounts have messages that wait.
    int size() {
        lock.lock();
        try {
            return waiting.size() + asked.size();
        } finally {
            lock.unlock();
        }
    }
}
