// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.UnavailableException;
import org.pabal.search.Backlog.Task;
import org.pabal.search.Backlog.Work;
import org.pabal.search.OpenIndex.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes indexes.
final class Indexer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

    private static final int READ_AT_ONCE = 64;

    /// After so many messages it is another account's turn.
    private static final int TURN = 4_096;

    /// The index is cleared of what is gone when it has twice as much as there is, and this more.
    private static final int SPARE = 1_000;

    /// After a failure that is not the index' own: a full disk, storage that is away.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SearchConfig config;
    private final IndexFiles files;
    private final OpenIndexes open;
    private final Backlog backlog;
    private final Accounts accounts;
    private final Grams headerGrams;
    private final Grams bodyGrams;
    final LongAdder indexed = new LongAdder();
    final LongAdder discarded = new LongAdder();

    Indexer(
            SearchConfig config,
            IndexFiles files,
            OpenIndexes open,
            Backlog backlog,
            Accounts accounts) {
        this.config = config;
        this.files = files;
        this.open = open;
        this.backlog = backlog;
        this.accounts = accounts;
        this.headerGrams = new Grams(Integer.MAX_VALUE);
        this.bodyGrams = new Grams(config.maxTextChars());
    }

    @Override
    public void run() {
        try {
            removeForgotten();
            Optional<Task> task = backlog.next();
            while (task.isPresent()) {
                if (!attempt(task.get())) {
                    backlog.pause(PAUSE_NANOS);
                }
                task = backlog.next();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of accounts that were removed while nobody could remove their indexes.
    private void removeForgotten() {
        try {
            for (long account : files.accounts()) {
                if (!accounts.has(account)) {
                    delete(account);
                }
            }
        } catch (UnavailableException | IOException left) {
            LOG.warn("event=indexes-left reason=\"{}\"", left.toString());
        }
    }

    /// @return false when it is to be tried again later
    private boolean attempt(Task task) throws InterruptedException {
        try {
            work(task);
            return true;
        } catch (UnavailableException | IOException reason) {
            if (!backlog.isClosed()) {
                LOG.warn(
                        "event=index-postponed account={} reason=\"{}\"",
                        task.account(),
                        reason.toString());
                backlog.arrived(task.account(), 1);
            }
            return false;
        } catch (RuntimeException bug) {
            LOG.error("event=index-failed account={}", task.account(), bug);
            return false;
        }
    }

    /// Does one thing for one account.
    void work(Task task) throws IOException, InterruptedException {
        Optional<AccountMailboxes> account =
                task.work() == Work.REMOVE ? Optional.empty() : accounts.open(task.account());
        if (account.isEmpty() || task.work() == Work.REBUILD) {
            delete(task.account());
        }
        if (account.isPresent()) {
            update(account.get(), task);
        }
    }

    void delete(long account) throws IOException {
        open.close(account);
        files.delete(account);
    }

    private void update(AccountMailboxes account, Task task)
            throws IOException, InterruptedException {
        IndexStamp stamp = stamp(account, task);
        if (stamp.newest().compareTo(account.newest()) >= 0) {
            return;
        }
        try (Directory directory = files.open(task.account());
                IndexUpdate update =
                        new IndexUpdate(account, directory, stamp, headerGrams, bodyGrams)) {
            boolean all = addNew(account, update, task);
            if (all) {
                removeGone(account, update, task.account());
            }
            long begun = System.nanoTime();
            update.commit();
            rest(begun, task);
            if (!all && !backlog.isClosed()) {
                later(task);
            }
        } catch (UnavailableException away) {
            throw away;
        } catch (RuntimeException
                | CorruptIndexException
                | EOFException
                | NoSuchFileException damage) {
            // What a writer throws at a damaged index is of many kinds.
            discard(task.account(), damage);
            backlog.arrived(task.account(), config.batch());
            return;
        }
        renew(task.account());
    }

    private void later(Task task) {
        if (task.urgent()) {
            backlog.ask(task.account(), Work.UPDATE);
        } else {
            backlog.arrived(task.account(), config.batch());
        }
    }

    /// How far the index goes; from the start, when there is none that is of use.
    private IndexStamp stamp(AccountMailboxes account, Task task) throws IOException {
        long id = task.account();
        if (!files.exists(id)) {
            return IndexStamp.NONE;
        }
        try (Directory directory = files.open(id)) {
            if (!DirectoryReader.indexExists(directory)) {
                discard(id, "it has no commit");
                return IndexStamp.NONE;
            }
            Optional<OpenIndex> index = OpenIndex.open(directory, trust(task.work()));
            if (index.isEmpty()) {
                discard(id, "another version made it");
                return IndexStamp.NONE;
            }
            IndexStamp stamp = index.get().stamp();
            index.get().release();
            if (!stamp.fits(account)) {
                discard(id, "it is of another store, or of a newer state of this one");
                return IndexStamp.NONE;
            }
            return stamp;
        } catch (UnavailableException away) {
            throw away;
        } catch (IOException | RuntimeException damage) {
            discard(id, damage);
            return IndexStamp.NONE;
        }
    }

    private static Trust trust(Work work) {
        return work == Work.VERIFY ? Trust.NONE : Trust.OF_THIS_BOOT;
    }

    private void discard(long account, Object reason) throws IOException {
        LOG.warn(
                "event=index-discarded account={} reason=\"{}\"",
                account,
                String.valueOf(reason)); // as text: a stack trace tells an operator nothing
        discarded.increment();
        delete(account);
    }

    /// @return false when there is more to be done another time
    private boolean addNew(AccountMailboxes account, IndexUpdate update, Task task)
            throws IOException, InterruptedException {
        int added = 0;
        while (added < TURN) {
            EmailId newest = account.newest();
            List<StoredMessage> messages = update.next(READ_AT_ONCE);
            if (messages.isEmpty()) {
                update.reached(newest);
                return true;
            }
            for (StoredMessage message : messages) {
                if (backlog.isClosed()) {
                    return false;
                }
                long begun = System.nanoTime();
                update.add(message);
                rest(begun, task);
            }
            added += messages.size();
            indexed.add(messages.size());
        }
        return false;
    }

    private void rest(long begun, Task task) throws InterruptedException {
        if (!task.urgent()) {
            backlog.rest((System.nanoTime() - begun) * config.rest());
        }
    }

    private void removeGone(AccountMailboxes account, IndexUpdate update, long id)
            throws IOException {
        long there = account.quota().messages().used() + account.deleted().size().messages();
        if (update.documents() <= 2 * there + SPARE) {
            return;
        }
        update.commit();
        try (Directory directory = files.open(id)) {
            Optional<OpenIndex> index = OpenIndex.open(directory, Trust.OF_THIS_BOOT);
            if (index.isPresent()) {
                int gone = update.removeGone(index.get().emails());
                index.get().release();
                LOG.debug("event=index-cleared account={} messages={}", id, gone);
            }
        }
    }

    /// Lets the next search see what was committed.
    private void renew(long account) throws IOException {
        Optional<OpenIndex> held = open.hold(account);
        if (held.isPresent()) {
            try {
                Optional<OpenIndex> renewed = held.get().renewed();
                if (renewed.isPresent()) {
                    open.put(account, renewed.get());
                }
            } finally {
                held.get().release();
            }
        }
    }
}
