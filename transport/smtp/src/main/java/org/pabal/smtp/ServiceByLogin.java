// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.sasl.Credentials;

/// Two services on one port: strangers have the one, who has logged in has the other. For port 25
/// where people submit their mail by it too.
public final class ServiceByLogin implements MailService {
    private final MailService strangers;
    private final MailService people;
    private MailService current;

    public ServiceByLogin(MailService strangers, Supplier<MailService> people) {
        this.strangers = strangers;
        this.people = people.get();
        this.current = strangers;
    }

    /// Whoever connects, or is introduced by a trusted front, is a stranger at first.
    @Override
    public Verdict connect(ClientFacts client) {
        current = strangers;
        return strangers.connect(client);
    }

    @Override
    public Credentials credentials(ClientFacts client) {
        return people.credentials(client);
    }

    @Override
    public Verdict authenticated(ClientFacts client) {
        Verdict verdict = people.authenticated(client);
        current = verdict instanceof Verdict.Accept ? people : strangers;
        return verdict;
    }

    @Override
    public Optional<Home> home(ClientFacts client) {
        return people.home(client);
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath from, MailParameters parameters) {
        return current.mail(client, from, parameters);
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
        return current.rcpt(client, to, request);
    }

    @Override
    public Content content(ClientFacts client) {
        return current.content(client);
    }

    @Override
    public void reset() {
        current.reset();
    }

    @Override
    public void close() {
        strangers.close();
        people.close();
    }
}
