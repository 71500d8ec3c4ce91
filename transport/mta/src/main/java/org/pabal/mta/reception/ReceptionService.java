// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.util.Optional;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.queue.Origin;
import org.pabal.sasl.Credentials;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.Verdict;

/// Reception's side of one connection.
final class ReceptionService implements MailService {
    private final Reception reception;
    private final Replies replies;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<ClientName> clientName = Optional.empty();

    ReceptionService(Reception reception, Replies replies) {
        this.reception = reception;
        this.replies = replies;
    }

    @Override
    public Verdict connect(ClientFacts client) {
        return Verdict.ACCEPT;
    }

    @Override
    public Credentials credentials(ClientFacts client) {
        return new NoCredentials();
    }

    @Override
    public Verdict authenticated(ClientFacts client) {
        return Verdict.refuse(535, "5.7.8", "Authentication not available here", "no log-in here");
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath from, MailParameters parameters) {
        if (clientName.isEmpty() && reception.config.clientNames()) {
            clientName =
                    Optional.of(
                            ClientName.lookUp(client.remote().getAddress(), reception.resolver));
        }
        transaction =
                Optional.of(
                        new Transaction(
                                reception.ids.next(),
                                client.sessionId(),
                                Origin.RECEIVED,
                                from,
                                parameters));
        return Verdict.ACCEPT;
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
        Transaction open = transaction.orElseThrow();
        Checked checked =
                reception.rules.check(
                        open.from(),
                        to,
                        client.local().getAddress(),
                        open.announcedOctets(),
                        Relay.REFUSED);
        return open.decide(to, request, checked, reception.clock.instant());
    }

    @Override
    public Content content(ClientFacts client) {
        Transaction open = transaction.orElseThrow();
        transaction = Optional.empty();
        String name = clientName.map(ClientName::get).orElse(ClientName.UNKNOWN);
        return new ReceivedContent(reception, open, client, name, replies);
    }

    @Override
    public void reset() {
        transaction = Optional.empty();
    }
}
