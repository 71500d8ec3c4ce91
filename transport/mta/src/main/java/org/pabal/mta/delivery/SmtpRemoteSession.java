// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsDemand.Start;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.smtp.ClientTls;
import org.pabal.smtp.DeliveryOutcome;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.pabal.smtp.HandedOn;
import org.pabal.smtp.Opening;
import org.pabal.smtp.OutgoingMail;
import org.pabal.smtp.SmtpClient;
import org.pabal.smtp.SmtpClientConfig;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.Storage;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks SMTP or LMTP with one host about one mail, over a connection that waits for another mail
/// or over a new one. Safe for use by many threads.
///
/// A host that refuses us before it has seen the mail (greeting, EHLO, TLS, our log-in) says
/// nothing about the mail: that is temporary, whatever code it uses, and the next host is tried. A
/// connection that waited and is found dead before the host has said a word about this mail is not
/// the mail's fault either: it is sent over a new one.
public final class SmtpRemoteSession implements RemoteSession, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpRemoteSession.class);

    private final SessionConfig config;
    private final Connector connector;
    private final TlsClientContext tls;
    private final Storage storage;
    private final TlsObserver observer;
    private final IdleSessions idle;

    public SmtpRemoteSession(
            SessionConfig config,
            Connector connector,
            TlsClientContext tls,
            Storage storage,
            TlsObserver observer) {
        this.config = config;
        this.connector = connector;
        this.tls = tls;
        this.storage = storage;
        this.observer = observer;
        this.idle = new IdleSessions(config);
    }

    /// Sessions that wait for another mail.
    public int idleSessions() {
        return idle.count();
    }

    /// Ends the sessions that wait; those in use end with their mail.
    @Override
    public void close() {
        idle.close();
    }

    @Override
    public Outcome transmit(RemoteHost host, OutboundMail mail) {
        Optional<SmtpClient> waiting = idle.take(host);
        if (waiting.isPresent()) {
            Outcome outcome = send(waiting.get(), host, mail);
            if (!waiting.get().wasUnheard()) {
                return outcome;
            }
            LOG.debug("{}: a connection that waited is dead", host);
        }
        TlsWitness witness = new TlsWitness(host, observer);
        TlsClientContext context = context(host, witness);
        Attempt attempt = attempt(host, mail, context, startTls(host, context), witness);
        if (attempt.tlsBroke && mayGoInTheClear(host.tls().level())) {
            LOG.info("{}: TLS does not come about, going on without it", host);
            return attempt(host, mail, context, new ClientTls.None(), witness)
                    .outcome; // RFC 7435 §3
        }
        return attempt.outcome;
    }

    private TlsClientContext context(RemoteHost host, TlsWitness witness) {
        if (host.mutual().isPresent()) {
            return host.mutual().get().context();
        }
        return host.tls().level() == Level.TESTING
                ? tls.tolerating(witness::distrust)
                : host.tls().check().map(tls::checking).orElse(tls);
    }

    private static boolean mayGoInTheClear(Level level) {
        return level == Level.OPPORTUNISTIC || level == Level.TESTING;
    }

    private static ClientTls startTls(RemoteHost host, TlsClientContext context) {
        return switch (host.tls().level()) {
            case NONE -> new ClientTls.None();
            case OPPORTUNISTIC, TESTING -> new ClientTls.Opportunistic(context, host.nameForTls());
            case ENCRYPTED -> new ClientTls.Encrypted(context, host.nameForTls());
            case VERIFIED -> new ClientTls.Verified(context, host.nameForTls());
        };
    }

    /// @param tlsBroke the host offered STARTTLS, and no TLS came of it
    private record Attempt(Outcome outcome, boolean tlsBroke) {}

    private Attempt attempt(
            RemoteHost host,
            OutboundMail mail,
            TlsClientContext context,
            ClientTls startTls,
            TlsWitness witness) {
        Connection connection;
        try {
            connection = connect(host, context);
        } catch (SSLException untrusted) {
            String reason = "TLS failed: " + untrusted.getMessage();
            return notReached(host, EnhancedStatus.of("4.7.5"), reason, Contact.GREETED);
        } catch (IOException noConnection) {
            String reason = "no connection: " + noConnection.getMessage();
            return notReached(host, EnhancedStatus.of("4.4.1"), reason, Contact.of(noConnection));
        }
        SmtpClient client = new SmtpClient(connection, config(host, startTls));
        Opening opening = opened(client);
        if (!(startTls instanceof ClientTls.None)) {
            witness.opened(connection, opening, client.tlsFailure());
        }
        switch (opening) {
            case Opening.Ready _ -> {
                return new Attempt(sendFirst(client, host, mail), false);
            }
            case Opening.Refused(var step, var reply) -> {
                client.close();
                return refused(host, step, reply);
            }
            case Opening.Failed(var step, var status, var reason) -> {
                client.close();
                Attempt failed =
                        notReached(
                                host,
                                status,
                                "failed at " + step + ": " + reason,
                                step == Opening.Step.GREETING ? Contact.SILENT : Contact.GREETED);
                return new Attempt(failed.outcome, step == Opening.Step.STARTTLS);
            }
        }
    }

    private static Opening opened(SmtpClient client) {
        try {
            return client.open();
        } catch (RuntimeException | Error bug) {
            client.close();
            throw bug;
        }
    }

    private Connection connect(RemoteHost host, TlsClientContext context) throws IOException {
        Connection connection =
                switch (host.address()) {
                    case InetSocketAddress address ->
                            connector.connect(address, config.connectTimeout());
                    case UnixDomainSocketAddress path -> connector.connect(path);
                    default -> throw new IOException("no way to connect to " + host);
                };
        if (host.tls().start() == Start.AT_ONCE) {
            try {
                connection.startTlsClient(
                        context, host.nameForTls(), host.tls().level() == Level.VERIFIED);
            } catch (IOException | RuntimeException noTls) {
                connection.close();
                throw noTls;
            }
        }
        return connection;
    }

    private SmtpClientConfig config(RemoteHost host, ClientTls startTls) {
        return new SmtpClientConfig(
                switch (host.protocol()) {
                    case SMTP -> SmtpClientConfig.Protocol.SMTP;
                    case LMTP -> SmtpClientConfig.Protocol.LMTP;
                },
                config.hostname(),
                startTls,
                host.credentials().map(RelayCredentials::login),
                SmtpClientConfig.Deadlines.STANDARD);
    }

    private static Attempt refused(RemoteHost host, Opening.Step step, SmtpReply reply) {
        EnhancedStatus given = reply.status().orElse(new EnhancedStatus(4, 3, 0));
        EnhancedStatus status = new EnhancedStatus(4, given.subject(), given.detail());
        return notReached(
                host, status, "refused at " + step + ": " + reply.inOneLine(), Contact.GREETED);
    }

    private static Attempt notReached(
            RemoteHost host, EnhancedStatus status, String reason, Contact contact) {
        return new Attempt(new Outcome.NotReached(found(host, status, reason), contact), false);
    }

    private static Diagnosis found(RemoteHost host, EnhancedStatus status, String reason) {
        return new Diagnosis(status, host + " " + reason, "");
    }

    /// A host that closes before it has said a word about its first mail was not reached.
    private Outcome sendFirst(SmtpClient client, RemoteHost host, OutboundMail mail) {
        Outcome outcome = send(client, host, mail);
        return client.wasUnheard() && outcome instanceof Outcome.Answered(var found, _)
                ? new Outcome.NotReached(found.getFirst(), Contact.GREETED)
                : outcome;
    }

    private Outcome send(SmtpClient client, RemoteHost host, OutboundMail mail) {
        List<OutgoingMail.Recipient> recipients =
                mail.recipients().stream()
                        .map(to ->
                                new OutgoingMail.Recipient(
                                        new ForwardPath.To(to.address()), to.request()))
                        .toList();
        List<DeliveryOutcome> outcomes;
        try {
            outcomes =
                    client.send(
                            new OutgoingMail(
                                    mail.from(),
                                    recipients,
                                    new QueuedContent(storage, mail.content()),
                                    mail.request(),
                                    host.mutual().map(_ -> HandedOn.as(mail.id()))));
        } catch (RuntimeException | Error bug) {
            client.close();
            throw bug;
        }
        Outcome outcome =
                new Outcome.Answered(
                        outcomes.stream().map(one -> diagnosis(one, host)).toList(),
                        peer(client, host, outcomes));
        idle.give(host, client);
        return outcome;
    }

    private static Peer peer(SmtpClient client, RemoteHost host, List<DeliveryOutcome> outcomes) {
        boolean reports =
                outcomes.stream()
                        .anyMatch(one ->
                                one instanceof DeliveryOutcome.Delivered(_, Reports by)
                                        && by == Reports.PEER);
        return new Peer(
                host.name(),
                host.internet().map(InetAddress::getHostAddress).orElse(""),
                client.protection(),
                reports ? Reports.PEER : Reports.US);
    }

    private static Diagnosis diagnosis(DeliveryOutcome outcome, RemoteHost host) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered(var reply, _) ->
                    new Diagnosis(
                            reply.status().orElse(new EnhancedStatus(2, 0, 0)),
                            reply.inOneLine(),
                            host.name());
            case DeliveryOutcome.Deferred(var status, var reply, var reason) ->
                    refusal(status, reply, reason, host);
            case DeliveryOutcome.Rejected(var status, var reply, var reason) ->
                    refusal(status, reply, reason, host);
        };
    }

    /// With a reply the host has said it; without one, we have.
    private static Diagnosis refusal(
            EnhancedStatus status, Optional<SmtpReply> reply, String reason, RemoteHost host) {
        return reply.isPresent()
                ? new Diagnosis(status, reason, host.name())
                : found(host, status, reason);
    }
}
