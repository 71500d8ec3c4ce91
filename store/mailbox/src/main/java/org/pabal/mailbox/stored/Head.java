// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.state.AccountState;
import org.pabal.storage.Ticket;

/// The newest state of an account, durable or not, and what belongs to it. Used under the
/// account's lock, but for what storage's thread calls.
final class Head {
    private AccountState state;

    /// How often messages occur that occur more than once.
    private final Map<Long, Integer> copies;

    /// Deliveries whose commits are in flight, which storage does not yet show.
    private final Map<String, Place> pendingDeliveries = new ConcurrentHashMap<>();

    /// Links of threads whose commits are in flight, likewise.
    private final Map<Long, ThreadLink> pendingThreads = new ConcurrentHashMap<>();

    /// Held for no longer than it takes to count.
    private final ReentrantLock counting = new ReentrantLock();

    private final Condition idle = counting.newCondition();
    private int inFlight; // guarded by counting
    private volatile boolean broken;
    private @Nullable Ticket last;

    Head(AccountState state, Map<Long, Integer> copies) {
        this.state = state;
        this.copies = copies;
    }

    AccountState state() {
        return state;
    }

    /// Exchanges the state for one that knows more of the same moment.
    void knowing(AccountState same) {
        state = same;
    }

    int copies(long email) {
        return copies.getOrDefault(email, 1);
    }

    Optional<Place> pendingDelivery(String key) {
        return Optional.ofNullable(pendingDeliveries.get(key));
    }

    /// Null when storage knows.
    @Nullable ThreadLink pendingThread(long link) {
        return pendingThreads.get(link);
    }

    /// Makes the result of an edit the head.
    void advance(AccountEdit.Result result) {
        state = result.after();
        result.copies().forEach(this::setCopies);
        pendingDeliveries.putAll(result.deliveries());
        pendingThreads.putAll(result.threads());
        count(1);
    }

    private void setCopies(long email, int count) {
        if (count > 1) {
            copies.put(email, count);
        } else {
            copies.remove(email);
        }
    }

    void submitted(Ticket ticket) {
        last = ticket;
    }

    /// The commit that the head was advanced for was not taken.
    void abandon() {
        broken = true;
        count(-1);
    }

    /// On storage's thread: the commit of an edit has an outcome.
    void settled(AccountEdit.Result result, boolean durable) {
        if (!durable) {
            broken = true;
        }
        // Storage shows the keys by now, and who looks them up asks here first.
        pendingDeliveries.keySet().removeAll(result.deliveries().keySet());
        result.threads().forEach(pendingThreads::remove); // only what it is, not a newer one
        count(-1);
    }

    private void count(int change) {
        counting.lock();
        try {
            inFlight += change;
            if (inFlight == 0) {
                idle.signalAll();
            }
        } finally {
            counting.unlock();
        }
    }

    /// True once a commit failed: what this holds is not what storage holds.
    boolean isBroken() {
        return broken;
    }

    boolean isIdle() {
        counting.lock();
        try {
            return inFlight == 0;
        } finally {
            counting.unlock();
        }
    }

    /// Waits until every commit that was handed over has its outcome, also when the thread is
    /// interrupted: to go on earlier would be to read what is about to change.
    void awaitIdle() {
        counting.lock();
        try {
            while (inFlight > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            counting.unlock();
        }
    }

    /// The commit that made this state, if one did.
    Optional<Ticket> last() {
        return Optional.ofNullable(last);
    }
}
