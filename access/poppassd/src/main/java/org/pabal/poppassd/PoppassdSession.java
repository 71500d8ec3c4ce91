// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.PasswordChange.Outcome;
import org.pabal.message.UnavailableException;
import org.pabal.poppassd.PoppassdCommand.NewPass;
import org.pabal.poppassd.PoppassdCommand.Pass;
import org.pabal.poppassd.PoppassdCommand.Quit;
import org.pabal.poppassd.PoppassdCommand.Unparsable;
import org.pabal.poppassd.PoppassdCommand.User;
import org.pabal.poppassd.PoppassdState.Closed;
import org.pabal.poppassd.PoppassdState.Connected;
import org.pabal.poppassd.PoppassdState.Named;
import org.pabal.poppassd.PoppassdState.Proven;
import org.pabal.sasl.LoginAttempt;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client that changes a password, from greeting to goodbye.
///
/// ```
/// Connected --user--> Named --pass--> Proven --newpass--> Proven;  any --quit--> Closed
/// ```
///
/// A client that reads a 200 behind `newpass` may forget the old password: the new one is durable
/// and has been tried. Each refusal is a sentence, never a connection that falls silent.
public final class PoppassdSession {
    private static final Logger LOG = LoggerFactory.getLogger(PoppassdSession.class);

    private static final PoppassdReply FAR_AND_CLEAR =
            PoppassdReply.refused(
                    "Passwords are not taken in the clear from another host: come over TLS, or from"
                            + " the server itself");
    private static final PoppassdReply TURNED_AWAY =
            PoppassdReply.refused("Too many wrong passwords from your address, try again later");
    private static final PoppassdReply TOO_LONG =
            PoppassdReply.refused("The line is too long, nothing was changed");
    private static final PoppassdReply OUT_OF_ORDER =
            PoppassdReply.refused("Say user, then pass, then newpass; nothing was changed");
    private static final PoppassdReply WRONG =
            PoppassdReply.refused("User name or password is wrong, nothing was changed");
    private static final PoppassdReply UNAVAILABLE =
            PoppassdReply.refused(
                    "Out of order for now, try again later; the password may be the old one or the"
                            + " new");

    private final Connection connection;
    private final PoppassdConfig config;
    private final PoppassdServices services;
    private PoppassdState state = new Connected();
    private int failures;
    private int commands;

    public PoppassdSession(
            Connection connection, PoppassdConfig config, PoppassdServices services) {
        this.connection = connection;
        this.config = config;
        this.services = services;
    }

    /// Returns when the session is over; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(config.deadline());
        send(greeting());
        while (!(state instanceof Closed)) {
            try {
                send(answer(connection.readLine(config.lineOctets(), config.lineOctets() * 64)));
            } catch (SocketTimeoutException silence) {
                send(closing(PoppassdReply.refused("Nothing was said for too long, goodbye")));
                throw silence;
            }
        }
    }

    private PoppassdReply greeting() {
        if (!isSafe()) {
            return closing(FAR_AND_CLEAR);
        }
        return services.logins().turnsAway(connection.remote())
                ? closing(TURNED_AWAY)
                : PoppassdReply.done(config.hostname() + " poppassd ready, who are you?");
    }

    private boolean isSafe() {
        return config.security() == PoppassdConfig.Security.CLEARTEXT_ALLOWED
                || connection.tls().isPresent()
                || connection.remote().getAddress().isLoopbackAddress();
    }

    private PoppassdReply answer(Line line) throws IOException {
        return switch (line) {
            case Line.Complete(var octets) ->
                    isOneTooMany()
                            ? closing(PoppassdReply.refused("Too many commands, goodbye"))
                            : answerOrExplain(PoppassdCommand.parse(octets));
            case Line.TooLong(var endFound) -> endFound ? TOO_LONG : closing(TOO_LONG);
            case Line.EndOfStream _ -> closing(PoppassdReply.done("Goodbye"));
        };
    }

    private boolean isOneTooMany() {
        commands++;
        return commands > config.commands();
    }

    private PoppassdReply answerOrExplain(PoppassdCommand command) throws IOException {
        try {
            return answer(command);
        } catch (UnavailableException trouble) {
            LOG.warn("session={} event=unavailable reason=\"{}\"", id(), trouble.getMessage());
            return UNAVAILABLE;
        } catch (RuntimeException bug) {
            LOG.error("session {}: bug in {}", id(), command, bug);
            return closing(PoppassdReply.refused("Our fault, logged as session " + id()));
        }
    }

    /// Which command is welcome in which state.
    private PoppassdReply answer(PoppassdCommand command) throws IOException {
        return switch (command) {
            case User(var name) -> {
                state = new Named(name);
                yield PoppassdReply.goOn("Your password, please");
            }
            case Pass(var password) ->
                    switch (state) {
                        case Named(var name) -> prove(name, password);
                        case Connected _, Proven _, Closed _ -> OUT_OF_ORDER;
                    };
            case NewPass(var password) ->
                    switch (state) {
                        case Proven(var account, var old) -> change(account, old, password);
                        case Connected _, Named _, Closed _ -> OUT_OF_ORDER;
                    };
            case Quit _ -> closing(PoppassdReply.done("Goodbye"));
            case Unparsable(var reason) -> PoppassdReply.refused(reason);
        };
    }

    /// THREATS A02: one answer for an unknown name and a wrong password.
    private PoppassdReply prove(String name, String password) throws IOException {
        if (services.logins().turnsAway(connection.remote())) {
            return closing(TURNED_AWAY);
        }
        LoginContext context = services.loginContexts().apply(connection);
        LoginAttempt attempt = services.logins().attempt(connection.remote());
        return switch (services.passwords().prove(name, password, context, attempt)) {
            case PasswordChange.Proof.Proven(var account) -> {
                attempt.succeeded(account.address().toString());
                state = new Proven(account, password);
                yield PoppassdReply.goOn("Your new password, please");
            }
            case PasswordChange.Proof.Refused(var reason) -> wrong(attempt, name, reason);
        };
    }

    private PoppassdReply wrong(LoginAttempt attempt, String name, String reason)
            throws IOException {
        state = new Connected();
        failures++;
        LOG.info(
                "event=login-failed session={} peer={} identity={} reason={} door=poppassd",
                id(),
                connection.remote(),
                new LogText(name),
                new LogText(reason));
        if (attempt.failed(name, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            return closing(TURNED_AWAY);
        }
        return failures < config.failedLogins() ? WRONG : closing(WRONG);
    }

    private PoppassdReply change(Account account, String old, String password) {
        return switch (services.passwords().change(account.address(), old, password)) {
            case Outcome.Changed _ -> {
                LOG.info(
                        "event=password-changed session={} peer={} account={} door=poppassd",
                        id(),
                        connection.remote(),
                        account.id());
                yield PoppassdReply.done("Password changed, thank you");
            }
            case Outcome.Refused(var reason) ->
                    PoppassdReply.refused("Nothing was changed: " + reason);
            case Outcome.NotWorking(var reason) -> {
                LOG.error("event=password-not-working session={} reason=\"{}\"", id(), reason);
                yield PoppassdReply.refused(reason);
            }
        };
    }

    private PoppassdReply closing(PoppassdReply last) {
        state = new Closed();
        return last;
    }

    private void send(PoppassdReply reply) throws IOException {
        connection.write(reply.line());
        connection.flush();
    }

    private String id() {
        return connection.id();
    }
}
