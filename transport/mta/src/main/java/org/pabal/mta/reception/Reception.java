// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.time.InstantSource;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.HeaderRoom;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.filtering.ArrivalFilter;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.SourceRates;
import org.pabal.mta.queue.Queue;
import org.pabal.smtp.MailService;

/// Receives mail for our accounts and aliases. Safe for use by many threads; the services it makes
/// are for one connection each.
public final class Reception {
    final ReceptionConfig config;
    final RecipientRules rules;
    final Promise promise;
    final Refusals refusals;
    final MailboxStore mailboxes;
    final MailIds ids;
    final Resolver resolver;
    final Optional<ArrivalExaminer> arrivals;
    final Optional<ArrivalFilter> filter;
    final ContentExaminer examiner;
    final ContentExaminer examinerHere;
    final InstantSource clock;
    final SourceRates rates;
    final SenderDomains senderDomains;
    final NodeQueues nodes;
    final HeaderRoom headerRoom = new HeaderRoom();

    /// @param arrivals examines strangers' mail; empty when nobody does
    /// @param filter judges strangers' mail; empty when nobody does
    /// @param examiner of mail that is not a stranger's
    public Reception(
            ReceptionConfig config,
            RecipientRules rules,
            Promise promise,
            Refusals refusals,
            MailboxStore mailboxes,
            Queue queue,
            MailIds ids,
            Resolver resolver,
            Optional<ArrivalExaminer> arrivals,
            Optional<ArrivalFilter> filter,
            ContentExaminer examiner,
            InstantSource clock) {
        this.config = config;
        this.rules = rules;
        this.promise = promise;
        this.refusals = refusals;
        this.mailboxes = mailboxes;
        this.ids = ids;
        this.resolver = resolver;
        this.arrivals = arrivals;
        this.filter = filter;
        this.examiner = examiner;
        this.examinerHere =
                arrivals.map(each -> each.withoutForgedResults(examiner)).orElse(examiner);
        this.clock = clock;
        this.rates = new SourceRates(config.rates(), clock);
        this.nodes = new NodeQueues(queue);
        this.senderDomains = new SenderDomains(config.unknownSenderDomain(), resolver);
    }

    /// For a connection to port 25.
    public MailService openSmtp(Checks checks) {
        return new ReceptionService(
                this, Replies.ONE, checks.open(), Optional.empty(), Optional.empty());
    }

    /// For an LMTP connection: one reply for each recipient.
    ///
    /// @param logins of clients that are not trusted by their address
    public MailService openLmtp(Checks checks, DeliveryLogins logins) {
        return new ReceptionService(
                this, Replies.EACH, checks.open(), Optional.of(logins), Optional.empty());
    }

    /// The same where nobody logs in.
    public MailService openLmtp(Checks checks) {
        return new ReceptionService(
                this, Replies.EACH, checks.open(), Optional.empty(), Optional.empty());
    }

    /// The same for one mail that a program of this host delivers.
    ///
    /// @param mailbox where it is kept, unless its recipient's rules decide
    public MailService openDelivery(Checks checks, Optional<MailboxName> mailbox) {
        return new ReceptionService(this, Replies.EACH, checks.open(), Optional.empty(), mailbox);
    }
}
