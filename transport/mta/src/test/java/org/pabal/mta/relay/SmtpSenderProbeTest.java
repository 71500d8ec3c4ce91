// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.mta.relay.Finding.Kind;
import org.pabal.mta.relay.SenderProbe.Answer;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;
import org.pabal.mta.testing.FakeResolver;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// What a smarthost's words mean, told by one that says what the test wants.
final class SmtpSenderProbeTest {
    private final Wire wire = new Wire(WireLimits.standard());
    private final FakeResolver resolver = new FakeResolver();
    private final List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
    private Optional<Listener> listener = Optional.empty();

    @AfterEach
    void end() {
        listener.ifPresent(Listener::close);
        wire.close();
    }

    /// @param answer the reply to a line; empty to hang up
    private int serve(String greeting, UnaryOperator<String> answer) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of("smarthost", any),
                        connection -> speak(connection, greeting, answer));
        opened.start();
        listener = Optional.of(opened);
        return ((InetSocketAddress) opened.boundAddress()).getPort();
    }

    private void speak(Connection connection, String greeting, UnaryOperator<String> answer)
            throws IOException {
        say(connection, greeting);
        while (connection.readLine(1000, 1000) instanceof Line.Complete(var octets)) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            heard.add(line);
            String reply = answer.apply(line);
            if (reply.isEmpty()) {
                return;
            }
            say(connection, reply);
        }
    }

    private static void say(Connection connection, String reply) throws IOException {
        connection.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        connection.flush();
    }

    private static UnaryOperator<String> smarthost(String mail, String rcpt) {
        return line ->
                switch (line.substring(0, 4)) {
                    case "EHLO" -> "250-smarthost.example\r\n250 AUTH PLAIN LOGIN";
                    case "MAIL" -> mail;
                    case "RCPT" -> rcpt;
                    case "QUIT" -> "221 bye";
                    default -> "250 ok";
                };
    }

    private List<Answer> ask(NextHop.Host host, String... senders) {
        return new SmtpSenderProbe(
                        "mail.d.example",
                        new Connector(wire),
                        TlsClientContext.trustingAuthorities(),
                        resolver)
                .ask(
                        new NextHop.Relay("r", host),
                        java.util.Arrays.stream(senders).map(Address::of).toList());
    }

    private static NextHop.Host host(int port, RelayTls tls) {
        return new NextHop.Host("127.0.0.1", port, Optional.empty(), tls);
    }

    private static NextHop.Host withLogin(int port, RelayTls tls) {
        return new NextHop.Host(
                "127.0.0.1", port, Optional.of(new RelayCredentials("u", "secret")), tls);
    }

    private Answer askOne(String mail, String rcpt) throws IOException {
        int port = serve("220 smarthost.example", smarthost(mail, rcpt));
        return ask(host(port, RelayTls.NONE), "a@d.example").getFirst();
    }

    @Test
    void sendersAreAskedForInOneSessionAndNothingIsSent() throws IOException {
        int port =
                serve(
                        "220 smarthost.example",
                        line ->
                                line.startsWith("MAIL FROM:<bad@")
                                        ? "550 5.7.1 not a verified sender"
                                        : smarthost("250 ok", "250 ok").apply(line));
        assertEquals(
                List.of(
                        new Answer(Kind.ACCEPTED, "250 ok"),
                        new Answer(Kind.SENDER_REFUSED, "550 5.7.1 not a verified sender"),
                        new Answer(Kind.ACCEPTED, "250 ok")),
                ask(host(port, RelayTls.NONE), "a@d.example", "bad@d.example", "b@d.example"));
        assertFalse(heard.contains("DATA"));
        assertEquals(2, heard.stream().filter("RSET"::equals).count());
    }

    @Test
    void aRefusalAtRcptCountsWhenItSpeaksOfTheSender() throws IOException {
        String words = "553 5.7.1 <a@d.example>: Sender address rejected: not owned by user u";
        assertEquals(new Answer(Kind.SENDER_REFUSED, words), askOne("250 ok", words));
    }

    @Test
    void aRefusalOfTheRecipientTellsNothing() throws IOException {
        assertEquals(Kind.ACCEPTED, askOne("250 ok", "550 5.1.1 No such user here").kind());
    }

    @Test
    void temporaryTroubleIsNoRefusal() throws IOException {
        assertEquals(Kind.NOT_NOW, askOne("451 4.3.0 later", "").kind());
    }

    @Test
    void aWantedLogInIsNamed() throws IOException {
        assertEquals(Kind.LOGIN_FAILED, askOne("530 5.7.0 Authentication required", "").kind());
    }

    @Test
    void hangingUpIsTrouble() throws IOException {
        assertEquals(Kind.NOT_NOW, askOne("", "").kind());
    }

    @Test
    void withoutStartTlsNoPasswordIsSent() throws IOException {
        int port = serve("220 smarthost.example", smarthost("250 ok", "250 ok"));
        Answer answer = ask(withLogin(port, RelayTls.REQUIRED), "a@d.example").getFirst();
        assertEquals(Kind.TLS_NOT_VERIFIED, answer.kind());
        assertEquals("the server does not offer STARTTLS", answer.text());
        assertTrue(heard.stream().noneMatch(line -> line.startsWith("AUTH")));
    }

    @Test
    void aPlainPortIsNoImplicitTls() throws IOException {
        int port = serve("220 smarthost.example", smarthost("250 ok", "250 ok"));
        Answer answer = ask(withLogin(port, RelayTls.IMPLICIT), "a@d.example").getFirst();
        assertEquals(Kind.TLS_NOT_VERIFIED, answer.kind());
    }

    @Test
    void aLogInWithoutAUsableMechanismFails() throws IOException {
        int port = serve("220 smarthost.example", smarthost("250 ok", "250 ok"));
        Answer answer = ask(withLogin(port, RelayTls.NONE), "a@d.example").getFirst();
        assertEquals(Kind.LOGIN_FAILED, answer.kind());
        assertTrue(heard.stream().noneMatch(line -> line.startsWith("AUTH")), "in the clear");
    }

    @Test
    void aClosedPortIsRefusedAndANameWithoutAddressIsSaidSo() throws IOException {
        int port = closedPort();
        Answer closed = ask(host(port, RelayTls.NONE), "a@d.example").getFirst();
        assertEquals(Kind.CONNECTION_REFUSED, closed.kind());
        assertEquals("127.0.0.1:" + port + " refused the connection", closed.text());
        Answer nameless = ask(NextHop.Host.of("gone.example", 587), "a@d.example").getFirst();
        assertEquals(new Answer(Kind.NOT_NOW, "gone.example has no address"), nameless);
    }

    /// Nobody has waited for connections there, who might still take one.
    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void aGreetingThatTurnsUsAwayIsTold() throws IOException {
        int port = serve("554 5.7.1 not from there", line -> "");
        assertEquals(
                new Answer(Kind.NOT_NOW, "554 5.7.1 not from there"),
                ask(host(port, RelayTls.NONE), "a@d.example").getFirst());
    }
}
