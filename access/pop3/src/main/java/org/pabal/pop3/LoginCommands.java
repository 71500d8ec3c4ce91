// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.message.UnavailableException;
import org.pabal.pop3.Maildrops.Opening;
import org.pabal.pop3.Pop3Command.Apop;
import org.pabal.pop3.Pop3Command.Auth;
import org.pabal.pop3.Pop3State.Authorization;
import org.pabal.pop3.Pop3State.Closed;
import org.pabal.pop3.Pop3State.Transaction;
import org.pabal.pop3.Pop3State.WithHost;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.Introduction;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// USER, PASS, APOP, AUTH, STLS: what leads to an open maildrop.
final class LoginCommands {
    private static final Logger LOG = LoggerFactory.getLogger(LoginCommands.class);

    private final Client client;
    private final Runnable endOfSession;

    LoginCommands(Client client) {
        this.client = client;
        this.endOfSession = client.connection::endInput;
    }

    /// Any name is welcome: whether there is such a person nobody is told (THREATS A02).
    Step user(Authorization state, String name) {
        return client.allowsLogin()
                ? Step.to(new Authorization(Optional.of(name)), Pop3Reply.ok(Phrase.NEXT_PASSWORD))
                : tlsFirst(state);
    }

    /// The PLAIN mechanism in other words.
    Step pass(Authorization state, String password) throws IOException {
        if (state.user().isEmpty()) {
            return Step.mistake(state, Pop3Reply.err(Phrase.USER_FIRST));
        }
        Optional<Step> refused = notNow(state);
        if (refused.isPresent()) {
            return refused.get();
        }
        String user = state.user().get();
        SaslServerMechanism plain = client.start("PLAIN").orElseThrow();
        byte[] message = ('\0' + user + '\0' + password).getBytes(StandardCharsets.UTF_8);
        return switch (plain.step(message)) {
            case SaslStep.Success success -> logIn(success);
            case SaslStep.Refused(String identity, String reason) -> refuse(identity, reason);
            case SaslStep.Malformed(String reason) -> refuse(user, reason);
            case SaslStep.Challenge _ -> throw new IllegalStateException("PLAIN has one step");
        };
    }

    /// RFC 1939 §7. The same work for an unknown name and a wrong digest.
    Step apop(Authorization state, Apop apop) throws IOException {
        if (client.timestamp().isEmpty()) {
            return Step.mistake(state, Pop3Reply.err(Phrase.NO_APOP));
        }
        Optional<Step> refused = notNow(state);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<String> password = client.clearPassword(apop.name());
        byte[] expected = md5(client.timestamp().get() + password.orElse("no password fits"));
        byte[] given = apop.digest().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        boolean right = MessageDigest.isEqual(expected, given);
        return right && password.isPresent()
                ? logIn(new SaslStep.Success(apop.name(), apop.name(), Optional.empty()))
                : refuse(apop.name(), "wrong digest");
    }

