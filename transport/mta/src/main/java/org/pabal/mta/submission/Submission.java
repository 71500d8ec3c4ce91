// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.HeaderRoom;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.relay.RelayObjections;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailService;

/// Takes mail from our accounts. Safe for use by many threads; the services it makes are for one
/// connection each.
public final class Submission {
    final SubmissionConfig config;
    final Directory directory;
    final RecipientRules rules;
    final RelayObjections relays;
    final Promise promise;
    final Refusals refusals;
    final AccountRates rates;
    final Breaker breaker;
    final MailboxStore mailboxes;
    final MailIds ids;
    final ContentExaminer examiner;
    final InstantSource clock;
    final HeaderRoom headerRoom = new HeaderRoom();
    volatile SentMail sentMail = SentMail.NOBODY;

    /// @param relays whose word about our senders is passed on before a mail is promised
    public Submission(
            SubmissionConfig config,
            Directory directory,
            RecipientRules rules,
            RelayObjections relays,
            Promise promise,
            Refusals refusals,
            AccountRates rates,
            Breaker breaker,
            MailboxStore mailboxes,
            MailIds ids,
            ContentExaminer examiner,
            InstantSource clock) {
        this.config = config;
        this.directory = directory;
        this.rules = rules;
        this.relays = relays;
        this.promise = promise;
        this.refusals = refusals;
        this.rates = rates;
        this.breaker = breaker;
        this.mailboxes = mailboxes;
        this.ids = ids;
        this.examiner = examiner;
        this.clock = clock;
    }

    /// Tells somebody of each mail from now on.
    public void tell(SentMail listener) {
        sentMail = listener;
    }

    /// For a connection to port 587 or 465.
    ///
    /// @param contexts whose names a client means; asked at log-in, since STARTTLS brings the
    ///     server name
    public MailService open(Function<ClientFacts, LoginContext> contexts, Checks checks) {
        return new SubmissionService(this, contexts, checks.open(), Optional.empty());
    }

    /// For a program of this host, which does not log in.
    public MailService open(LocalSubmitter user, Checks checks) {
        return new SubmissionService(
                this,
                _ -> LoginContext.ANYWHERE,
                checks.open(),
                Optional.of(new Submitter.OfUser(user)));
    }

    /// For a message that an account has already and wants to be sent.
    ///
    /// @param session for the log and the ledger
    /// @param client who asks, by whatever way
    public StoredSubmission open(
            Account account,
            String session,
            InetSocketAddress client,
            InetSocketAddress local,
            Checks checks) {
        return new StoredSubmission(
                new SubmissionService(
                        this,
                        _ -> LoginContext.ANYWHERE,
                        checks.open(),
                        Optional.of(new Submitter.OfAccount(account, directory))),
                new ClientFacts(
                        session,
                        client,
                        local,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.of(
                                new ClientFacts.Authenticated(
                                        "JMAP",
                                        account.address().toString(),
                                        account.address().toString()))));
    }
}
