// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountMailboxes.Listener;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.format.v1.SharingKeys;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.EmailIndex;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.storage.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One account in use. There is only one of these per account, as long as anyone holds it; what it
/// knows may be dropped whenever nothing is in flight, and is then read again.
final class OpenAccount {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAccount.class);

    private static final long EMPTY_WEIGHT = 50;

    private final long id;
    private final AccountLoader loader;
    private final AccountSpace space;
    private final Consumer<OpenAccount> leftovers;
    private final StoreListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final RecentClaims claims = new RecentClaims();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean toReclaim = new AtomicBoolean();
    private volatile long weighed;
    private final AtomicLong readersWeight = new AtomicLong();
    private volatile @Nullable Hold hold;
    private volatile @Nullable Consumer<byte[]> tracker;
    private @Nullable Head head; // guarded by lock
    private volatile @Nullable AccountState published;

    /// Of the newest state for which anyone asked.
    private volatile @Nullable EmailIndex index;

    private final ReentrantLock indexing = new ReentrantLock();
    private final ReaderViews views = new ReaderViews();

    /// @param leftovers is told when expunged messages wait to be reclaimed, or claims to be written
    /// @param listener to what becomes of all accounts
    /// @param hold null for an account that is open to all
    OpenAccount(
            long id,
            AccountSpace space,
            AccountLoader loader,
            Consumer<OpenAccount> leftovers,
            StoreListener listener,
            @Nullable Hold hold) {
        this.hold = hold;
        this.id = id;
        this.space = space;
        this.loader = loader;
        this.leftovers = leftovers;
        this.listener = listener;
    }

    long id() {
        return id;
    }

    /// Null as a rule: the account is open to all.
    @Nullable Hold hold() {
        return hold;
    }

    /// @param other null to open the account; takes effect when the lock is given back
    void hold(@Nullable Hold other) {
        hold = other;
    }

    /// @param told is given the key of each durable change, on storage's thread; null for nobody
    void track(@Nullable Consumer<byte[]> told) {
        tracker = told;
    }

    ReaderViews views() {
        return views;
    }

    RecentClaims claims() {
        return claims;
    }

    AccountSpace space() {
        return space;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Under the lock: the head, read from storage where there is none that can be trusted.
    Head head() {
        Head current = head;
        if (current != null && !current.isBroken()) {
            return current;
        }
        if (current != null) {
            // What is in flight behind a failed commit must have failed too before we read.
            current.awaitIdle();
            head = null;
        }
        AccountLoader.Loaded loaded = loader.load(id, space);
        Head fresh = loaded.head();
        readersWeight.set(0);
        head = fresh;
        publishLoaded(fresh.state());
        if (loaded.leftovers()) {
            leftovers.accept(this);
        }
        return fresh;
    }

    /// The newest durable state.
    AccountState published() {
        Hold held = hold;
        if (held != null) {
            held.checkReading();
        }
        AccountState current = published;
        if (current != null) {
            return current;
        }
        lock.lock();
        try {
            head();
            // Set by what was loaded just now, or earlier.
            AccountState now = published;
            if (now == null) {
                throw new IllegalStateException("account " + id + " has a head but no state");
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /// The newest durable state, with what a reader who is not the owner has seen of a mailbox.
    AccountState published(MailboxId mailbox, long reader) {
        AccountState current = published();
        return knows(current, mailbox, reader) ? current : withReader(mailbox, reader);
    }

    private static boolean knows(AccountState state, MailboxId mailbox, long reader) {
        return state.mailbox(mailbox)
                .map(there -> there.readers().of(reader).isPresent())
                .orElse(true);
    }

    /// Nothing may be in flight: what is published then would not know of the reader.
    private AccountState withReader(MailboxId mailbox, long reader) {
        lock.lock();
        try {
            head().awaitIdle();
            Head idle = head();
            AccountState state = idle.state();
            if (!knows(state, mailbox, reader)) {
                MailboxState there = state.mailbox(mailbox).orElseThrow();
                SeenMarks marks = space.seenMarks(mailbox.value(), reader);
                state = state.knowing(there.with(there.readers().with(reader, marks)));
                idle.knowing(state);
                readersWeight.addAndGet(marks.weight());
            }
            published = state;
            return state;
        } finally {
            lock.unlock();
        }
    }

    Optional<AccountState> publishedIfLoaded() {
        return Optional.ofNullable(published);
    }

    /// Where each message of a durable state lies. Computed when it is asked for, from that of the state
    /// for which it was asked last. What is not durable may never be, and another change then has its
    /// modseq: that is not to be asked for here.
    EmailIndex index(AccountState state) {
        indexing.lock();
        try {
            EmailIndex known = index;
            EmailIndex asked = known == null ? EmailIndex.of(state) : known.at(state);
            if (known == null || state.version() >= known.state().version()) {
                index = asked;
            }
            return asked;
        } finally {
            indexing.unlock();
        }
    }

    /// On storage's thread: the outcome of a commit, in the order of the commits.
    void settled(Head of, AccountEdit.Result result, boolean durable) {
        long arrived = durable ? arrived(result.after()) : 0;
        AccountPoint before = before(result.news().now());
        if (durable) {
            published = result.after();
            tellTracker(result);
        }
        of.settled(result, durable);
        if (durable) {
            result.news().mailboxes().forEach(id -> settleClaims(id, result.after()));
            tell(result.news());
            if (!result.news().types().isEmpty()) {
                listener.changed(
                        new AccountId(id), before, result.news().now(), result.news().types());
            }
        }
        if (durable) {
            result.sharing().forEach(this::tellShared);
        }
        if (durable && result.leavesOrphans()) {
            leftovers.accept(this);
        }
        if (durable) {
            result.crossings().forEach(listener::quotaCrossed);
        }
        if (durable && result.corrects()) {
            listener.corrected(new AccountId(id));
        }
        if (arrived > 0) {
            listener.arrived(new AccountId(id), arrived);
        }
    }

    private void tellShared(Change change) {
        if (change instanceof Change.Put(var key, _)) {
            SharingKeys.recipientOf(key).ifPresent(listener::shared);
        }
    }

    private void tellTracker(AccountEdit.Result result) {
        Consumer<byte[]> told = tracker;
        if (told != null) {
            for (Change change : result.changes()) {
                switch (change) {
                    case Change.Put(var key, _) -> told.accept(key);
                    case Change.Delete(var key) -> told.accept(key);
                    case Change.AddReference _, Change.RemoveReference _ -> {}
                }
            }
        }
    }

    private long arrived(AccountState after) {
        AccountState before = published;
        return before == null ? 1 : after.record().nextEmail() - before.record().nextEmail();
    }

    /// Where it is said to be durably; where nothing was read yet, one message ago.
    private AccountPoint before(AccountPoint now) {
        AccountState before = published;
        return before == null
                ? new AccountPoint(
                        Math.max(0, now.modSeq() - 1), Math.max(0, now.newestEmail() - 1))
                : Snapshot.pointOf(before);
    }

    private void publishLoaded(AccountState loaded) {
        AccountState before = published;
        published = loaded;
        if (before != null && !listeners.isEmpty() && before.version() != loaded.version()) {
            Set<MailboxId> differing = new HashSet<>();
            before.mailboxes().forEach(old -> addIfDiffering(old, loaded, differing));
            loaded.mailboxes().forEach(now -> addIfDiffering(now, before, differing));
            tell(
                    new News(
                            differing,
                            true,
                            true,
                            differing,
                            List.of(),
                            Snapshot.pointOf(loaded),
                            Set.of(DataType.values())));
        }
    }

    private void settleClaims(MailboxId id, AccountState durable) {
        durable.mailbox(id)
                .ifPresentOrElse(
                        mailbox -> claims.written(mailbox.record()),
                        () -> claims.forget(id.value()));
    }

    private static void addIfDiffering(
            MailboxState mailbox, AccountState other, Set<MailboxId> differing) {
        boolean same =
                other.mailbox(mailbox.mailbox())
                        .map(there -> there.record().equals(mailbox.record()))
                        .orElse(false);
        if (!same) {
            differing.add(mailbox.mailbox());
        }
    }

    private void tell(News news) {
        for (Listener listener : listeners) {
            try {
                news.tell(listener);
            } catch (RuntimeException bug) {
                LOG.error("event=listener-failed account={}", id, bug);
            }
        }
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    /// @return true when it was the last one
    boolean remove(Listener listener) {
        listeners.remove(listener);
        return listeners.isEmpty();
    }

    /// @return false when it is marked already
    boolean markForReclaiming() {
        return toReclaim.compareAndSet(false, true);
    }

    void reclaimingBegins() {
        toReclaim.set(false);
    }

    /// Waits until what was handed over has its outcome.
    void awaitIdle() {
        lock.lock();
        try {
            Head current = head;
            if (current != null) {
                current.awaitIdle();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reads the account anew when it is used the next time.
    void reset() {
        lock.lock();
        try {
            Head current = head;
            if (current != null) {
                current.awaitIdle();
            }
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        head = null;
        published = null;
        index = null;
        views.clear();
    }

    /// Gives up what is in memory, unless it is in use just now or has something to write first.
    void unload() {
        if (claims.isEmpty()) {
            drop();
        } else {
            leaving.set(true);
            leftovers.accept(this);
        }
    }

    /// True once after memory asked for the room of an account that had something to write.
    boolean isLeaving() {
        return leaving.getAndSet(false);
    }

    /// Gives up what is in memory, unless it is in use just now.
    void drop() {
        if (lock.tryLock()) {
            try {
                Head current = head;
                if (current == null || current.isIdle()) {
                    forget();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// How much memory this takes, in messages.
    int weight(int largest) {
        weighed = messages();
        return (int) Math.min(largest, weighed);
    }

    private long messages() {
        AccountState state = published;
        EmailIndex indexed = index;
        return state == null
                ? 1
                : EMPTY_WEIGHT
                        + state.record().usedMessages()
                        + (indexed == null ? 0 : indexed.places() / 3)
                        + readersWeight.get();
    }

    /// Whether it has grown or shrunk so much that it is to be weighed again.
    boolean hasOutgrownItsWeight() {
        long now = messages();
        return Math.abs(now - weighed) > EMPTY_WEIGHT + weighed / 4;
    }
}