    private static byte[] md5(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no MD5", missing);
        }
    }

    /// RFC 5034.
    Step auth(Authorization state, Auth auth) throws IOException {
        Optional<Step> refused = notNow(state);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<SaslServerMechanism> mechanism = client.start(auth.mechanism());
        if (mechanism.isEmpty()) {
            return Step.mistake(state, Pop3Reply.err(Phrase.NO_SUCH_MECHANISM));
        }
        SaslExchange exchange = new SaslExchange(client.connection, client.out, mechanism.get());
        return switch (exchange.run(auth.initialResponse())) {
            case SaslExchange.Outcome.Proved(SaslStep.Success success) -> logIn(success);
            case SaslExchange.Outcome.Refused(String identity, String reason) ->
                    refuse(identity, reason);
            case SaslExchange.Outcome.Broken _ ->
                    Step.mistake(state, Pop3Reply.err(Phrase.NOT_A_RESPONSE));
            case SaslExchange.Outcome.Lost _ -> Step.hangUp();
        };
    }

    /// For clients that are older than CAPA.
    Step mechanisms(Authorization state) throws IOException {
        if (!client.allowsLogin()) {
            return tlsFirst(state);
        }
        client.out.begin(Pop3Reply.ok(Phrase.MECHANISMS));
        for (String mechanism : client.mechanisms()) {
            client.out.line(mechanism);
        }
        client.out.endLines();
        return Step.answered(state);
    }

    /// Octets that came behind STLS in the clear end the session (THREATS T02). What was said before
    /// is forgotten (THREATS T03). RFC 2595 §4.
    Step stls(Authorization state) throws IOException {
        if (!client.offersStls()) {
            return Step.mistake(
                    state,
                    Pop3Reply.err(
                            client.connection.tls().isPresent()
                                    ? Phrase.TLS_ALREADY
                                    : Phrase.NO_STLS));
        }
        client.out.send(Pop3Reply.ok(Phrase.BEGIN_TLS));
        client.out.flush();
        client.connection.startTls(client.services.tls().orElseThrow());
        client.out.speak(Language.ENGLISH);
        return Step.answered(Authorization.NOBODY);
    }

    private static Step tlsFirst(Authorization state) {
        return Step.mistake(state, Pop3Reply.err(ResponseCode.AUTH, Phrase.TLS_FIRST));
    }

    /// Why nobody can log in here now: the connection, or a peer that failed too often (THREATS
    /// A07).
    private Optional<Step> notNow(Authorization state) {
        if (!client.allowsLogin()) {
            return Optional.of(tlsFirst(state));
        }
        return client.services.logins().turnsAway(client.connection.remote())
                ? Optional.of(turnAway())
                : Optional.empty();
    }

    private Step turnAway() {
        LOG.info(
                "event=login-turned-away session={} peer={}",
                client.connection.id(),
                client.connection.remote());
        return Step.to(new Closed(), Pop3Reply.err(ResponseCode.SYS_TEMP, Phrase.TURNED_AWAY));
    }

    /// The client proved who it is: opens the maildrop of the account it acts for.
    private Step logIn(SaslStep.Success proof) throws IOException {
        Optional<Account> account =
                client.services
                        .directory()
                        .findByLogin(proof.authorizationIdentity(), client.context())
                        .filter(Account::enabled);
        if (account.isEmpty()) {
            return refuse(proof.authenticationIdentity(), "no enabled account to act for");
        }
        client.attempt().succeeded(account.get().address().toString());
        if (!account.get().isHere()) {
            return handOver(account.get());
        }
        return switch (open(account.get())) {
            case Opening.Opened(Maildrop maildrop) -> begin(maildrop);
            case Opening.InUse _ ->
                    Step.to(
                            Authorization.NOBODY,
                            Pop3Reply.err(ResponseCode.IN_USE, Phrase.MAILDROP_IN_USE));
            case Opening.TooManySessions _ -> tooManySessions();
        };
    }

    private static Step tooManySessions() {
        return Step.to(
                Authorization.NOBODY,
                Pop3Reply.err(ResponseCode.SYS_TEMP, Phrase.TOO_MANY_SESSIONS));
    }

    /// The account lives elsewhere: the client goes on with the host that has it. A front is not
    /// passed on, since two directories that disagree would pass it round for ever.
    private Step handOver(Account account) throws IOException {
        if (client.front().isPresent()) {
            throw new UnavailableException(
                    "the host "
                            + client.front().get()
                            + " takes us for the home of "
                            + account.address()
                            + ", which is "
                            + account.host().orElseThrow());
        }
        Maildrops maildrops = client.services.maildrops();
        if (!maildrops.enter(account, endOfSession)) {
            return tooManySessions();
        }
        Runnable release = () -> maildrops.leave(account, endOfSession);
        Pop3State next = Authorization.NOBODY;
        try {
            BackHost.Answered back =
                    BackHost.logIn(client.services.hosts(), account, client.connection);
            if (back.isLoggedIn()) {
                next = new WithHost(back.connection(), release);
            }
            client.out.line(back.answer());
        } catch (IOException gone) {
            next.leave();
            throw gone;
        } finally {
            if (next instanceof Authorization) {
                release.run();
            }
        }
        LOG.info(
                "event=login session={} account={} host={}",
                client.connection.id(),
                account.id(),
                account.host().orElseThrow());
        return Step.answered(next);
    }

    /// From a front of ours: whose session it is. Nobody else knows the command (THREATS S25).
    Step introduce(Authorization state, String attributes) {
        if (client.front().isEmpty()) {
            return Step.mistake(state, Pop3Reply.err(Phrase.UNKNOWN_COMMAND));
        }
        Optional<Introduction> told = Introduction.parse(attributes, client.connection);
        if (told.isEmpty()) {
            return Step.mistake(state, Pop3Reply.err(Phrase.ARGUMENT_MISSING, "ADDR= PORT="));
        }
        client.connection.speaksFor(told.get());
        return Step.stay(state, Pop3Reply.ok(Phrase.DONE));
    }

    private Opening open(Account account) throws IOException {
        try {
            return client.services.maildrops().open(account, endOfSession);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a maildrop", e);
        }
    }

    private Step begin(Maildrop maildrop) {
        client.connection.readDeadline(client.config.idleDeadline());
        LOG.info("event=login session={} account={}", client.connection.id(), maildrop.account());
        return Step.to(
                new Transaction(maildrop),
                Pop3Reply.ok(Phrase.MAILDROP, maildrop.left(), maildrop.octetsLeft()));
    }

    /// One text for every reason (THREATS A02), slower with each failure.
    private Step refuse(String who, String reason) throws IOException {
        int failures = client.countFailedLogin();
        LOG.info(
                "event=login-failed session={} peer={} identity={} reason={}",
                client.connection.id(),
                client.connection.remote(),
                new LogText(who),
                new LogText(reason));
        if (client.attempt().failed(who, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            return turnAway();
        }
        return failures >= client.config.failedLogins()
                ? Step.to(new Closed(), Pop3Reply.err(ResponseCode.AUTH, Phrase.TOO_MANY_FAILED))
                : Step.to(
                        Authorization.NOBODY,
                        Pop3Reply.err(ResponseCode.AUTH, Phrase.WRONG_CREDENTIALS));
    }
}
