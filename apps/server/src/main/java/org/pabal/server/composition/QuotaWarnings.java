// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.pabal.directory.Account;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an account that it comes near to its quota: a mail in its INBOX, which counts towards the
/// quota but is not refused by it, and a line in the log. On a thread of its own, after the change
/// that crossed the mark is durable.
///
/// An account whose use goes up and down around a mark hears of it once a day. A warning that a crash
/// or a busy store loses is not made up for: the next mark, or the limit itself, speaks again.
final class QuotaWarnings implements StoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaWarnings.class);

    private static final int MAX_WAITING = 1_000;
    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration ONCE_IN = Duration.ofDays(1);

    private final MailboxStore mailboxes;
    private final InstantSource clock;
    private final QuotaWarningMail mail;
    private final BlockingQueue<QuotaCrossing> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    /// Oldest first.
    private final Map<String, Instant> warned =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    private final Thread worker;

    QuotaWarnings(MailboxStore mailboxes, InstantSource clock, String hostname) {
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.mail = new QuotaWarningMail(hostname);
        this.worker = Thread.ofVirtual().name("quota-warnings").start(this::work);
        mailboxes.listen(this);
    }

    @Override
    public void quotaCrossed(QuotaCrossing crossing) {
        if (!waiting.offer(crossing)) {
            LOG.warn("event=quota-warning-dropped account={}", crossing.account().id());
        }
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                warn(waiting.take());
            } catch (InterruptedException end) {
                return;
            } catch (UnavailableException reason) {
                LOG.warn("event=quota-warning-not-filed reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=quota-warning-failed", bug);
            }
        }
    }

    private void warn(QuotaCrossing crossing) {
        Instant now = clock.instant();
        Account account = crossing.account();
        String mark = account.id() + " " + crossing.resource() + " " + crossing.percent();
        Instant last = warned.get(mark);
        if (last != null && last.plus(ONCE_IN).isAfter(now)) {
            return;
        }
        warned.remove(mark);
        warned.put(mark, now);
        LOG.info(
                "event=quota-warning account={} resource={} percent={} used={} limit={}",
                account.address(),
                crossing.resource(),
                crossing.percent(),
                crossing.use().used(),
                crossing.use().limit().orElse(0));
        file(crossing, "quota-warning " + mark + " " + now, now);
    }

    private void file(QuotaCrossing crossing, String key, Instant now) {
        byte[] octets = mail.octets(crossing, now);
        StagedMessage message;
        try (MessageIntake intake = mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            message = intake.finish();
        }
        Account unlimited =
                crossing.account().withQuota(OptionalLong.empty(), OptionalLong.empty());
        Filing filing = new Filing(unlimited, MailboxName.INBOX, message, Flags.NONE, now, key);
        if (mailboxes.file(List.of(filing), List.of()) instanceof FilingOutcome.OverQuota) {
            throw new IllegalStateException("a filing without a limit was over it");
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
