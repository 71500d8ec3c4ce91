// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.smtp.DeliveryOutcome.Deferred;
import org.pabal.smtp.DeliveryOutcome.Delivered;
import org.pabal.smtp.DeliveryOutcome.Rejected;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.smtp.SmtpClientConfig.Deadlines;
import org.pabal.smtp.SmtpClientConfig.Login;
import org.pabal.smtp.SmtpClientConfig.Protocol;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

class SmtpClientTest {
    private static final TlsClientContext ANY = TlsClientContext.trustingAuthorities();
    private static final ReversePath ALICE = new ReversePath.To(Address.of("alice@example.net"));
    private static final String EHLO =
            "S: 220 mx.test ESMTP\nC: EHLO out.example.net\nS: 250-mx.test\n";
    private static final String PIPELINING = EHLO + "S: 250 PIPELINING\n";
    private static final SmtpClientConfig LOGGING_IN =
            config(Protocol.SMTP, new ClientTls.None(), Optional.of(new Login("alice", "secret")));
    private static final String FROM_ALICE = "C: MAIL FROM:<alice@example.net>\n";

    private final Wire wire = new Wire(WireLimits.standard());
    private final FakeMailSystem system = new FakeMailSystem();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Optional<ScriptedServer> scripted = Optional.empty();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        wire.close();
    }

    private SmtpClient client(InetSocketAddress server, SmtpClientConfig config)
            throws IOException {
        SmtpClient client =
                new SmtpClient(new Connector(wire).connect(server, Duration.ofSeconds(5)), config);
        opened.add(client);
        return client;
    }

    private static SmtpClientConfig config(
            Protocol protocol, ClientTls tls, Optional<Login> login) {
        return new SmtpClientConfig(protocol, "out.example.net", tls, login, Deadlines.STANDARD);
    }

    private static SmtpClientConfig plain() {
        return config(Protocol.SMTP, new ClientTls.None(), Optional.empty());
    }

    private SmtpClient toScript(String script) throws IOException {
        return toScript(script, plain());
    }

    private SmtpClient toScript(String script, SmtpClientConfig config) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        opened.add(server);
        scripted = Optional.of(server);
        return client(server.address(), config);
    }

    private void scriptEnds(SmtpClient client) throws Exception {
        client.close();
        scripted.orElseThrow().awaitEnd();
    }

    private SmtpServer ownServer(SmtpConfig config, boolean implicitTls) throws IOException {
        system.account("bob@example.org");
        system.account("carol@example.org");
        SmtpServer server = new SmtpServer(config, system, implicitTls);
        opened.add(server);
        return server;
    }

    private static ForwardPath to(String address) {
        return new ForwardPath.To(Address.of(address));
    }

    private static OutgoingMail mail(String text, String... recipients) {
        return mail(text.getBytes(StandardCharsets.UTF_8), Set.of(), recipients);
    }

    private static OutgoingMail mail(byte[] octets, Set<Need> needs, String... recipients) {
        return OutgoingMail.of(
                ALICE,
                List.of(recipients).stream().map(SmtpClientTest::to).toList(),
                new OutgoingMail.Content() {
                    @Override
                    public long octets() {
                        return octets.length;
                    }

                    @Override
                    public Set<Need> needs() {
                        return needs;
                    }

                    @Override
                    public InputStream open() {
                        return new ByteArrayInputStream(octets);
                    }
                });
    }

    @Test
    void sendsMailsToOurOwnServer() throws IOException {
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        SmtpClient client = client(server.address(), plain());
        assertThat(client.open()).isInstanceOf(Opening.Ready.class);
        List<DeliveryOutcome> outcomes =
                client.send(
                        mail(
                                "Subject: hi\r\n\r\n.dot\r\n",
                                "bob@example.org",
                                "nobody@example.org",
                                "carol@example.org"));
        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(((Rejected) outcomes.get(1)).status()).hasToString("5.1.1");
        assertThat(outcomes.get(2)).isInstanceOf(Delivered.class);
        assertThat(client.isUsable()).isTrue();
        assertThat(client.send(mail("second\r\n", "nobody@example.org")).getFirst())
                .isInstanceOf(Rejected.class);
        assertThat(client.send(mail("third", "bob@example.org")).getFirst())
                .isInstanceOf(Delivered.class);
        assertThat(system.mails).hasSize(2);
        assertThat(system.mails.get(0).text()).isEqualTo("Subject: hi\r\n\r\n.dot\r\n");
        assertThat(system.mails.get(1).text()).isEqualTo("third\r\n");
        assertThat(system.resets).hasValue(1);
    }

    @Test
    void usesTlsWhereOffered() throws IOException {
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        SmtpClient client =
                client(
                        server.address(),
                        SmtpClientConfig.toMailExchanger("out.example.net", ANY, "mx.example.org"));
        assertThat(client.open()).isInstanceOf(Opening.Ready.class);
        client.send(mail("hello\r\n", "bob@example.org"));
        assertThat(system.mails.getFirst().client().protocol()).isEqualTo("ESMTPS");
    }

    @Test
    void t10RequiredTlsRefusesAnUntrustedCertificate() throws IOException {
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        ClientTls required = new ClientTls.Verified(ANY, "mx.example.org");
        SmtpClient client =
                client(server.address(), config(Protocol.SMTP, required, Optional.empty()));
        assertThat(client.open())
                .isInstanceOfSatisfying(
                        Opening.Failed.class,
                        failed -> {
                            assertThat(failed.step()).isEqualTo(Opening.Step.STARTTLS);
                            assertThat(failed.status()).hasToString("4.7.5");
                            assertThat(failed.reason()).startsWith("TLS with the server failed: ");
                        });
        assertThat(client.isUsable()).isFalse();
    }

    @Test
    void t10RequiredTlsIsNotGivenUpWhenNotOffered() throws Exception {
        ScriptedServer server = new ScriptedServer(PIPELINING + "C: <end>");
        opened.add(server);
        ClientTls required = new ClientTls.Verified(ANY, "mx.test");
        SmtpClient client =
                client(server.address(), config(Protocol.SMTP, required, Optional.empty()));
        assertThat(client.open()).isInstanceOf(Opening.Failed.class);
        client.close();
        server.awaitEnd();
    }

    @Test
    void t10ReplyInjectedBeforeTlsEndsTheSession() throws Exception {
        ScriptedServer server =
                new ScriptedServer(
                        EHLO
                                + "S: 250 STARTTLS\nC: STARTTLS\n"
                                + "Sraw: 220 go\\r\\n250 PIPELINING\\r\\n\n");
        opened.add(server);
        SmtpClient client =
                client(
                        server.address(),
                        SmtpClientConfig.toMailExchanger("out.example.net", ANY, "mx.test"));
        assertThat(client.open()).isInstanceOf(Opening.Failed.class);
        client.close();
        server.awaitEnd();
    }

    @Test
    void logsInWithTheStrongestMechanism() throws IOException {
        system.password("alice", "secret");
        SmtpServer server =
                ownServer(SmtpConfig.defaults(Role.SUBMISSION, "mx.example.org"), false);
        SmtpClient client =
                client(
                        server.address(),
                        config(
                                Protocol.SMTP,
                                new ClientTls.Opportunistic(ANY, "mx.example.org"),
                                Optional.of(new Login("alice", "secret"))));
        assertThat(client.open()).isInstanceOf(Opening.Ready.class);
        assertThat(client.send(mail("hello\r\n", "bob@example.org")).getFirst())
                .isInstanceOf(Delivered.class);
        FakeMailSystem.StoredMail stored = system.mails.getFirst();
        assertThat(stored.client().protocol()).isEqualTo("ESMTPSA");
        assertThat(stored.client().authenticated().orElseThrow().authenticationIdentity())
                .isEqualTo("alice");
    }

    @Test
    void wrongPasswordIsARefusalOfTheLogin() throws IOException {
        system.password("alice", "secret");
        SmtpServer server =
                ownServer(SmtpConfig.defaults(Role.SUBMISSION, "mx.example.org"), false);
        for (String mechanism : List.of("SCRAM", "PLAIN")) {
            SmtpClient client =
                    client(
                            server.address(),
                            config(
                                    Protocol.SMTP,
                                    new ClientTls.Opportunistic(ANY, "mx.example.org"),
                                    Optional.of(new Login("alice", "wrong " + mechanism))));
            assertThat(client.open())
                    .isInstanceOfSatisfying(
                            Opening.Refused.class,
                            refused -> assertThat(refused.reply().code()).isEqualTo(535));
        }
    }

    @Test
    void givesNoPasswordAwayInClear() throws Exception {
        SmtpClient client = toScript(EHLO + "S: 250 AUTH PLAIN LOGIN\nC: <end>", LOGGING_IN);
        assertThat(client.open()).isInstanceOf(Opening.Failed.class);
        scriptEnds(client);
    }

    @Test
    void believesNoServerThatDoesNotProveItself() throws Exception { // RFC 5802 §5
        SmtpClient client =
                toScript(
                        EHLO + "S: 250 AUTH SCRAM-SHA-256\nC-any\nS: 235 come in\nC: <end>",
                        LOGGING_IN);
        assertThat(client.open())
                .isInstanceOfSatisfying(
                        Opening.Failed.class,
                        failed -> assertThat(failed.reason()).contains("did not prove"));
        scriptEnds(client);
    }

    @Test
    void cancelsWhenTheServersPartIsWrong() throws Exception {
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250 AUTH SCRAM-SHA-256\nC-any\nS: 334 !!!\nC: *\n"
                                + "S: 501 cancelled\nC: <end>",
                        LOGGING_IN);
        assertThat(client.open()).isInstanceOf(Opening.Failed.class);
        scriptEnds(client);
    }

    @Test
    void lmtpGivesAnOutcomeForEachRecipient() throws IOException {
        system.fullAccount("full@example.org");
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.LMTP, "mx.example.org"), false);
        SmtpClient client =
                client(
                        server.address(),
                        config(Protocol.LMTP, new ClientTls.None(), Optional.empty()));
        assertThat(client.open()).isInstanceOf(Opening.Ready.class);
        List<DeliveryOutcome> outcomes =
                client.send(
                        mail(
                                "hello\r\n",
                                "bob@example.org",
                                "nobody@example.org",
                                "full@example.org",
                                "carol@example.org"));
        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(1)).isInstanceOf(Rejected.class);
        assertThat(((Deferred) outcomes.get(2)).status()).hasToString("4.2.2");
        assertThat(outcomes.get(3)).isInstanceOf(Delivered.class);
        assertThat(client.isUsable()).isTrue();
    }

    @Test
    void manyRecipientsArePipelinedInBatches() throws IOException {
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        SmtpClient client = client(server.address(), plain());
        client.open();
        String[] recipients = new String[250];
        java.util.Arrays.fill(recipients, "bob@example.org");
        assertThat(client.send(mail("hello\r\n", recipients)))
                .hasSize(250)
                .allMatch(outcome -> outcome instanceof Delivered);
        assertThat(system.mails.stream().mapToInt(stored -> stored.recipients().size()).sum())
                .isEqualTo(250);
    }

    @Test
    void contentArrivesWithCanonicalLineEnds() throws IOException { // THREATS O08
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        SmtpClient client = client(server.address(), plain());
        client.open();
        Random random = new Random(5321);
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            int length = i % 10 == 0 ? 40_000 : random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append("..\r\n\r\n\nab".charAt(random.nextInt(9)));
            }
            client.send(mail(text.toString(), "bob@example.org"));
            String lines = text.toString().replaceAll("\r\n|\r|\n", "\r\n");
            String expected = lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
            assertThat(system.mails.getLast().text())
                    .as("seed 5321, mail %d", i)
                    .isEqualTo(expected);
        }
    }

    @Test
    void heloWhereEhloIsNotKnown() throws Exception {
        SmtpClient client =
                toScript(
                        "S: 220 old.test\nC: EHLO out.example.net\nS: 500 what\n"
                                + "C: HELO out.example.net\nS: 250 old.test\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<b@x.test>\nS: 250 ok\nC: DATA\nS: 354 go\n"
                                + "C: hello\nC: .\nS: 250 done\nC: QUIT");
        assertThat(client.open()).isInstanceOf(Opening.Ready.class);
        assertThat(client.send(mail("hello\r\n", "b@x.test")).getFirst())
                .isEqualTo(new Delivered(SmtpReply.of(250, "done"), Reports.US));
        scriptEnds(client);
    }

    @Test
    void o04ThreeRecipientsThreeOutcomes() throws Exception {
        SmtpClient client =
                toScript(
                        PIPELINING
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: RCPT TO:<b@x.test>\n"
                                + "C: RCPT TO:<c@x.test>\nC: DATA\n"
                                + "S: 250 ok\nS: 250 ok\nS: 451 4.7.1 greylisted\n"
                                + "S: 550 5.1.1 unknown\nS: 354 go\nC: hello\nC: .\nS: 250 2.0.0 ok\n"
                                + "C: QUIT");
        client.open();
        List<DeliveryOutcome> outcomes =
                client.send(mail("hello\r\n", "a@x.test", "b@x.test", "c@x.test"));
        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> {
                            assertThat(deferred.status()).hasToString("4.7.1");
                            assertThat(deferred.reason()).isEqualTo("451 4.7.1 greylisted");
                        });
        assertThat(((Rejected) outcomes.get(2)).status()).hasToString("5.1.1");
        scriptEnds(client);
    }

    @Test
    void dataTakenWithoutRecipientsGetsALoneDot() throws Exception { // RFC 2920 §3.1
        SmtpClient client =
                toScript(
                        PIPELINING
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: DATA\n"
                                + "S: 250 ok\nS: 550 no\nS: 354 go\nC: .\nS: 554 no recipients\nC: QUIT");
        client.open();
        assertThat(client.send(mail("hello\r\n", "a@x.test")).getFirst())
                .isInstanceOf(Rejected.class);
        assertThat(client.isUsable()).isTrue();
        scriptEnds(client);
    }

    @Test
    void refusedMailIsRefusedForAll() throws Exception {
        SmtpClient client =
                toScript(
                        PIPELINING
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: DATA\n"
                                + "S: 550 5.7.1 not you\nS: 503 no mail\nS: 503 no mail\nC: QUIT");
        client.open();
        assertThat(((Rejected) client.send(mail("hello\r\n", "a@x.test")).getFirst()).reason())
                .isEqualTo("550 5.7.1 not you");
        scriptEnds(client);
    }

    @Test
    void tooManyRecipientsIsTemporaryWhateverTheCode() throws Exception { // RFC 5321 §4.5.3.1.10
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250 HELP\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 552 too many\n"
                                + "C: RSET\nS: 250 ok\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 250 ok\nC: DATA\nS: 452 full\nC: QUIT");
        client.open();
        assertThat(client.send(mail("hello\r\n", "a@x.test")).getFirst())
                .isInstanceOf(Deferred.class);
        assertThat(client.send(mail("hello\r\n", "a@x.test")).getFirst())
                .isInstanceOf(Deferred.class);
        scriptEnds(client);
    }

    @Test
    void closingServerIsNotUsedAgain() throws Exception {
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250 HELP\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 421 closing");
        client.open();
        List<DeliveryOutcome> outcomes = client.send(mail("hello\r\n", "a@x.test", "b@x.test"));
        assertThat(outcomes).hasSize(2).allMatch(outcome -> outcome instanceof Deferred);
        assertThat(client.isUsable()).isFalse();
        scriptEnds(client);
    }

    @Test
    void whatThePeerLacksIsToldWithoutAsking() throws Exception {
        SmtpClient client = toScript(EHLO + "S: 250 SIZE 10\nC: QUIT");
        client.open();
        byte[] octets = new byte[11];
        assertThat(status(client.send(mail(octets, Set.of(), "a@x.test")))).isEqualTo("5.3.4");
        assertThat(status(client.send(mail(new byte[1], Set.of(Need.SMTPUTF8), "a@x.test"))))
                .isEqualTo("5.6.7");
        byte[] header = "X: \u00e9\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(status(client.send(mail(header, Set.of(Need.EIGHT_BIT_MIME), "a@x.test"))))
                .isEqualTo("5.6.3");
        assertThat(status(client.send(mail(new byte[1], Set.of(), "철수@x.test"))))
                .isEqualTo("5.6.7");
        scriptEnds(client);
    }

    private static String status(List<DeliveryOutcome> outcomes) {
        return ((Rejected) outcomes.getFirst()).status().toString();
    }

    @Test
    void parametersAreSaidWhereOffered() throws Exception {
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-SIZE\nS: 250-SIZE 1000\nS: 250-8bitmime\nS: 250 SMTPUTF8\n"
                                + "C: MAIL FROM:<alice@example.net> SIZE=7 BODY=8BITMIME SMTPUTF8\n"
                                + "S: 250 ok\nC: RCPT TO:<철수@xn--vv4b11d.kr>\nS: 250 ok\n"
                                + "C: DATA\nS: 354 go\nC: hello\nC: .\nS: 250 ok\nC: QUIT");
        client.open();
        byte[] hello = "hello\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(client.send(mail(hello, Set.of(Need.EIGHT_BIT_MIME), "철수@예시.kr")).getFirst())
                .isInstanceOf(Delivered.class);
        scriptEnds(client);
    }

    @Test
    void o02ReplyClassesAndMalformedOnes() throws Exception {
        assertThat(outcomeOf("S: 550 5.7.2\n")).isInstanceOf(Rejected.class);
        assertThat(outcomeOf("S: 450\n")).isInstanceOf(Deferred.class);
        for (String malformed : List.of("25", "999 x", "hello", "2500 x", "250x", "199 x", "")) {
            assertThat(((Deferred) outcomeOf("S: " + malformed + "\n")).status())
                    .as(malformed)
                    .hasToString("4.5.0");
        }
        assertThat(outcomeOf("S: 250-a\nS: 550 b\n")).isInstanceOf(Deferred.class);
    }

    @Test
    void o01HostileReplies() throws Exception {
        Rejected escaped = (Rejected) outcomeOf("Sraw: 550 5.1.1 a\\rb\\nc\\0d\\033[2Je\\r\\n\n");
        assertThat(escaped.reason()).isEqualTo("550 5.1.1 a?b?c?d?[2Je");
        assertThat(outcomeOf("S: 550 " + "x".repeat(600) + "\n")).isInstanceOf(Deferred.class);
        assertThat(outcomeOf("S: 250 " + "x".repeat(600) + "\n")).isInstanceOf(Delivered.class);
        assertThat(outcomeOf("S: 550 " + "x".repeat(200_000) + "\n")).isInstanceOf(Deferred.class);
        assertThat(outcomeOf("S: 550-x\n".repeat(1000))).isInstanceOf(Deferred.class);
        assertThat(outcomeOf("S: 550-x\n".repeat(99) + "S: 550 x\n")).isInstanceOf(Rejected.class);
    }

    @Test
    void o03SilenceOrEndAfterTheDotIsTemporary() throws Exception {
        Deferred closed = (Deferred) outcomeOf("close");
        assertThat(closed.status()).hasToString("4.4.2");
    }

    /// Of a mail whose end is answered like this.
    private DeliveryOutcome outcomeOf(String answer) throws Exception {
        SmtpClient client =
                toScript(
                        PIPELINING
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: DATA\n"
                                + "S: 250 ok\nS: 250 ok\nS: 354 go\nC: hello\nC: .\n"
                                + answer);
        client.open();
        DeliveryOutcome outcome = client.send(mail("hello\r\n", "a@x.test")).getFirst();
        assertThat(client.isUsable())
                .isEqualTo(!(outcome instanceof Deferred deferred) || deferred.reply().isPresent());
        client.close();
        return outcome;
    }

    @Test
    void o03SilentServerIsGivenUp() throws Exception {
        ScriptedServer server =
                new ScriptedServer(
                        PIPELINING
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: DATA\n"
                                + "S: 250 ok\nS: 250 ok\nS: 354 go\nC: hello\nC: .\n");
        opened.add(server);
        Deadlines impatient =
                new Deadlines(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(5));
        SmtpClient client =
                client(
                        server.address(),
                        new SmtpClientConfig(
                                Protocol.SMTP,
                                "out.example.net",
                                new ClientTls.None(),
                                Optional.empty(),
                                impatient));
        client.open();
        assertThat(((Deferred) client.send(mail("hello\r\n", "a@x.test")).getFirst()).status())
                .hasToString("4.4.1");
        assertThat(client.isUsable()).isFalse();
    }

    @Test
    void greetingsThatAreNoWelcome() throws Exception {
        assertThat(toScript("S: 554 5.7.1 go away").open())
                .isEqualTo(
                        new Opening.Refused(
                                Opening.Step.GREETING, SmtpReply.of(554, "5.7.1", "go away")));
        assertThat(toScript("S: 250 hello").open()).isInstanceOf(Opening.Failed.class);
        assertThat(toScript("close").open()).isInstanceOf(Opening.Failed.class);
    }

    @Test
    void unreadableMessageIsNeverEndedWithADot() throws Exception {
        SmtpServer server = ownServer(SmtpConfig.defaults(Role.RECEPTION, "mx.example.org"), false);
        SmtpClient client = client(server.address(), plain());
        client.open();
        OutgoingMail broken =
                OutgoingMail.of(
                        ALICE,
                        List.of(to("bob@example.org")),
                        new OutgoingMail.Content() {
                            @Override
                            public long octets() {
                                return 100_000;
                            }

                            @Override
                            public Set<Need> needs() {
                                return Set.of();
                            }

                            @Override
                            public InputStream open() {
                                return new InputStream() {
                                    private int given;

                                    @Override
                                    public int read() throws IOException {
                                        if (given++ < 50) {
                                            return 'x';
                                        }
                                        throw new IOException("ordered by the test");
                                    }
                                };
                            }
                        });
        assertThat(((Deferred) client.send(broken).getFirst()).status()).hasToString("4.3.0");
        assertThat(client.isUsable()).isFalse();
        server.drain();
        assertThat(system.mails).isEmpty();
    }

    private static OutgoingMail asking(MailRequest request, RecipientRequest... recipients) {
        OutgoingMail plain = mail("hello\r\n", "a@x.test");
        return new OutgoingMail(
                plain.from(),
                List.of(recipients).stream()
                        .map(asked -> new OutgoingMail.Recipient(to("a@x.test"), asked))
                        .toList(),
                plain.content(),
                request);
    }

    private static MailRequest everything(boolean requireTls, DeliverBy.Mode mode) {
        return new MailRequest(
                Optional.of(ReturnContent.HEADERS),
                Optional.of("id+1=x y"),
                requireTls,
                -3,
                Optional.of(new DeliverBy(120, mode, true)));
    }

    @Test
    void whatWasAskedTravelsOnWhereItIsUnderstood() throws Exception { // RFC 3461 §5.2.1
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-DSN\nS: 250-MT-PRIORITY MIXER\nS: 250 DELIVERBY 60\n"
                                + "C: MAIL FROM:<alice@example.net> RET=HDRS ENVID=id+2B1+3Dx+20y"
                                + " MT-PRIORITY=-3 BY=120;RT\nS: 250 ok\n"
                                + "C: RCPT TO:<a@x.test> NOTIFY=SUCCESS,DELAY"
                                + " ORCPT=rfc822;bob+2Bx@example.org\nS: 250 ok\n"
                                + "C: RCPT TO:<a@x.test> NOTIFY=NEVER"
                                + " ORCPT=utf-8;\\x{CCA0}\\x{C218}@example.org\nS: 250 ok\n"
                                + "C: DATA\nS: 354 go\nC: hello\nC: .\nS: 250 ok\nC: QUIT");
        client.open();
        RecipientRequest first =
                new RecipientRequest(
                        Optional.of(Set.of(Notify.DELAY, Notify.SUCCESS)),
                        Optional.of(new OriginalRecipient("rfc822", "bob+x@example.org")));
        RecipientRequest second =
                new RecipientRequest(
                        Optional.of(Set.of()),
                        Optional.of(new OriginalRecipient("utf-8", "철수@example.org")));
        MailRequest request = everything(false, DeliverBy.Mode.RETURN);
        assertThat(client.send(asking(request, first, second)))
                .hasSize(2)
                .allMatch(one -> one instanceof Delivered(_, Reports by) && by == Reports.PEER);
        scriptEnds(client);
    }

    @Test
    void whatThePeerDoesNotUnderstandIsNotSaid() throws Exception { // RFC 3461 §5.2.2
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250 HELP\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 250 ok\n"
                                + "C: DATA\nS: 354 go\nC: hello\nC: .\nS: 250 ok\nC: QUIT");
        client.open();
        RecipientRequest success =
                new RecipientRequest(Optional.of(Set.of(Notify.SUCCESS)), Optional.empty());
        assertThat(client.send(asking(everything(false, DeliverBy.Mode.NOTIFY), success)))
                .allMatch(one -> one instanceof Delivered(_, Reports by) && by == Reports.US);
        assertThat(
                        status(
                                client.send(
                                        asking(
                                                everything(false, DeliverBy.Mode.RETURN),
                                                RecipientRequest.NONE))))
                .isEqualTo("5.3.3");
        assertThat(
                        status(
                                client.send(
                                        asking(
                                                everything(true, DeliverBy.Mode.NOTIFY),
                                                RecipientRequest.NONE))))
                .isEqualTo("5.7.30");
        scriptEnds(client);
    }

    @Test
    void aSmallMailGoesInOneFlightWhereChunksAreTaken() throws Exception { // RFC 3030 §4.2
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-CHUNKING\nS: 250 PIPELINING\n"
                                + FROM_ALICE
                                + "C: RCPT TO:<a@x.test>\nC: RCPT TO:<b@x.test>\nC: BDAT 12 LAST\n"
                                + "C: hello\nC: .us\nS: 250 ok\nS: 250 ok\nS: 550 no\nS: 250 done\n"
                                + FROM_ALICE
                                + "C: RCPT TO:<c@x.test>\nC: BDAT 7 LAST\nC: hello\n"
                                + "S: 250 ok\nS: 550 no\nS: 503 nobody\nC: RSET\nS: 250 ok\n"
                                + FROM_ALICE
                                + "C: RCPT TO:<c@x.test>\nC: BDAT 7 LAST\nC: hello\n"
                                + "S: 550 not you\nS: 503 no\nS: 503 no\nC: QUIT");
        client.open();
        List<DeliveryOutcome> outcomes =
                client.send(mail("hello\n.us\r\n", "a@x.test", "b@x.test"));
        assertThat(outcomes.get(0)).isInstanceOf(Delivered.class);
        assertThat(outcomes.get(1)).isInstanceOf(Rejected.class);
        for (String reason : List.of("550 no", "550 not you")) {
            Rejected rejected = (Rejected) client.send(mail("hello\r\n", "c@x.test")).getFirst();
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(client.isUsable()).isTrue();
        }
        scriptEnds(client);
    }

    @Test
    void aServerThatTakesAMailForNobodyIsNotUsedAgain() throws Exception {
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-CHUNKING\nS: 250 PIPELINING\n"
                                + FROM_ALICE
                                + "C: RCPT TO:<c@x.test>\nC: BDAT 7 LAST\nC: hello\n"
                                + "S: 250 ok\nS: 550 no\nS: 250 fine");
        client.open();
        assertThat(client.send(mail("hello\r\n", "c@x.test")).getFirst())
                .isInstanceOf(Rejected.class);
        assertThat(client.isUsable()).isFalse();
        scriptEnds(client);
    }

    @Test
    void binaryContentTravelsUnchanged() throws Exception { // RFC 3030 §3
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-CHUNKING\nS: 250-8BITMIME\nS: 250 BINARYMIME\n"
                                + "C: MAIL FROM:<alice@example.net> BODY=BINARYMIME\nS: 250 ok\n"
                                + "C: RCPT TO:<a@x.test>\nS: 250 ok\n"
                                + "C: BDAT 7 LAST\nC: a\nC: b\rc\nS: 250 done\nC: QUIT");
        client.open();
        byte[] octets = "a\nb\rc\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(client.send(mail(octets, Set.of(Need.BINARY_MIME), "a@x.test")).getFirst())
                .isInstanceOf(Delivered.class);
        scriptEnds(client);
    }

    @Test
    void limitsOfTheServerAreKept() throws Exception { // RFC 9422 §4
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250 LIMITS RCPTMAX=1 MAILMAX=2\n"
                                + (FROM_ALICE
                                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 250 ok\n"
                                                + "C: DATA\nS: 354 go\nC: hello\nC: .\nS: 250 ok\n")
                                        .repeat(2));
        client.open();
        List<DeliveryOutcome> outcomes =
                client.send(mail("hello\r\n", "a@x.test", "a@x.test", "a@x.test"));
        assertThat(outcomes.subList(0, 2)).allMatch(one -> one instanceof Delivered);
        assertThat(outcomes.get(2)).isInstanceOf(Deferred.class);
        assertThat(client.isUsable()).isFalse();
        assertThat(client.wasUnheard()).isFalse();
        scriptEnds(client);
    }

    @Test
    void aServerThatHasGoneBetweenMailsHasHeardNothing() throws Exception {
        for (String end : List.of("close", "S: 421 4.4.2 too late\nclose")) {
            SmtpClient client =
                    toScript(
                            PIPELINING
                                    + FROM_ALICE
                                    + "C: RCPT TO:<a@x.test>\nC: DATA\n"
                                    + "S: 250 ok\nS: 250 ok\nS: 354 go\nC: hello\nC: .\nS: 250 ok\n"
                                    + end);
            client.open();
            assertThat(client.send(mail("hello\r\n", "a@x.test")).getFirst())
                    .isInstanceOf(Delivered.class);
            assertThat(client.wasUnheard()).isFalse();
            assertThat(client.send(mail("hello\r\n", "a@x.test")).getFirst())
                    .isInstanceOf(Deferred.class);
            assertThat(client.wasUnheard()).isTrue();
            assertThat(client.isUsable()).isFalse();
        }
    }

    @Test
    void o08ContentThatThePeerCannotCarryIsEncoded() throws Exception { // RFC 6152 §3
        SmtpClient client =
                toScript(
                        EHLO
                                + "S: 250-CHUNKING\nS: 250 SIZE\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 250 ok\nC: DATA\nS: 354 go\n"
                                + "C: Subject: x\nC: MIME-Version: 1.0\n"
                                + "C: Content-Type: text/plain; charset=unknown-8bit\n"
                                + "C: Content-Transfer-Encoding: quoted-printable\nC: \n"
                                + "C: a long enough line with one =C3=A9\nC: .\nS: 250 ok\n"
                                + FROM_ALICE
                                + "S: 250 ok\nC: RCPT TO:<a@x.test>\nS: 250 ok\nC: DATA\nS: 354 go\n"
                                + "C: Subject: x\nC: MIME-Version: 1.0\n"
                                + "C: Content-Type: text/plain; charset=unknown-8bit\n"
                                + "C: Content-Transfer-Encoding: quoted-printable\nC: \nC: =0A\nC: .\nS: 250 ok\n"
                                + "C: QUIT");
        client.open();
        String text = "Subject: x\r\n\r\na long enough line with one \u00e9\r\n";
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        assertThat(client.send(mail(octets, Set.of(Need.EIGHT_BIT_MIME), "a@x.test")).getFirst())
                .isInstanceOf(Delivered.class);
        byte[] binary = "Subject: x\r\n\r\n\n".getBytes(StandardCharsets.UTF_8);
        assertThat(client.send(mail(binary, Set.of(Need.BINARY_MIME), "a@x.test")).getFirst())
                .isInstanceOf(Delivered.class);
        scriptEnds(client);
    }
}
