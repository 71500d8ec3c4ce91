// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.ReversePath;
import org.pabal.sasl.LoginGuard;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.smtp.SmtpState.Closed;
import org.pabal.wire.Connection;
import org.pabal.wire.Misconduct;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// What every command of a session works with: the connection, the settings, the mail system
/// behind, and how a session ends.
final class ServerSide {
    final Connection connection;
    final SmtpConfig config;
    final MailService service;
    final Optional<TlsServerContext> tls;
    final SmtpObserver observer;
    final InstantSource clock;
    final SessionLog log;
    final Extensions extensions;
    final ReplyWriter out;
    final LoginGuard guard;
    final SessionTally tally = new SessionTally();
    private final Pause pause;
    private InetSocketAddress remote;
    private InetSocketAddress local;
    private Optional<String> name = Optional.empty();
    private boolean introduced;
    private boolean vouchedFor;
    private Optional<Connection> home = Optional.empty();
    private Set<Leniency> tolerated;
    final OtherHosts hosts;
    private final LoggedInSessions loggedInSessions;
    private Optional<LoggedInSessions.Entry> loggedIn = Optional.empty();
    private volatile boolean loginEnded;

    ServerSide(
            Connection connection,
            SmtpConfig config,
            MailService service,
            SmtpSurroundings surroundings) {
        this.connection = connection;
        this.config = config;
        this.service = service;
        this.tls = config.startTls() ? surroundings.tls() : Optional.empty();
        this.observer = surroundings.observer();
        this.clock = surroundings.clock();
        this.pause = surroundings.pause();
        this.remote = connection.remote();
        this.local = connection.local();
        this.tolerated = config.tolerated(remote.getAddress());
        this.guard = surroundings.guard();
        this.hosts = surroundings.hosts();
        this.loggedInSessions = surroundings.loggedIn();
        this.log = new SessionLog(connection, observer);
        this.extensions =
                new Extensions(config, tls.isPresent(), this::speaksWithFront, clock, service);
        this.out = new ReplyWriter(connection);
    }

    boolean isLmtp() {
        return config.role() == Role.LMTP;
    }

    /// Nothing is known of the client but its address.
    ClientFacts ungreeted() {
        return new ClientFacts(
                connection.id(),
                remote,
                local,
                Optional.empty(),
                Dialect.SMTP.name(),
                connection.tls(),
                Optional.empty(),
                name,
                host(),
                Optional.empty());
    }

    /// The host of this mail system at the other end, as things are now: it may have been removed
    /// since the session began.
    Optional<String> host() {
        return hosts.hostOf(connection);
    }

    /// A trusted front has told whose session this is.
    void introduce(ClientFacts client) {
        remote = client.remote();
        local = client.local();
        name = client.name();
        introduced = true;
        log.introduced(remote);
        tolerated = config.tolerated(remote.getAddress());
    }

    /// MAIL is refused before AUTH. RFC 6409 §4.3, THREATS S33
    boolean requiresLogin() {
        return switch (config.role()) {
            case RECEPTION -> false;
            case SUBMISSION -> extensions.offersAuth(); // without: the service knows who it is
            case LMTP -> !isTrustedDeliverer();
        };
    }

    /// Nobody could use this LMTP service from there; a host of ours is known once TLS is up.
    boolean turnsAway() {
        return isLmtp()
                && !isTrustedDeliverer()
                && !extensions.offersAuth()
                && (hosts.equals(OtherHosts.NONE) || connection.tls().isPresent());
    }

    /// Whose socket the system's permissions have let it open, whose address the settings name, or
    /// who is a host of ours. A front is not trusted for others.
    private boolean isTrustedDeliverer() {
        return !introduced && (connection.localPeer().isPresent() || host().isPresent())
                || config.clients().mayDeliver(remote.getAddress());
    }

    /// Behind a log-in that a host of ours has vouched for, it is the client who speaks: what makes a
    /// front of a host must not make one of its clients.
    boolean speaksWithFront() {
        return config.clients().isFront(connection.remote().getAddress()) || front().isPresent();
    }

    /// The host of ours that may still say whom it speaks for.
    Optional<String> front() {
        return vouchedFor ? Optional.empty() : host();
    }

    /// From the reply to its log-in on the client speaks with the host that holds its account.
    void handOver(Connection host) {
        home = Optional.of(host);
    }

    /// The host that the client goes on with.
    Optional<Connection> home() {
        return home;
    }

    /// A host of ours has logged its client in.
    void vouched() {
        vouchedFor = true;
    }

    /// The deviations from the grammar that are put up with from this client.
    Set<Leniency> tolerated() {
        return tolerated;
    }

    Step refuse(SmtpState state, String command, Object argument, SmtpReply reply, String reason) {
        log.refused(command, argument, reply, reason);
        observer.refused(
                new Refusal(
                        clientOf(state),
                        fromOf(state, argument),
                        command,
                        String.valueOf(argument),
                        reply));
        return Step.stay(state, reply);
    }

    private ClientFacts clientOf(SmtpState state) {
        return switch (state) {
            case SmtpState.Connected(var client) -> client;
            case SmtpState.Greeted(var client, _) -> client;
            case SmtpState.InTransaction(_, var mail) -> mail.client();
            case SmtpState.InChunks(var before, _) -> before.client();
            case Closed() -> ungreeted();
        };
    }

    private static Optional<ReversePath> fromOf(SmtpState state, Object argument) {
        if (state instanceof SmtpState.InTransaction(_, var mail)) {
            return Optional.of(mail.from());
        }
        return argument instanceof ReversePath from ? Optional.of(from) : Optional.empty();
    }

    SmtpReply unavailable() {
        return SmtpReply.of(451, "4.3.0", "Try again later (session " + connection.id() + ")");
    }

    Step hangUp(String status, String why) {
        log.hangUp(status, why);
        return goodbye(status, why);
    }

    /// `421 <domain> …` and the end. RFC 5321 §4.2.3.
    Step goodbye(String status, String why) {
        String text = config.hostname() + " " + why + " (session " + connection.id() + ")";
        return Step.to(new Closed(), SmtpReply.of(421, status, text));
    }

    /// From now on the session ends when its account is not let in any more (THREATS A09).
    ///
    /// @return false when the account has as many sessions as it may
    boolean loggedIn(ClientFacts client) {
        loggedIn.ifPresent(LoggedInSessions.Entry::leave);
        LoggedInSessions.Entry entry = loggedInSessions.enter(client, this::endLogin);
        loggedIn = Optional.of(entry);
        return entry.isAdmitted();
    }

    private void endLogin() {
        loginEnded = true;
        connection.endInput();
    }

    /// The client has closed its end, or input was ended by us.
    Step inputEnded() {
        if (loginEnded) {
            return hangUp("4.7.0", "The account's log-in has changed; log in again");
        }
        log.endOfInput();
        return goodbye("4.3.2", "Service shutting down");
    }

    /// The session is over.
    void close() {
        loggedIn.ifPresent(LoggedInSessions.Entry::leave);
        home.ifPresent(Connection::close);
        service.close();
    }

    /// Counts against the client, unless it is somebody of ours who speaks for others, or whose mail it
    /// is.
    void misconduct(Misconduct what, String detail) {
        if (!introduced && !isLmtp() && loggedIn.isEmpty() && host().isEmpty()) {
            connection.misconduct(what, detail);
        }
    }

    /// Holds the next reply back; those before it leave.
    void makeWait(Duration time) throws IOException {
        out.flush();
        try {
            pause.take(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a peer was made to wait");
        }
    }
}
