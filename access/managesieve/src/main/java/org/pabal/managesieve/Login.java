// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.managesieve.CommandReader.Read;
import org.pabal.managesieve.ManageSieveCommand.Authenticate;
import org.pabal.managesieve.ManageSieveConfig.LoginSecurity;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.FrontServer;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.Connection;
import org.pabal.wire.Introduction;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AUTHENTICATE: who the client is, by SASL. RFC 5804 §2.1. For one session.
final class Login {
    private static final Logger log = LoggerFactory.getLogger(Login.class);
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Connection connection;
    private final ManageSieveConfig config;
    private final ManageSieveServices services;
    private final CommandReader reader;
    private final ResponseWriter out;
    private int failures;
    private boolean first = true;
    private LoginAttempt attempt;

    Login(
            Connection connection,
            ManageSieveConfig config,
            ManageSieveServices services,
            CommandReader reader,
            ResponseWriter out) {
        this.connection = connection;
        this.config = config;
        this.services = services;
        this.reader = reader;
        this.out = out;
        this.attempt = services.logins().attempt(connection.remote());
    }

    /// What became of it.
    sealed interface Outcome {
        record LoggedIn(Account account, Response response) implements Outcome {}

        record Refused(Response response) implements Outcome {}
    }

    /// False on a clear-text connection, unless the listener allows it (THREATS A06).
    private boolean isAllowed() {
        return connection.tls().isPresent()
                || config.loginSecurity() == LoginSecurity.CLEARTEXT_ALLOWED;
    }

    /// What the capability SASL tells; nothing where STARTTLS must come first. RFC 5804 §1.7.
    List<String> mechanisms() {
        return isAllowed()
                ? SaslMechanisms.offered(SaslMechanisms.names(), credentials(), channel())
                : List.of();
    }

    /// The host of ours that the peer has proved to be, a front that acts for a client. For one
    /// log-in: behind that it is the client who speaks, and UNAUTHENTICATE must not make it a front.
    private Optional<String> front() {
        return first ? services.hosts().hostOf(connection) : Optional.empty();
    }

    /// From a front of ours: whose session it is. Nobody else knows the command (THREATS S25).
    Response introduce(String attributes) {
        Optional<Introduction> told = Introduction.parse(attributes, connection);
        if (front().isEmpty()) {
            return Response.no("No such command");
        }
        told.ifPresent(connection::speaksFor);
        return told.isPresent() ? Response.OK : Response.no("ADDR= and PORT= are missing");
    }

    private SaslChannel channel() {
        return connection
                .tls()
                .map(tls -> new SaslChannel(tls.channelBindings(), tls.clientCertificate()))
                .orElse(SaslChannel.PLAIN);
    }

    private LoginContext context() {
        return services.loginContexts().apply(connection);
    }

    private Credentials credentials() {
        return services.directory().credentials(context());
    }

    Outcome authenticate(Authenticate command) throws IOException {
        if (!isAllowed()) {
            return refused(Response.no("ENCRYPT-NEEDED", "Log in over TLS: STARTTLS first"));
        }
        if (services.logins().turnsAway(connection.remote())) {
            return turnedAway();
        }
        attempt = services.logins().attempt(connection.remote());
        Optional<String> front = front();
        if (front.isPresent() && command.mechanism().equalsIgnoreCase("EXTERNAL")) {
            return exchange(new FrontServer(front.get(), credentials()), command.initial());
        }
        List<String> mechanisms = mechanisms();
        Optional<SaslServerMechanism> mechanism =
                mechanisms.stream().anyMatch(command.mechanism()::equalsIgnoreCase)
                        ? SaslMechanisms.start(
                                command.mechanism(), attempt.watch(credentials()), channel())
                        : Optional.empty();
        return mechanism.isEmpty()
                ? refused(Response.no("Use one of " + String.join(" ", mechanisms)))
                : exchange(mechanism.get(), command.initial());
    }

