// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.mta.queue.Origin;
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
    private Optional<Account> account = Optional.empty();
    private Optional<Transaction> transaction = Optional.empty();

    SubmissionService(
            Submission submission,
            Function<ClientFacts, LoginContext> contexts,
            SessionChecks checks) {
        this.submission = submission;
        this.contexts = contexts;
        this.checks = checks;
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
        account =
                client.authenticated()
                        .flatMap(identity ->
                                submission.directory.findByLogin(
                                        identity.authorizationIdentity(), contexts.apply(client)))
                        .filter(Account::enabled);
        return account.isPresent()
                ? Verdict.ACCEPT
                : Verdict.refuse(
                        535, "5.7.8", "Authentication credentials invalid", "no such account");
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath given, MailParameters parameters) {
        if (account.isEmpty()) {
            return Verdict.refuse(530, "5.7.0", "Authentication required", "not logged in");
        }
        ReversePath from = submission.rules.rewriting().sender(given);
        if (!owns(given) && !owns(from)) {
            return Verdict.refuse(
                    553,
                    "5.7.1",
                    "Sender address is not yours",
                    given + " is not an address of " + account.get().address());
        }
        Transaction begun =
                new Transaction(
                        submission.ids.next(),
                        client.sessionId(),
                        Origin.SUBMITTED,
                        from,
                        parameters);
        transaction = Optional.of(begun);
        return checks.mail(
                new MailFacts(client, () -> "unknown", begun.id().toString(), from, parameters));
    }

    /// An address that is written anew is good when the one in its place is: `bob@host.example.org`
    /// is nobody's, but goes out as bob's.
    private boolean owns(ReversePath from) {
        return !(from instanceof ReversePath.To(var address))
                || submission.directory.owns(account.orElseThrow().id(), address);
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
        Transaction open = transaction.orElseThrow();
        Checked checked =
                submission.rules.check(
                        open.from(),
                        to,
                        client.local().getAddress(),
                        open.announcedOctets(),
                        Relay.ALLOWED);
        return open.decide(
                to,
                request,
                SmarthostRules.checked(submission.relays, open.from(), checked)
                        .also(checks, to, request),
                submission.clock.instant());
    }

    @Override
    public Content content(ClientFacts client) {
        Transaction open = transaction.orElseThrow();
        transaction = Optional.empty();
        return new SubmittedContent(submission, open, client, account.orElseThrow(), checks);
    }

    @Override
    public void reset() {
        transaction = Optional.empty();
        checks.reset();
    }

    @Override
    public void close() {
        checks.close();
    }
}
