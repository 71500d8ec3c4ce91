// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.pabal.milter.MilterReply;
import org.pabal.milter.MilterReply.Decision;
import org.pabal.milter.MilterSession;
import org.pabal.mta.policy.MailFacts;
import org.pabal.wire.TlsFacts;

/// A connection to a milter, and what it was told of the client.
final class MilterConversation {
    private final MilterSession session;
    private Optional<InetSocketAddress> client = Optional.empty();
    private Optional<Greeting> greeting = Optional.empty();
    private Optional<Decision> aboutClient = Optional.empty();
    private Optional<Decision> aboutGreeting = Optional.empty();

    private record Greeting(String name, Optional<TlsFacts> tls) {}

    MilterConversation(MilterSession session) {
        this.session = session;
    }

    MilterSession session() {
        return session;
    }

    /// Tells what the milter does not know yet.
    void introduce(MailFacts mail, MacroValues macros) throws IOException {
        InetSocketAddress remote = mail.client().remote();
        if (client.isPresent() && !client.get().equals(remote) && session.nextConnection()) {
            client = Optional.empty(); // a trusted proxy brings another client
        }
        if (client.isEmpty()) {
            client = Optional.of(remote);
            greeting = Optional.empty();
            aboutGreeting = Optional.empty();
            aboutClient =
                    lasting(
                            session.connect(
                                    MacroValues.octets(mail.clientName().get()), remote, macros));
        }
        Optional<Greeting> now =
                mail.client().greeting().map(name -> new Greeting(name, mail.client().tls()));
        if (aboutClient.isEmpty() && now.isPresent() && !now.equals(greeting)) {
            greeting = now;
            aboutGreeting = lasting(session.helo(MacroValues.octets(now.get().name()), macros));
        }
    }

    private static Optional<Decision> lasting(Decision decision) {
        return decision instanceof MilterReply.Continue ? Optional.empty() : Optional.of(decision);
    }

    /// What the milter has decided about all mail of this client.
    Optional<Decision> standing() {
        return aboutClient.or(() -> aboutGreeting);
    }
}
