// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.pabal.smtp.FrontAttributes.Name;
import org.pabal.smtp.SmtpState.Closed;
import org.pabal.smtp.SmtpState.Connected;
import org.pabal.smtp.SmtpState.Greeted;

/// XCLIENT and XFORWARD: a trusted front tells whom it speaks for. Postfix's XCLIENT_README and
/// XFORWARD_README describe them. From anyone else they are unknown commands (THREATS S25).
final class FrontCommands {
    private final ServerSide side;
    private final GreetingCommands greeting;

    FrontCommands(ServerSide side, GreetingCommands greeting) {
        this.side = side;
        this.greeting = greeting;
    }

    /// From here on the session is that of the client that the front tells, from the greeting on.
    Step xclient(SmtpState state, ClientFacts before, String text) {
        if (!side.speaksWithFront()) {
            return Step.stay(state, Answers.UNKNOWN_COMMAND);
        }
        Optional<FrontAttributes> told = FrontAttributes.parse(text);
        Optional<ClientFacts> client = told.flatMap(attributes -> introduced(before, attributes));
        if (client.isEmpty()) {
            return Step.stay(state, Answers.BAD_ARGUMENT);
        }
        side.introduce(client.get());
        return opened(client.get(), told.orElseThrow());
    }

    private Optional<ClientFacts> introduced(ClientFacts before, FrontAttributes told) {
        Optional<InetSocketAddress> remote = moved(before.remote(), told, Name.ADDR, Name.PORT);
        Optional<InetSocketAddress> local =
                moved(before.local(), told, Name.DESTADDR, Name.DESTPORT);
        if (remote.isEmpty()
                || local.isEmpty()
                || told.has(Name.IDENT)
                || told.has(Name.SOURCE)
                || !isProtocol(told)) {
            return Optional.empty();
        }
        Optional<String> name =
                told.has(Name.NAME)
                        ? Optional.of(told.known(Name.NAME).orElse("unknown"))
                        : before.name();
        return Optional.of(
                new ClientFacts(
                        before.sessionId(),
                        remote.get(),
                        local.get(),
                        told.known(Name.HELO),
                        Dialect.SMTP.name(),
                        before.tls(),
                        Optional.empty(),
                        name,
                        before.host(),
                        Optional.empty()));
    }

    private static Optional<InetSocketAddress> moved(
            InetSocketAddress before, FrontAttributes told, Name address, Name port) {
        Optional<InetAddress> host =
                told.has(address) ? told.address(address) : Optional.of(before.getAddress());
        Optional<Integer> number = told.has(port) ? told.port(port) : Optional.of(before.getPort());
        return host.isPresent() && number.isPresent()
                ? Optional.of(new InetSocketAddress(host.get(), number.get()))
                : Optional.empty();
    }

    private static boolean isProtocol(FrontAttributes told) {
        String protocol = told.known(Name.PROTO).orElse("ESMTP").toUpperCase(Locale.ROOT);
        return protocol.equals("SMTP") || protocol.equals("ESMTP");
    }

    /// The greeting; with HELO= the client has said its own already.
    private Step opened(ClientFacts client, FrontAttributes told) {
        Step opened = greeting.open(new Connected(client), client);
        if (opened.next() instanceof Closed || client.greeting().isEmpty()) {
            return loggedIn(opened, told);
        }
        Dialect dialect =
                side.isLmtp()
                        ? Dialect.LMTP
                        : told.known(Name.PROTO).orElse("").equalsIgnoreCase("SMTP")
                                ? Dialect.SMTP
                                : Dialect.ESMTP;
        ClientFacts greeted = client.speaking(dialect.protocol(client, MailParameters.NONE));
        return loggedIn(Step.to(new Greeted(greeted, dialect), opened.replies()), told);
    }

    /// LOGIN= of a front that has checked the log-in itself.
    private Step loggedIn(Step opened, FrontAttributes told) {
        Optional<String> login = told.known(Name.LOGIN);
        if (login.isEmpty()) {
            return opened;
        }
        var identity = new ClientFacts.Authenticated("XCLIENT", login.get(), login.get());
        SmtpState next =
                switch (opened.next()) {
                    case Greeted(var client, var dialect) -> {
                        ClientFacts known = client.authenticatedAs(identity);
                        yield new Greeted(
                                known.speaking(dialect.protocol(known, MailParameters.NONE)),
                                dialect);
                    }
                    case Connected(var client) -> new Connected(client.authenticatedAs(identity));
                    case SmtpState other -> other;
                };
        return admitted(next, identity) ? Step.to(next, opened.replies()) : opened;
    }

    private boolean admitted(SmtpState state, ClientFacts.Authenticated identity) {
        Optional<ClientFacts> client =
                switch (state) {
                    case Greeted(var known, _) -> Optional.of(known);
                    case Connected(var known) -> Optional.of(known);
                    case SmtpState _ -> Optional.empty();
                };
        if (client.isEmpty()) {
            return false;
        }
        return switch (side.service.authenticated(client.get())) {
            case Verdict.Accept _ -> {
                side.log.authenticated("XCLIENT", identity);
                side.loggedIn(client.get());
                yield true;
            }
            case Verdict.Refuse(var reply, var reason) -> {
                side.log.refused("xclient", identity.authenticationIdentity(), reply, reason);
                yield false;
            }
        };
    }

    /// For log and ledger of the next mail only.
    Step xforward(SmtpState state, String text) {
        if (!side.speaksWithFront()) {
            return Step.stay(state, Answers.UNKNOWN_COMMAND);
        }
        Optional<FrontAttributes> told = FrontAttributes.parse(text);
        if (told.isEmpty()) {
            return Step.stay(state, Answers.BAD_ARGUMENT);
        }
        side.log.forwarded(told.get());
        return Step.stay(state, Answers.OK);
    }
}
