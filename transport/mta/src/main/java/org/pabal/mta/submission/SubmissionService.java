// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.queue.Origin;
import org.pabal.sasl.Credentials;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Submission's side of one connection.
final class SubmissionService implements MailService {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionService.class);

    private final Submission submission;
    private final LoginContext context;
    private Optional<Account> account = Optional.empty();
    private Optional<Transaction> transaction = Optional.empty();

    SubmissionService(Submission submission, LoginContext context) {
        this.submission = submission;
        this.context = context;
    }

    @Override
    public Verdict connect(ClientFacts client) {
        return Verdict.ACCEPT;
    }

    @Override
    public Credentials credentials(ClientFacts client) {
        return submission.directory.credentials(context);
    }

    @Override
    public Verdict authenticated(ClientFacts client) {
        account =
                client.authenticated()
                        .flatMap(identity ->
                                submission.directory.findByLogin(
                                        identity.authorizationIdentity(), context))
                        .filter(Account::enabled);
        return account.isPresent()
                ? Verdict.ACCEPT
                : Verdict.refuse(
                        535, "5.7.8", "Authentication credentials invalid", "no such account");
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath from, MailParameters parameters) {
        if (account.isEmpty()) {
            return Verdict.refuse(530, "5.7.0", "Authentication required", "not logged in");
        }
        if (from instanceof ReversePath.To(var address)
                && !submission.directory.owns(account.get().id(), address)) {
            return Verdict.refuse(
                    553,
                    "5.7.1",
                    "Sender address is not yours",
                    from + " is not an address of " + account.get().address());
        }
        transaction =
                Optional.of(
                        new Transaction(
                                submission.ids.next(),
                                client.sessionId(),
                                Origin.SUBMITTED,
                                from,
                                parameters));
        return Verdict.ACCEPT;
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to) {
        Transaction open = transaction.orElseThrow();
        Checked checked =
                submission.rules.check(
                        to, client.local().getAddress(), open.announcedOctets(), Relay.ALLOWED);
        return switch (checked) {
            case Checked.Accepted(var recipient) -> {
                open.accept(recipient);
                yield Verdict.ACCEPT;
            }
            case Checked.Refused(var verdict) -> {
                LOG.info("{}: {} refused {}: {}", client.sessionId(), open.id(), to, verdict);
                open.refuse(to, verdict, submission.clock.instant());
                yield verdict;
            }
        };
    }

    @Override
    public Content content(ClientFacts client) {
        Transaction open = transaction.orElseThrow();
        transaction = Optional.empty();
        return new SubmittedContent(submission, open, client, account.orElseThrow());
    }

    @Override
    public void reset() {
        transaction = Optional.empty();
    }
}
