// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.HeaderText;
import org.pabal.smtp.ClientTls;
import org.pabal.smtp.DeliveryOutcome;
import org.pabal.smtp.Opening;
import org.pabal.smtp.OutgoingMail;
import org.pabal.smtp.SmtpClient;
import org.pabal.smtp.SmtpClientConfig;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;

/// A client of our own doors: sends a short mail as any other host would.
record OwnClient(Wire wire, String hostname) {

    void send(InetSocketAddress door, String from, String to, String subject, String text)
            throws IOException {
        byte[] message =
                ("From: <"
                                + from
                                + ">\r\nTo: <"
                                + to
                                + ">\r\nSubject: "
                                + HeaderText.encode(subject)
                                + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;"
                                + " charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                                + text.replace("\n", "\r\n")
                                + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        switch (send(door, Address.of(from), Address.of(to), message).outcome()) {
            case DeliveryOutcome.Delivered _ -> {}
            case DeliveryOutcome.Deferred no -> throw refused(no);
            case DeliveryOutcome.Rejected no -> throw refused(no);
        }
    }

    private static IOException refused(DeliveryOutcome outcome) {
        return new IOException("our own door said: " + outcome);
    }

    /// What the door said.
    ///
    /// @param protection of the connection, for people; empty when it has none
    record Handed(DeliveryOutcome outcome, Optional<String> protection) {}

    /// @throws IOException when nobody answers, or does not let us begin
    Handed send(InetSocketAddress door, Address from, Address to, byte[] message)
            throws IOException {
        SmtpClientConfig config =
                new SmtpClientConfig(
                        SmtpClientConfig.Protocol.SMTP,
                        hostname,
                        new ClientTls.Opportunistic(
                                TlsClientContext.trustingAuthorities(), hostname),
                        Optional.empty(),
                        SmtpClientConfig.Deadlines.STANDARD);
        try (Connection connection = new Connector(wire).connect(door, Duration.ofSeconds(10));
                SmtpClient client = new SmtpClient(connection, config)) {
            switch (client.open()) {
                case Opening.Ready _ -> {}
                case Opening.Refused(_, var reply) ->
                        throw new IOException(door + " said " + reply.inOneLine());
                case Opening.Failed(_, _, var reason) ->
                        throw new IOException(door + " does not open: " + reason);
            }
            List<DeliveryOutcome> outcomes =
                    client.send(
                            OutgoingMail.of(
                                    new ReversePath.To(from),
                                    List.of(new ForwardPath.To(to)),
                                    new Whole(message)));
            return new Handed(outcomes.getFirst(), connection.tls().map(_ -> client.protection()));
        }
    }

    /// A message in memory.
    private record Whole(byte[] message) implements OutgoingMail.Content {
        @Override
        public long octets() {
            return message.length;
        }

        @Override
        public Set<OutgoingMail.Need> needs() {
            return Set.of(OutgoingMail.Need.EIGHT_BIT_MIME);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(message);
        }
    }
}
