// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.sasl.Credentials;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.Verdict;

/// Submission's side of one connection.
final class SubmissionService implements MailService {
    private final Submission submission;
    private final Function<ClientFacts, LoginContext> contexts;
    private final SessionChecks checks;
    private Optional<Submitter> submitter;
    private final Refusals.OfSession refusals;
    private Optional<Open> open = Optional.empty();

    /// A mail that is being told.
    private record Open(Transaction transaction, AccountRates.Sending sending) {
        void drop() {
            transaction.dropped();
            sending.giveBack();
        }
    }

    SubmissionService(
            Submission submission,
            Function<ClientFacts, LoginContext> contexts,
            SessionChecks checks,
            Optional<Submitter> submitter) {
        this.submitter = submitter;
        this.submission = submission;
        this.contexts = contexts;
        this.checks = checks;
        this.refusals = submission.refusals.ofSession();
    }

    @Override
    public Verdict connect(ClientFacts client) {
        return Verdict.ACCEPT;
    }

    @Override
    public Credentials credentials(ClientFacts client) {
        return submission.directory.credentials(contexts.apply(client));
    }

    @Override
    public Verdict authenticated(ClientFacts client) {
        submitter =
                client.authenticated()
                        .flatMap(identity ->
                                submission.directory.findByLogin(
                                        identity.authorizationIdentity(), contexts.apply(client)))
                        .filter(Account::enabled)
                        .map(account -> new Submitter.OfAccount(account, submission.directory));
        return submitter.isPresent()
                ? Verdict.ACCEPT
                : Verdict.refuse(
                        535, "5.7.8", "Authentication credentials invalid", "no such account");
    }

    @Override
    public Optional<Home> home(ClientFacts client) {
        return submitter
                .filter(Submitter.OfAccount.class::isInstance)
                .map(known -> ((Submitter.OfAccount) known).account())
                .flatMap(account ->
                        account.host().map(host -> new Home(host, account.address().toString())));
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath given, MailParameters parameters) {
        if (submitter.isEmpty()) {
            return Verdict.refuse(530, "5.7.0", "Authentication required", "not logged in");
        }
        ReversePath from = submission.rules.rewriting().sender(given);
        open.ifPresent(Open::drop); // of a MAIL that ended in trouble of ours
        Open begun =
                new Open(
                        new Transaction(
                                submission.ids.next(),
                                client,
                                Origin.SUBMITTED,
                                from,
                                parameters,
                                refusals),
                        submitter.get().begin(submission.rates));
        open = Optional.of(begun);
        Verdict verdict = judge(client, given, begun, parameters);
        if (verdict instanceof Verdict.Refuse refusal) {
            open = Optional.empty();
            begun.transaction().refused(refusal, submission.clock.instant());
            begun.drop();
        }
        return verdict;
    }

    private Verdict judge(
            ClientFacts client, ReversePath given, Open begun, MailParameters parameters) {
        ReversePath from = begun.transaction().from();
        if (!owns(given) && !owns(from)) {
            return Verdict.refuse(
                    553,
                    "5.7.1",
                    "Sender address is not yours",
                    given + " is not an address of " + submitter.orElseThrow());
        }
        OptionalLong limit = submitter.orElseThrow().messageOctets();
        if (limit.isPresent() && parameters.size().orElse(0) > limit.getAsLong()) {
            return new Verdict.Refuse(SubmittedContent.TOO_LARGE, "larger than the account may");
        }
        Verdict rate = told(begun.sending().mail());
        return rate instanceof Verdict.Refuse
                ? rate
                : checks.mail(
                        new MailFacts(
                                client,
                                () -> "unknown",
                                begun.transaction().id().toString(),
                                from,
                                parameters));
    }

    /// An address that is written anew is good when the one in its place is: `bob@host.example.org`
    /// is nobody's, but goes out as bob's.
    private boolean owns(ReversePath from) {
        return !(from instanceof ReversePath.To(var address))
                || submitter.orElseThrow().owns(address);
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
        Open mail = open.orElseThrow();
        Checked checked =
                submission.rules.check(
                        mail.transaction().from(),
                        to,
                        client.local().getAddress(),
                        mail.transaction().announcedOctets(),
                        Relay.ALLOWED);
        Checked passed =
                SmarthostRules.checked(submission.relays, mail.transaction().from(), checked)
                        .also(checks, to, request);
        return mail.transaction()
                .decide(
                        to,
                        request,
                        counted(mail, reported(passed, to)),
                        submission.clock.instant());
    }

    private Checked counted(Open mail, Checked checked) {
        return checked instanceof Checked.Accepted
                        && told(mail.sending().recipient()) instanceof Verdict.Refuse refusal
                ? new Checked.Refused(refusal)
                : checked;
    }

    /// Who has sent as much as he may hears of it, and not from his mail client alone.
    private Verdict told(Verdict rate) {
        if (rate instanceof Verdict.Refuse refusal) {
            submitter.orElseThrow().overRate(submission.breaker, refusal.reply().inOneLine());
        }
        return rate;
    }

    /// Where nobody waits for a refusal, the copy goes to the queue, which finds the same and tells
    /// the sender.
    private Checked reported(Checked checked, ForwardPath to) {
        boolean goesOn =
                checked instanceof Checked.Refused
                        && submitter.orElseThrow() instanceof Submitter.OfUser(var user)
                        && user.refusals() == LocalSubmitter.Refusals.REPORTED;
        if (!goesOn || !(to instanceof ForwardPath.To(var address))) {
            return checked;
        }
        Route again = new Route.Remote(address, new NextHop.Exchangers(address.domain()));
        return new Checked.Accepted(
                new AcceptedRecipient(address.toString(), List.of(again)), List.of());
    }

    /// The id of the mail that is being told.
    MailId openMail() {
        return open.orElseThrow().transaction().id();
    }

    @Override
    public Content content(ClientFacts client) {
        Open mail = open.orElseThrow();
        open = Optional.empty();
        return new SubmittedContent(
                submission,
                mail.transaction(),
                mail.sending(),
                client,
                submitter.orElseThrow(),
                checks);
    }

    @Override
    public void reset() {
        open.ifPresent(Open::drop);
        open = Optional.empty();
        checks.reset();
    }

    @Override
    public void close() {
        open.ifPresent(Open::drop);
        checks.close();
    }
}
