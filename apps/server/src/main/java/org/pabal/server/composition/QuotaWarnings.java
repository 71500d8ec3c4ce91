// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.pabal.directory.Account;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.StoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an account that it comes near to its quota: a mail in its INBOX, which counts towards the
/// quota but is not refused by it, and a line in the log. On a thread of its own, after the change
/// that crossed the mark is durable.
///
/// An account whose use goes up and down around a mark hears of it once a day. For a warning that is
/// lost the next mark, or the limit itself, speaks again.
final class QuotaWarnings implements StoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaWarnings.class);

    private final InstantSource clock;
    private final SystemMail mail;
    private final NoticeThread thread = new NoticeThread("quota-warning");
    private final ToldLately told = new ToldLately();

    QuotaWarnings(MailboxStore mailboxes, InstantSource clock, String hostname) {
        this.clock = clock;
        this.mail = new SystemMail(mailboxes, hostname);
        mailboxes.listen(this);
    }

    @Override
    public void quotaCrossed(QuotaCrossing crossing) {
        thread.later("account=" + crossing.account().id(), () -> warn(crossing));
    }

    private void warn(QuotaCrossing crossing) {
        Instant now = clock.instant();
        Account account = crossing.account();
        String mark = account.id() + " " + crossing.resource() + " " + crossing.percent();
        if (!told.isDue(mark, now)) {
            return;
        }
        LOG.info(
                "event=quota-warning account={} resource={} percent={} used={} limit={}",
                account.address(),
                crossing.resource(),
                crossing.percent(),
                crossing.use().used(),
                crossing.use().limit().orElse(0));
        QuotaWarningMail words = QuotaWarningMail.of(crossing);
        String key =
                "quota-"
                        + account.id()
                        + "-"
                        + crossing.resource().name().toLowerCase(Locale.ROOT)
                        + "-"
                        + crossing.percent()
                        + "-"
                        + now.toEpochMilli();
        mail.file(account, key, words.subject(), words.words(), now);
    }

    @Override
    public void close() {
        thread.close();
    }
}
