// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.routing.RelayTls;
import org.pabal.smtp.ClientTls;
import org.pabal.smtp.DeliveryOutcome;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.pabal.smtp.Opening;
import org.pabal.smtp.OutgoingMail;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.smtp.SmtpClient;
import org.pabal.smtp.SmtpClientConfig;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.Storage;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks SMTP with one host about one mail, on a connection of its own. Safe for use by many
/// threads.
///
/// A host that refuses us before it has seen the mail (greeting, EHLO, TLS, our log-in) says
/// nothing about the mail: that is temporary, whatever code it uses, and the next host is tried.
public final class SmtpRemoteSession implements RemoteSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpRemoteSession.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final String hostname;
    private final Connector connector;
    private final TlsClientContext tls;
    private final Storage storage;

    /// @param hostname that we greet with
    public SmtpRemoteSession(
            String hostname, Connector connector, TlsClientContext tls, Storage storage) {
        this.hostname = hostname;
        this.connector = connector;
        this.tls = tls;
        this.storage = storage;
    }

    @Override
    public Outcome transmit(RemoteHost host, OutboundMail mail) {
        ClientTls starttls =
                switch (host.tls()) {
                    case OPPORTUNISTIC -> new ClientTls.Opportunistic(tls, host.name());
                    case REQUIRED -> new ClientTls.Verified(tls, host.name());
                    case IMPLICIT, NONE -> new ClientTls.None();
                };
        Attempt attempt = attempt(host, mail, starttls);
        if (attempt.tlsBroke && host.tls() == RelayTls.OPPORTUNISTIC) {
            LOG.info("{}: TLS does not come about, going on without it", host);
            return attempt(host, mail, new ClientTls.None()).outcome; // RFC 7435 §3
        }
        return attempt.outcome;
    }

    /// @param tlsBroke the host offered STARTTLS, and no TLS came of it
    private record Attempt(Outcome outcome, boolean tlsBroke) {}

    private Attempt attempt(RemoteHost host, OutboundMail mail, ClientTls starttls) {
        try (Connection connection = connect(host);
                SmtpClient client = new SmtpClient(connection, config(host, starttls))) {
            return switch (client.open()) {
                case Opening.Ready _ -> new Attempt(send(client, host, mail), false);
                case Opening.Refused(var step, var reply) -> notReached(host, step, reply);
                case Opening.Failed(var step, var status, var reason) ->
                        notReached(host, step, status, reason);
            };
        } catch (IOException noConnection) {
            String reason = "no connection: " + noConnection.getMessage();
            return new Attempt(
                    new Outcome.NotReached(
                            found(host, EnhancedStatus.of("4.4.1"), reason),
                            Contact.of(noConnection)),
                    false);
        }
    }

    private Connection connect(RemoteHost host) throws IOException {
        Connection connection = connector.connect(host.address(), CONNECT_TIMEOUT);
        if (host.tls() == RelayTls.IMPLICIT) {
            try {
                connection.startTlsClient(tls, host.name(), true);
            } catch (IOException | RuntimeException noTls) {
                connection.close();
                throw noTls;
            }
        }
        return connection;
    }

    private SmtpClientConfig config(RemoteHost host, ClientTls starttls) {
        return new SmtpClientConfig(
                SmtpClientConfig.Protocol.SMTP,
                hostname,
                starttls,
                host.credentials()
                        .map(own -> new SmtpClientConfig.Login(own.login(), own.password())),
                SmtpClientConfig.Deadlines.STANDARD);
    }

    private static Attempt notReached(RemoteHost host, Opening.Step step, SmtpReply reply) {
        EnhancedStatus given = reply.status().orElse(new EnhancedStatus(4, 3, 0));
        EnhancedStatus status = new EnhancedStatus(4, given.subject(), given.detail());
        String reason = "refused at " + step + ": " + text(reply);
        return new Attempt(
                new Outcome.NotReached(found(host, status, reason), Contact.GREETED), false);
    }

    private static Attempt notReached(
            RemoteHost host, Opening.Step step, EnhancedStatus status, String reason) {
        String text = "failed at " + step + ": " + reason;
        Contact contact = step == Opening.Step.GREETING ? Contact.SILENT : Contact.GREETED;
        return new Attempt(
                new Outcome.NotReached(found(host, status, text), contact),
                step == Opening.Step.STARTTLS);
    }

    private static String text(SmtpReply reply) {
        return reply.code() + " " + String.join(" ", reply.lines());
    }

    private static Diagnosis found(RemoteHost host, EnhancedStatus status, String reason) {
        return new Diagnosis(status, host + " " + reason, "");
    }

    private Outcome send(SmtpClient client, RemoteHost host, OutboundMail mail) {
        List<OutgoingMail.Recipient> recipients =
                mail.recipients().stream()
                        .map(to ->
                                new OutgoingMail.Recipient(
                                        new ForwardPath.To(to.address()), to.request()))
                        .toList();
        List<DeliveryOutcome> outcomes =
                client.send(
                        new OutgoingMail(mail.from(), recipients, octets(mail), mail.request()));
        return new Outcome.Answered(
                outcomes.stream().map(outcome -> diagnosis(outcome, host)).toList(),
                outcomes.stream().anyMatch(SmtpRemoteSession::isReported)
                        ? Reports.PEER
                        : Reports.US);
    }

    private static boolean isReported(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Delivered(_, Reports reports)
                && reports == Reports.PEER;
    }

    private OutgoingMail.Content octets(OutboundMail mail) {
        Content content = mail.content();
        return new OutgoingMail.Content() {
            @Override
            public long octets() {
                return content.relayedOctets();
            }

            @Override
            public Set<Need> needs() {
                Set<Need> needs = EnumSet.noneOf(Need.class);
                if (content.eightBit()) {
                    needs.add(Need.EIGHT_BIT_MIME);
                }
                if (content.smtpUtf8()) {
                    needs.add(Need.SMTPUTF8);
                }
                if (content.binary()) {
                    needs.add(Need.BINARY_MIME);
                }
                return needs;
            }

            @Override
            public InputStream open() throws IOException {
                return new RelayedOctets(storage, content).open();
            }
        };
    }

    private static Diagnosis diagnosis(DeliveryOutcome outcome, RemoteHost host) {
        return switch (outcome) {
            case DeliveryOutcome.Delivered(var reply, _) ->
                    new Diagnosis(
                            reply.status().orElse(new EnhancedStatus(2, 0, 0)),
                            text(reply),
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
