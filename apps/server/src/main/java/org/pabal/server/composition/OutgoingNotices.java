// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.mta.breaker.BreakerObserver;
import org.pabal.mta.breaker.Frozen;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the owner and the administrators when an account's mail is kept back, on a thread of its own:
/// a mail in the owner's INBOX, one in those of the domain's postmaster, a line in the log.
final class OutgoingNotices implements BreakerObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingNotices.class);
    private static final int MAX_ALIASES = 50;

    private final Directory directory;
    private final InstantSource clock;
    private final SystemMail mail;
    private final Consumer<Account> holdQueued;
    private final AtomicLong freezes = new AtomicLong();
    private final AtomicLong overRates = new AtomicLong();
    private final NoticeThread thread = new NoticeThread("outgoing-notice");

    /// Who has heard of its rate.
    private final ToldLately told = new ToldLately();

    /// @param holdQueued holds what an account has in the queue already
    OutgoingNotices(
            Directory directory,
            MailboxStore mailboxes,
            InstantSource clock,
            String hostname,
            Consumer<Account> holdQueued) {
        this.directory = directory;
        this.clock = clock;
        this.mail = new SystemMail(mailboxes, hostname);
        this.holdQueued = holdQueued;
    }

    @Override
    public void frozen(Account account, Frozen frozen) {
        freezes.incrementAndGet();
        LOG.warn(
                "event=outgoing-frozen account={} reason=\"{}\"",
                account.address(),
                frozen.reason());
        thread.later("account=" + account.address(), () -> tell(account, frozen));
    }

    @Override
    public void overRate(Account account, String limit) {
        overRates.incrementAndGet();
        Instant now = clock.instant();
        if (!told.isDue(account.id().toString(), now)) {
            return;
        }
        LOG.warn("event=outgoing-over-rate account={} reply=\"{}\"", account.address(), limit);
        thread.later(
                "account=" + account.address(),
                () ->
                        file(
                                account,
                                "rate-" + account.id() + "-" + now.getEpochSecond(),
                                FreezeWords.ofRate(account, limit),
                                now));
    }

    /// Has something done beside the notices; left out when too much waits.
    void later(Runnable step) {
        thread.later("errand", step);
    }

    private void tell(Account account, Frozen frozen) {
        holdQueued.accept(account);
        String key = "frozen-" + account.id() + "-" + frozen.since().getEpochSecond();
        file(account, key, FreezeWords.ofOwner(account, frozen), frozen.since());
        for (Account each : postmasters(account)) {
            file(
                    each,
                    key + "-" + each.id(),
                    FreezeWords.ofPostmaster(each, account, frozen),
                    frozen.since());
        }
    }

    private void file(Account account, String key, FreezeWords words, Instant at) {
        if (account.host().isEmpty()) {
            mail.file(account, key, words.subject(), words.text(), at);
        }
    }

    /// Those of the account's domain that have their mailbox here, other than itself.
    private List<Account> postmasters(Account account) {
        List<Account> found = new ArrayList<>();
        List<Address> addresses =
                new ArrayList<>(List.of(new Address("postmaster", account.address().domain())));
        for (int i = 0; i < addresses.size() && i < MAX_ALIASES; i++) {
            switch (directory.resolve(addresses.get(i))) {
                case Resolution.Local(var each) -> {
                    if (!each.id().equals(account.id()) && !found.contains(each)) {
                        found.add(each);
                    }
                }
                case Resolution.Alias alias -> addresses.addAll(alias.targets());
                case Resolution.Disabled _,
                        Resolution.Retired _,
                        Resolution.Unknown _,
                        Resolution.Foreign _ -> {}
            }
        }
        return found;
    }

    /// How often an account was frozen since the start.
    long freezes() {
        return freezes.get();
    }

    /// How often an account was told that it has sent as much as it may.
    long overRates() {
        return overRates.get();
    }

    @Override
    public void close() {
        thread.close();
    }
}