    private static Outcome refused(Response response) {
        return new Outcome.Refused(response);
    }

    /// A peer that failed too often is sent away unheard (THREATS A07).
    private Outcome turnedAway() {
        log.info(
                "event=login-turned-away session={} peer={}", connection.id(), connection.remote());
        return refused(
                Response.bye(
                        "TRYLATER", "Too many failed log-ins from your address, try again later"));
    }

    private Outcome exchange(SaslServerMechanism mechanism, Optional<String> initial)
            throws IOException {
        byte[] response = {};
        if (mechanism.clientFirst()) {
            Optional<byte[]> first = initial.isPresent() ? decode(initial.get()) : ask(new byte[0]);
            if (first.isEmpty()) {
                return notBase64();
            }
            response = first.get();
        } else if (initial.isPresent()) {
            return refused(Response.no("In " + mechanism.name() + " the server speaks first"));
        }
        while (true) {
            switch (mechanism.step(response)) {
                case SaslStep.Challenge(byte[] octets) -> {
                    Optional<byte[]> next = ask(octets);
                    if (next.isEmpty()) {
                        return notBase64();
                    }
                    response = next.get();
                }
                case SaslStep.Success success -> {
                    return logIn(success);
                }
                case SaslStep.Refused(String identity, String reason) -> {
                    return failed(identity, reason);
                }
                case SaslStep.Malformed(String reason) -> {
                    return refused(Response.no("Not a response of the mechanism: " + reason));
                }
            }
        }
    }

    /// @return empty when the client cancelled with `"*"` or sent what is not base64
    private Optional<byte[]> ask(byte[] challenge) throws IOException {
        out.string(BASE64.encodeToString(challenge));
        out.flush();
        return switch (reader.read(config.commandOctetsBeforeLogin(), 0)) {
            case Read.Command(byte[] line) -> ManageSieveParser.string(line).flatMap(Login::decode);
            case Read.TooLarge _ -> throw new ProtocolException("a response without end");
            case Read.Lost(String reason) -> {
                out.response(Response.bye(reason));
                out.flush();
                throw new ProtocolException("a response outside the grammar: " + reason);
            }
            case Read.EndOfStream _ -> throw new EOFException("the client left within a log-in");
        };
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Outcome notBase64() {
        return refused(Response.no("Cancelled, or a response that is not base64"));
    }

    private Outcome logIn(SaslStep.Success proof) throws IOException {
        Optional<Account> account =
                services.directory()
                        .findByLogin(proof.authorizationIdentity(), context())
                        .filter(Account::enabled);
        if (account.isEmpty()) {
            return failed(proof.authenticationIdentity(), "no enabled account to act for");
        }
        if (!account.get().isHere() && front().isPresent()) {
            throw new UnavailableException( // two directories that disagree
                    "the host "
                            + front().get()
                            + " takes us for the home of "
                            + account.get().address()
                            + ", which is "
                            + account.get().host().orElseThrow());
        }
        first = false;
        attempt.succeeded(account.get().address().toString());
        log.info(
                "event=login session={} account={} host={}",
                connection.id(),
                account.get().id(),
                account.get().host().orElse("here"));
        Response ok =
                proof.additionalData()
                        .map(data -> Response.okWith("SASL", BASE64.encodeToString(data), ""))
                        .orElse(Response.OK);
        return new Outcome.LoggedIn(account.get(), ok);
    }

    /// One text for every reason (THREATS A02), slower with each failure.
    private Outcome failed(String who, String reason) throws IOException {
        failures++;
        log.info(
                "event=login-failed session={} peer={} identity={} reason={}",
                connection.id(),
                connection.remote(),
                new LogText(who),
                new LogText(reason));
        if (attempt.failed(who, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            return turnedAway();
        }
        return refused(
                failures >= config.failedLogins()
                        ? Response.bye("User name or password is wrong, too often")
                        : Response.no("User name or password is wrong"));
    }
}
