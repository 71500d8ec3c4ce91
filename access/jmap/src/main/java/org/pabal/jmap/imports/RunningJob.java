// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.QuotaResource;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job while this process works on it: sessions, and pauses between them where something passes.
/// {@link #run} is one thread's; the rest is for any.
final class RunningJob implements Runnable, Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final Imports imports;
    private final Imports.Key key;
    private ImportJob job;
    private volatile @Nullable ImapFetcher session;
    private volatile boolean stopped;
    private volatile boolean left;
    private volatile boolean hurried;
    private final CountDownLatch ended = new CountDownLatch(1);

    RunningJob(Imports imports, Imports.Key key, ImportJob job) {
        this.imports = imports;
        this.key = key;
        this.job = job;
    }

    /// Ends the job for good.
    void stop() {
        stopped = true;
        breakOff();
    }

    /// Leaves the job as it is, for another process or another time.
    void leave() {
        left = true;
        breakOff();
    }

    /// Ends a pause.
    void hurry() {
        hurried = true;
        imports.slots().wake();
    }

    /// Waits for its end, for a while.
    void await(Duration limit) {
        try {
            if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("event=import-lingers job={}", key);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void breakOff() {
        ImapFetcher open = session;
        if (open != null) {
            open.close();
        }
        imports.slots().wake();
    }

    private boolean isOver() {
        return stopped || left;
    }

    @Override
    public void run() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!left && !job.state().isOver()) {
                long before = job.moved().getEpochSecond();
                hurried = false; // whoever hurries it while it works has it try once more
                turn();
                if (job.state().isOver() || left) {
                    return;
                }
                pause = job.moved().getEpochSecond() > before ? FIRST_PAUSE : pause;
                imports.slots().pause(pause.toNanos(), () -> isOver() || hurried);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        } finally {
            imports.ended(key, this);
            ended.countDown();
        }
    }

    /// One try, with its place among those that work.
    private void turn() {
        String server = job.host();
        boolean entered = imports.slots().enter(server, this::isOver);
        try {
            if (entered) {
                work();
            } else if (stopped) {
                end(ImportState.STOPPED);
            }
        } catch (UnavailableException reason) {
            LOG.warn("event=import-waits job={} reason=\"{}\"", key, reason.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=import-waits job={}", key, bug);
        } finally {
            if (entered) {
                imports.slots().leave(server);
            }
        }
    }

    private void work() {
        Optional<Account> owner = imports.owner(key.account());
        Optional<FetchSource> source = job.source();
        if (owner.isEmpty() || source.isEmpty()) {
            left = true; // of another host, or of nobody
            return;
        }
        try {
            ImportJob begun = job.copy();
            begun.works();
            keep(begun, List.of());
            bring(owner.get(), source.get());
            end(ImportState.DONE);
        } catch (OverException over) {
            endIfStopped();
        } catch (FullException full) {
            pauseFor(
                    "overQuota", full.resource() == QuotaResource.STORAGE ? "storage" : "messages");
        } catch (FetchException trouble) {
            failed(trouble);
        } catch (IOException broken) {
            failed(
                    new FetchException(
                            FetchException.Reason.UNREACHABLE,
                            String.valueOf(broken.getMessage())));
        }
    }

    private void bring(Account owner, FetchSource source) throws IOException {
        try (ImapFetcher open = imports.door().open(source, Progress.UNHEARD)) {
            session = open;
            mayGoOn(); // whoever stops it closes the session that is seen
            open.logIn(source.login());
            new ImportRun(
                            open,
                            this,
                            imports.store(),
                            imports.store().open(owner),
                            imports.limits().maxMessageOctets(),
                            imports.clock())
                    .run();
            open.logOut();
        } finally {
            session = null;
        }
    }

    private void failed(FetchException trouble) {
        if (isOver()) {
            endIfStopped();
            return;
        }
        String type = ImportJob.typeOf(trouble.reason());
        LOG.info(
                "event=import-broken job={} server={} reason={} said=\"{}\"",
                key,
                job.host(),
                type,
                trouble.said().replace('"', '\''));
        if (trouble.passes()) {
            pauseFor(type, trouble.said());
        } else {
            ImportJob next = job.copy();
            next.fails(type, trouble.said(), now());
            keep(next, List.of());
        }
    }

    /// Waits for the next try, unless nothing has come for too long.
    private void pauseFor(String type, String said) {
        ImportJob next = job.copy();
        if (job.moved().plus(imports.limits().giveUpAfter()).isBefore(now())) {
            next.fails(type, said, now());
        } else {
            next.waits(type, said);
        }
        keep(next, List.of());
    }

    private void endIfStopped() {
        if (stopped) {
            end(ImportState.STOPPED);
        }
    }

    private void end(ImportState state) {
        ImportJob next = job.copy();
        next.ends(state, now());
        keep(next, List.of());
        LOG.info(
                "event=import-{} job={} server={} brought={}",
                state.shown(),
                key,
                job.host(),
                job.json().path("brought").asLong());
    }

    private Instant now() {
        return imports.clock().instant();
    }

    @Override
    public String name() {
        return key.id();
    }

    @Override
    public ImportJob current() {
        return job;
    }

    @Override
    public void keep(ImportJob next, List<Filing> filings) {
        imports.keep(key, next, filings);
        job = next;
    }

    @Override
    public void mayGoOn() {
        if (isOver()) {
            throw new OverException();
        }
    }
}
