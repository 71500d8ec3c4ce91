// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.dns.Resolver;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.mta.relay.Finding.Kind;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;
import org.pabal.smtp.ClientTls;
import org.pabal.smtp.Opening;
import org.pabal.smtp.SmtpClient;
import org.pabal.smtp.SmtpClientConfig;
import org.pabal.smtp.SmtpClientConfig.Deadlines;
import org.pabal.smtp.SmtpReply;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;

/// Logs in at a smarthost and asks: MAIL, RCPT and RSET for each sender, then QUIT.
public final class SmtpSenderProbe implements SenderProbe {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int MAX_ADDRESSES = 4;
    private static final Deadlines DEADLINES =
            new Deadlines(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10));

    private final String hostname;
    private final Connector connector;
    private final TlsClientContext tls;
    private final Resolver resolver;

    /// @param hostname that we greet with
    public SmtpSenderProbe(
            String hostname, Connector connector, TlsClientContext tls, Resolver resolver) {
        this.hostname = hostname;
        this.connector = connector;
        this.tls = tls;
        this.resolver = resolver;
    }

    @Override
    public List<Answer> ask(NextHop.Relay relay, List<Address> senders) {
        NextHop.Host host = relay.host();
        return switch (addresses(host.host())) {
            case Resolver.Answer.Found<InetAddress>(var addresses) -> ask(host, addresses, senders);
            case Resolver.Answer.NoData<InetAddress> _, Resolver.Answer.NoSuchName<InetAddress> _ ->
                    all(new Answer(Kind.NOT_NOW, host.host() + " has no address"), senders);
            case Resolver.Answer.Failed<InetAddress>(var reason) ->
                    all(new Answer(Kind.NOT_NOW, "DNS: " + reason), senders);
        };
    }

    private Resolver.Answer<InetAddress> addresses(String host) {
        try {
            String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Resolver.Answer.Found<>(List.of(InetAddress.ofLiteral(plain)));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(host);
        }
    }

    private static List<Answer> all(Answer answer, List<Address> senders) {
        return Collections.nCopies(senders.size(), answer);
    }

    /// The first address that takes the connection speaks for the smarthost.
    private List<Answer> ask(
            NextHop.Host host, List<InetAddress> addresses, List<Address> senders) {
        Answer last = new Answer(Kind.NOT_NOW, "no address was tried");
        for (InetAddress address :
                addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES))) {
            InetSocketAddress door = new InetSocketAddress(address, host.port());
            try (Connection connection = connector.connect(door, CONNECT)) {
                return speak(connection, host, senders);
            } catch (UnavailableException noToken) {
                last = new Answer(Kind.LOGIN_FAILED, String.valueOf(noToken.getMessage()));
            } catch (IOException noConnection) {
                Contact contact = Contact.of(noConnection);
                String shown = address.getHostAddress() + ":" + host.port();
                last = new Answer(Kind.of(contact), shown + " " + contact.text());
            }
        }
        return all(last, senders);
    }

    private List<Answer> speak(Connection connection, NextHop.Host host, List<Address> senders) {
        if (host.tls() == RelayTls.IMPLICIT) {
            try {
                connection.startTlsClient(tls, host.host(), true);
            } catch (IOException noTls) {
                return all(new Answer(tlsTrouble(noTls), "TLS: " + text(noTls)), senders);
            }
        }
        try (SmtpClient client = new SmtpClient(connection, config(host))) {
            return switch (client.open()) {
                case Opening.Ready _ -> consult(client, senders);
                case Opening.Refused(var step, var reply) -> all(refused(step, reply), senders);
                case Opening.Failed(var step, var status, var reason) -> {
                    boolean lost = status.subject() == 4;
                    yield all(new Answer(lost ? Kind.NOT_NOW : failed(step), reason), senders);
                }
            };
        }
    }

    private static Kind tlsTrouble(IOException noTls) {
        return noTls instanceof SSLException ? Kind.TLS_NOT_VERIFIED : Kind.NOT_NOW;
    }

    private SmtpClientConfig config(NextHop.Host host) {
        ClientTls starttls =
                switch (host.tls()) {
                    case OPPORTUNISTIC -> new ClientTls.Opportunistic(tls, host.host());
                    case REQUIRED -> new ClientTls.Verified(tls, host.host());
                    case IMPLICIT, NONE -> new ClientTls.None();
                };
        return new SmtpClientConfig(
                SmtpClientConfig.Protocol.SMTP,
                hostname,
                starttls,
                host.credentials().map(RelayCredentials::login),
                DEADLINES);
    }

    private static Answer refused(Opening.Step step, SmtpReply reply) {
        boolean lasting = reply.isPermanent();
        Kind kind = lasting ? failed(step) : Kind.NOT_NOW;
        return new Answer(kind, reply.inOneLine());
    }

    private static Kind failed(Opening.Step step) {
        return switch (step) {
            case STARTTLS -> Kind.TLS_NOT_VERIFIED;
            case AUTH -> Kind.LOGIN_FAILED;
            case GREETING, EHLO -> Kind.NOT_NOW;
        };
    }

    private static List<Answer> consult(SmtpClient client, List<Address> senders) {
        List<Answer> answers = new ArrayList<>();
        for (Address sender : senders) {
            if (!client.isUsable()) {
                answers.add(new Answer(Kind.NOT_NOW, "the smarthost ended the session before"));
                continue;
            }
            try {
                answers.add(judge(client.consult(sender)));
            } catch (IOException lost) {
                answers.add(new Answer(Kind.NOT_NOW, text(lost)));
            }
        }
        return answers;
    }

    /// A refusal at RCPT counts when it speaks of the sender: the recipient is not what was asked.
    private static Answer judge(List<SmtpReply> replies) {
        SmtpReply mail = replies.getFirst();
        if (mail.isPermanent()) {
            boolean login = mail.code() == 530 || mail.code() == 535;
            return new Answer(login ? Kind.LOGIN_FAILED : Kind.SENDER_REFUSED, mail.inOneLine());
        }
        if (!mail.isPositive()) {
            return new Answer(Kind.NOT_NOW, mail.inOneLine());
        }
        SmtpReply rcpt = replies.getLast();
        if (rcpt.isPermanent()
                && SenderWords.speakOfSender(rcpt.status(), String.join(" ", rcpt.lines()))) {
            return new Answer(Kind.SENDER_REFUSED, rcpt.inOneLine());
        }
        return new Answer(Kind.ACCEPTED, mail.inOneLine());
    }

    private static String text(IOException trouble) {
        return Optional.ofNullable(trouble.getMessage())
                .orElse(trouble.getClass().getSimpleName())
                .replaceAll("\\p{Cntrl}", "?");
    }
}
