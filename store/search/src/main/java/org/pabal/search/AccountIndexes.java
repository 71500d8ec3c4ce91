// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.TextIndex;
import org.pabal.search.Backlog.Work;
import org.pabal.search.OpenIndex.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The text indexes of all accounts: the package's description tells how. Safe for use by many
/// threads.
///
/// Nothing of Lucene is loaded before the first message is indexed or looked for.
public final class AccountIndexes implements TextIndex, StoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountIndexes.class);

    /// Searches read files, which virtual threads should not.
    private static final int SEARCHERS = 2;

    /// A smaller index is verified whenever it is opened: that takes milliseconds.
    private static final long SMALL_OCTETS = 64L << 20;

    private static final int WAITING_SEARCHES = 256;
    private static final long CLOSE_SECONDS = 20;

    /// With fewer messages that are not indexed yet, a search rather reads them each time.
    private static final int FEW = 32;

    private final IndexFiles files;
    private final OpenIndexes open;
    private final Backlog backlog;
    private final Indexer indexer;
    private final ThreadPoolExecutor searchers;
    private final LongAdder searches = new LongAdder();
    private @Nullable Thread worker;
    private volatile boolean started;

    public AccountIndexes(SearchConfig config, Accounts accounts) {
        this.files = new IndexFiles(config.directory());
        this.open = new OpenIndexes(config.openIndexes());
        this.backlog = new Backlog(config);
        this.indexer = new Indexer(config, files, open, backlog, accounts);
        this.searchers =
                new ThreadPoolExecutor(
                        SEARCHERS,
                        SEARCHERS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_SEARCHES),
                        Thread.ofPlatform().daemon().name("text-search-", 0).factory());
        searchers.allowCoreThreadTimeOut(true);
    }

    Indexer indexer() {
        return indexer;
    }

    /// Begins to index; without this, indexes can only be searched and removed.
    public synchronized void start() {
        if (worker == null) {
            started = true;
            worker = Thread.ofPlatform().daemon().name("text-indexer").start(indexer);
        }
    }

    @Override
    public Matches find(AccountMailboxes account, Where where, String needle) {
        searches.increment();
        try {
            Future<Matches> found = searchers.submit(() -> lookUp(account, where, needle));
            return found.get();
        } catch (RejectedExecutionException tooMany) {
            return TextIndex.NONE.find(account, where, needle);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return TextIndex.NONE.find(account, where, needle);
        } catch (ExecutionException damage) {
            long id = account.account().id().value();
            LOG.warn(
                    "event=index-unreadable account={} reason=\"{}\"",
                    id,
                    String.valueOf(damage.getCause()));
            backlog.ask(id, Work.VERIFY);
            return TextIndex.NONE.find(account, where, needle);
        }
    }

    private Matches lookUp(AccountMailboxes account, Where where, String needle)
            throws IOException {
        long id = account.account().id().value();
        Optional<OpenIndex> index = hold(account, id);
        if (index.isEmpty()) {
            backlog.ask(id, Work.UPDATE);
            return TextIndex.NONE.find(account, where, needle);
        }
        try {
            if (account.newest().value() - index.get().stamp().newest().value() > FEW) {
                backlog.ask(id, Work.UPDATE);
            }
            return index.get().find(where, needle);
        } finally {
            index.get().release();
        }
    }

    private Optional<OpenIndex> hold(AccountMailboxes account, long id) throws IOException {
        Optional<OpenIndex> held = open.hold(id);
        if (held.isPresent() || !files.exists(id)) {
            return held;
        }
        Directory directory = files.open(id); // holds nothing itself that would have to be closed
        if (!DirectoryReader.indexExists(directory)) {
            return Optional.empty(); // its first commit is still to come
        }
        Optional<OpenIndex> opened = OpenIndex.open(directory, trust(id));
        if (opened.isPresent() && opened.get().stamp().fits(account)) {
            opened.get().hold();
            open.put(id, opened.get());
            return opened;
        }
        if (opened.isPresent()) {
            opened.get().release();
        }
        return Optional.empty();
    }

    private Trust trust(long account) throws IOException {
        return files.octets(account) <= SMALL_OCTETS ? Trust.NONE : Trust.OF_THIS_BOOT;
    }

    @Override
    public void arrived(AccountId account, long messages) {
        if (started) {
            backlog.arrived(account.value(), messages);
        }
    }

    @Override
    public synchronized void removed(AccountId account) {
        if (worker != null) {
            backlog.ask(account.value(), Work.REMOVE);
            return;
        }
        try {
            indexer.delete(account.value());
        } catch (IOException left) {
            LOG.warn("event=index-left account={} reason=\"{}\"", account, left.toString());
        }
    }

    /// Makes the index of an account anew, for an operator who does not trust it.
    public synchronized void rebuild(AccountId account) throws IOException {
        if (worker == null) {
            indexer.delete(account.value());
        } else {
            backlog.ask(account.value(), Work.REBUILD);
        }
    }

    /// How far the index of an account goes.
    ///
    /// @param newest the newest message that is indexed; 0 for none
    /// @param documents how many are, some of them gone by now
    /// @param octets on disk
    public record AccountStatus(EmailId newest, int documents, long octets) {}

    public AccountStatus status(AccountMailboxes account) throws IOException {
        long id = account.account().id().value();
        Optional<OpenIndex> index = hold(account, id);
        if (index.isEmpty()) {
            return new AccountStatus(new EmailId(0), 0, files.octets(id));
        }
        try {
            return new AccountStatus(
                    index.get().stamp().newest(), index.get().documents(), files.octets(id));
        } finally {
            index.get().release();
        }
    }

    /// @param waiting accounts with messages that are not indexed yet, as far as is known
    /// @param open indexes
    /// @param searches needles looked for
    /// @param indexed messages
    /// @param discarded indexes that were thrown away since they were of no use
    public record Status(int waiting, int open, long searches, long indexed, long discarded) {}

    public Status status() {
        return new Status(
                backlog.size(),
                open.size(),
                searches.sum(),
                indexer.indexed.sum(),
                indexer.discarded.sum());
    }

    @Override
    public void close() {
        backlog.close();
        searchers.shutdown();
        try {
            Thread running = worker();
            if (running != null && !running.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                LOG.warn("event=indexer-left reason=\"it is still busy; nothing is lost\"");
            }
            searchers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            open.closeAll();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (IOException harmless) {
            LOG.warn("event=index-close-failed reason=\"{}\"", harmless.toString());
        }
    }

    private synchronized @Nullable Thread worker() {
        return worker;
    }
}
