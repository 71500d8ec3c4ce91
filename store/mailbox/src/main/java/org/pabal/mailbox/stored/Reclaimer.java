// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.EmailListFormat;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.summary.ThreadLinks;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away the records and blob references of messages that lie in no mailbox any more: after
/// the expunge, on a thread of its own, so that no session waits for it. Also writes down, for an
/// account that leaves memory, which messages were shown as recent; and gives up, every minute, what was
/// deleted and has been kept for long enough.
///
/// What is to be done is written in the account itself. If it cannot be done now it is done
/// after the account's next expunge, or when the account is opened the next time.
final class Reclaimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);
    private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// At most each account in use stands here, and only once between two rounds.
    private final LinkedBlockingQueue<OpenAccount> waiting = new LinkedBlockingQueue<>();

    private final Commits commits;
    private final Runnable sweep;
    private volatile boolean closed;
    private final Thread worker;

    /// @param sweep gives up what was kept for long enough
    Reclaimer(Commits commits, Runnable sweep) {
        this.commits = commits;
        this.sweep = sweep;
        this.worker = Thread.ofVirtual().name("mailbox-reclaimer").unstarted(this::work);
    }

    void start() {
        worker.start();
    }

    void wake(OpenAccount account) {
        if (account.markForReclaiming()) {
            waiting.add(account);
        }
    }

    private void work() {
        long swept = System.nanoTime();
        while (!closed) {
            try {
                long rest = SWEEP_NANOS - (System.nanoTime() - swept);
                OpenAccount account = waiting.poll(rest, TimeUnit.NANOSECONDS);
                if (account == null) {
                    swept = System.nanoTime();
                    sweep.run();
                } else {
                    tidy(account);
                }
            } catch (InterruptedException end) {
                return;
            } catch (UnavailableException reason) {
                LOG.warn("event=reclaim-postponed reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=reclaim-failed", bug);
            }
        }
    }

    private void tidy(OpenAccount account) {
        account.reclaimingBegins();
        if (account.isLeaving()) {
            writeClaims(account);
            account.drop();
        }
        reclaim(account);
    }

    void writeClaims(OpenAccount account) {
        commits.change(
                account,
                Start.AT_ONCE,
                edit -> {
                    account.claims().write(edit);
                    return Decision.keep(true);
                });
    }

    /// Reclaims all that is to be reclaimed in an account now.
    void reclaim(OpenAccount account) {
        while (!closed) {
            List<Entry> lists = account.space().scan(RecordKeys.allExpunged(), 1);
            if (lists.isEmpty()) {
                return;
            }
            reclaim(account, lists.getFirst());
        }
    }

    private void reclaim(OpenAccount account, Entry list) {
        Removal removal = Removal.of(account, EmailListFormat.decode(list.value()));
        removal.changes.add(new Change.Delete(list.key()));
        commits.change(
                account,
                Start.AT_ONCE,
                edit -> {
                    edit.messages().reclaim(removal.changes, removal.links);
                    return Decision.keep(true);
                });
    }

    /// What takes messages out of storage. Their records are read before any lock is taken.
    record Removal(List<Change> changes, List<long[]> links) {
        static Removal of(OpenAccount account, long[] emails) {
            Removal removal = new Removal(new ArrayList<>(), new ArrayList<>());
            new MessageReader(account.space())
                    .forEach(
                            emails,
                            entry -> {
                                removal.changes.addAll(removal(entry));
                                removal.links.add(Reclaimer.links(entry));
                            });
            return removal;
        }
    }

    /// Of a record that cannot be read, none: `check` counts links anew.
    private static long[] links(Entry message) {
        try {
            EmailId id = new EmailId(RecordKeys.emailOfMessage(message.key()));
            return ThreadLinks.of(MessageFormat.decode(id, message.value()));
        } catch (BrokenRecordException _) {
            return new long[0];
        }
    }

    static List<Change> removal(Entry message) {
        return List.of(
                new Change.Delete(message.key()),
                new Change.RemoveReference(MessageFormat.blobOf(message.value()), message.key()));
    }

    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
