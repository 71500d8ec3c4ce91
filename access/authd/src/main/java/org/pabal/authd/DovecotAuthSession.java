// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.authd.AuthCommand.Begin;
import org.pabal.authd.AuthCommand.Cancel;
import org.pabal.authd.AuthCommand.ClientProcess;
import org.pabal.authd.AuthCommand.Continue;
import org.pabal.authd.AuthCommand.Refused;
import org.pabal.authd.AuthCommand.Unknown;
import org.pabal.authd.AuthCommand.Unparsable;
import org.pabal.authd.AuthCommand.Version;
import org.pabal.directory.LoginService;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One asker of Dovecot's authentication protocol 1.2, from greeting to its end.
///
/// This thread reads; each exchange thinks, and waits after a failure, on a thread of its own, so
/// that a wrong password does not hold up the others of a busy Postfix. Their replies come in the
/// order in which they are ready.
public final class DovecotAuthSession {
    private static final Logger LOG = LoggerFactory.getLogger(DovecotAuthSession.class);
    private static final int MAJOR = 1;
    private static final int MINOR = 2;
    private static final int COOKIE_OCTETS = 16;

    private final Connection connection;
    private final AuthConfig config;
    private final AuthServices services;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AuthExchange> exchanges = new HashMap<>(); // by the lock

    /// Replies of several threads come whole. A peer that takes none holds up nobody but itself.
    private final ReentrantLock writing = new ReentrantLock();

    public DovecotAuthSession(Connection connection, AuthConfig config, AuthServices services) {
        this.connection = connection;
        this.config = config;
        this.services = services;
    }

    /// Returns when the asker has gone; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(config.idle());
        greet();
        boolean versionSeen = false;
        while (connection.readLfLine(config.lineOctets(), 0) instanceof Line.Complete(var octets)) {
            AuthCommand command = AuthCommand.parse(octets);
            versionSeen |= command instanceof Version(var major) && major == MAJOR;
            if (!versionSeen || !take(command)) {
                LOG.warn(
                        "event=auth-protocol-broken session={} command={} hint=\"it speaks another"
                                + " protocol, or another version of it\"",
                        connection.id(),
                        command.getClass().getSimpleName());
                return;
            }
        }
    }

    private void greet() throws IOException {
        byte[] cookie = new byte[COOKIE_OCTETS];
        services.random().nextBytes(cookie);
        send(AuthText.line("VERSION", Integer.toString(MAJOR), Integer.toString(MINOR)));
        for (String mechanism : mechanisms()) {
            send(AuthMechanisms.line(mechanism));
        }
        send(AuthText.line("SPID", Long.toString(ProcessHandle.current().pid())));
        send(AuthText.line("CUID", Integer.toString(services.random().nextInt(1 << 30))));
        send(AuthText.line("COOKIE", HexFormat.of().formatHex(cookie)));
        send(AuthText.line("DONE"));
        flush();
    }

    private List<String> mechanisms() {
        try {
            return SaslMechanisms.offered(
                    SaslMechanisms.names(),
                    services.directory()
                            .credentials(
                                    services.contexts()
                                            .of(
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    LoginService.AUTH)),
                    SaslChannel.PLAIN);
        } catch (UnavailableException down) { // each log-in will say so
            return List.of("PLAIN", "LOGIN");
        }
    }

    /// @return false when the connection is to be closed
    private boolean take(AuthCommand command) throws IOException {
        return switch (command) {
            case Version _, ClientProcess _, Unknown _ -> true;
            case Begin begin -> begin(begin);
            case Continue(var id, var response) -> {
                @Nullable AuthExchange exchange = find(id);
                yield exchange == null || proceed(exchange, response); // null: it is over already
            }
            case Cancel(var id) -> {
                forget(id);
                yield true;
            }
            case Refused(var id, var reason) -> {
                forget(id);
                LOG.info("event=login-failed session={} reason=\"{}\"", connection.id(), reason);
                reply(AuthText.line("FAIL", id, "reason=Outside the protocol"));
                yield true;
            }
            case Unparsable(var reason) -> {
                LOG.info("event=unparsable session={} reason=\"{}\"", connection.id(), reason);
                yield false;
            }
        };
    }

    private boolean begin(Begin begin) throws IOException {
        dropSilent();
        AuthExchange exchange =
                new AuthExchange(begin, services, config.cleartext(), connection.id(), this::say);
        lock.lock();
        try {
            if (exchanges.containsKey(begin.id())) {
                return false; // whose reply would be whose?
            }
            if (exchanges.size() < config.exchanges()) {
                exchanges.put(begin.id(), exchange);
            }
        } finally {
            lock.unlock();
        }
        if (find(begin.id()) == null) {
            LOG.warn("event=too-many-exchanges session={}", connection.id());
            reply(AuthText.line("FAIL", begin.id(), "temp", "code=temp_fail"));
            return true;
        }
        services.tasks().accept(exchange::begin);
        return true;
    }

    private boolean proceed(AuthExchange exchange, byte[] response) {
        if (!exchange.mayProceed()) {
            return false; // two responses to one challenge
        }
        services.tasks().accept(() -> exchange.proceed(response));
        return true;
    }

    /// Clients that hang up in the middle leave their exchanges behind.
    private void dropSilent() throws IOException {
        List<String> silent;
        lock.lock();
        try {
            silent =
                    exchanges.values().stream()
                            .filter(exchange -> exchange.waitsFor(config.patience()))
                            .map(AuthExchange::id)
                            .toList();
            silent.forEach(exchanges::remove);
        } finally {
            lock.unlock();
        }
        for (String id : silent) {
            reply(AuthText.line("FAIL", id, "reason=The client was silent for too long"));
        }
    }

    private @Nullable AuthExchange find(String id) {
        lock.lock();
        try {
            return exchanges.get(id);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String id) {
        lock.lock();
        try {
            exchanges.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// Whether it goes on, or ends now. One that was cancelled does neither.
    private boolean isUnderWay(AuthExchange exchange, boolean last) {
        lock.lock();
        try {
            return last
                    ? exchanges.remove(exchange.id(), exchange)
                    : exchanges.get(exchange.id()) == exchange;
        } finally {
            lock.unlock();
        }
    }

    /// What an exchange has to say.
    private void say(AuthExchange exchange, byte[] line, boolean last) {
        if (isUnderWay(exchange, last)) {
            try {
                reply(line);
            } catch (IOException gone) {
                LOG.debug("session={} event=asker-gone", connection.id());
            }
        }
    }

    private void reply(byte[] line) throws IOException {
        writing.lock();
        try {
            connection.write(line);
            connection.flush();
        } finally {
            writing.unlock();
        }
    }

    /// Of the greeting, before there are other threads.
    private void send(byte[] line) throws IOException {
        connection.write(line);
    }

    private void flush() throws IOException {
        connection.flush();
    }
}
