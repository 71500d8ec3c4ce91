// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.milter.testing.FakeMilter.CONTINUE;
import static org.pabal.milter.testing.FakeMilter.indexed;
import static org.pabal.milter.testing.FakeMilter.packet;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.milter.MilterTimes;
import org.pabal.milter.testing.FakeMilter;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.FailureAction;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Milters behind reception and submission, as they speak on a real socket.
final class MilterCheckTest {
    private static final MilterTimes TIMES =
            new MilterTimes(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");
    private final Wire wire =
            new Wire(WireLimits.standard().withBodyPace(0, Duration.ofSeconds(60)));
    private Optional<FakeMilter> milter = Optional.empty();

    @AfterEach
    void stop() {
        milter.ifPresent(FakeMilter::close);
        wire.close();
    }

    private FakeMilter use(FakeMilter fake) {
        milter = Optional.of(fake);
        use(check(fake.address(), FailureAction.TEMPFAIL));
        return fake;
    }

    private void use(Supplier<SessionCheck> check) {
        stage.checks = new Checks(List.of(check));
    }

    private Milter check(ServiceAddress address, FailureAction whenDown) {
        return new Milter(
                new MilterConfig("fake", address, TIMES, whenDown),
                new MilterHost(MtaStage.HOSTNAME, "Pabal 1", "smtp"),
                new Connector(wire),
                stage.clock);
    }

    private Session mail() {
        return stage.receive("c@far.example");
    }

    private String send() {
        return mail().to("alice@d.example").send(MESSAGE);
    }

    private String received(Account account) {
        String message = stage.mailboxes.messages(account).getFirst();
        return message.substring(message.indexOf("+0000\r\n") + 7);
    }

    @Test
    void aMilterIsToldTheWholeSession() {
        stage.resolver.name("192.0.2.7", "out.client.example");
        stage.resolver.address("out.client.example", "192.0.2.7");
        FakeMilter fake = use(FakeMilter.answering(_ -> List.of(CONTINUE)));
        assertThat(send()).startsWith("250 ");
        String id = id(fake);
        assertThat(fake.heard())
                .containsExactly(
                        "macros C j=mail.d.example _=out.client.example [192.0.2.7] v=Pabal 1"
                                + " {daemon_name}=smtp {daemon_addr}=198.51.100.1 {daemon_port}=25"
                                + " {client_addr}=192.0.2.7 {client_name}=out.client.example"
                                + " {client_port}=4000",
                        "CONNECT out.client.example 4 4000 192.0.2.7",
                        "HELO client.example",
                        "macros M i="
                                + id
                                + " {mail_addr}=c@far.example {mail_host}=far.example"
                                + " {mail_mailer}=esmtp {client_addr}=192.0.2.7"
                                + " {client_name}=out.client.example",
                        "MAIL <c@far.example>",
                        "macros R i="
                                + id
                                + " {rcpt_addr}=alice@d.example {rcpt_host}=d.example"
                                + " {rcpt_mailer}=esmtp",
                        "RCPT <alice@d.example>",
                        "macros T i=" + id,
                        "DATA",
                        "HEADER From|Alice <alice@d.example>|",
                        "HEADER To|someone@remote.example|",
                        "HEADER Subject|hello|",
                        "HEADER Date|Sun, 1 Mar 2026 08:59:00 +0000|",
                        "HEADER Message-ID|<1@client.example>|",
                        "macros N i=" + id,
                        "EOH",
                        "BODY Hi.\r\n",
                        "macros E i=" + id,
                        "EOB");
        assertThat(received(alice)).isEqualTo(MESSAGE);
    }

    private static String id(FakeMilter fake) {
        return fake.heard().stream()
                .filter(event -> event.startsWith("macros T i="))
                .findFirst()
                .orElseThrow()
                .substring("macros T i=".length());
    }

    @Test
    void whoIsLoggedInIsTold() {
        FakeMilter fake = use(FakeMilter.answering(_ -> List.of(CONTINUE)));
        stage.submit("alice@d.example", "alice@d.example").to("bob@d.example").send(MESSAGE);
        assertThat(fake.heard())
                .anyMatch(event ->
                        event.contains(
                                "{auth_type}=PLAIN {auth_authen}=alice@d.example"
                                        + " {auth_author}=alice@d.example"));
    }

    @Test
    void oneConnectionServesTheSession() {
        FakeMilter fake = use(FakeMilter.answering(_ -> List.of(CONTINUE)));
        Session first = mail();
        first.to("alice@d.example").send(MESSAGE);
        first.again("d@far.example").to("alice@d.example").breakOff(MESSAGE);
        first.again("e@far.example").to("alice@d.example").send(MESSAGE);
        first.close();
        fake.awaitEnd();
        assertThat(fake.events().stream().filter(e -> !e.startsWith("HEADER")).toList())
                .startsWith(
                        "CONNECT unknown 4 4000 192.0.2.7",
                        "HELO client.example",
                        "MAIL <c@far.example>",
                        "RCPT <alice@d.example>",
                        "DATA",
                        "EOH",
                        "BODY Hi.\r\n",
                        "EOB",
                        "MAIL <d@far.example>",
                        "RCPT <alice@d.example>",
                        "ABORT",
                        "MAIL <e@far.example>",
                        "RCPT <alice@d.example>",
                        "DATA",
                        "EOH",
                        "BODY Hi.\r\n",
                        "EOB",
                        "QUIT");
    }

    @Test
    void aLargeBodyGoesInPieces() {
        FakeMilter fake = use(FakeMilter.answering(_ -> List.of(CONTINUE)));
        String line = "x".repeat(998) + "\r\n";
        mail().to("alice@d.example").send(MESSAGE + line.repeat(100));
        List<Integer> lengths =
                fake.events().stream()
                        .filter(event -> event.startsWith("BODY "))
                        .map(event -> event.length() - 5)
                        .toList();
        assertThat(lengths).containsExactly(65_535, 100_005 - 65_535);
    }

    @Test
    void refusalsAtEachStage() {
        String rejected = "550 5.7.1 Command rejected";
        for (String stageName : List.of("CONNECT", "HELO", "MAIL")) {
            use(FakeMilter.answering(stageName, packet('r')));
            assertThat(text(mail().mail)).isEqualTo(rejected);
        }
        use(FakeMilter.answering("RCPT <alice", packet('t')));
        Session session = mail();
        assertThat(text(session.rcpt("alice@d.example")))
                .isEqualTo("451 4.7.1 Service unavailable - try again later");
        assertThat(session.to("bob@d.example").send(MESSAGE)).startsWith("250 ");
        for (String stageName : List.of("DATA", "HEADER Subject", "EOH", "BODY", "EOB")) {
            use(FakeMilter.answering(stageName, packet('y', "554 5.7.9 No " + stageName)));
            assertThat(send()).isEqualTo("554 5.7.9 No " + stageName);
        }
        use(FakeMilter.answering("MAIL", packet('4')));
        assertThat(text(mail().mail)).startsWith("421 4.7.0 ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(stage.mailboxes.messages(bob)).hasSize(1);
    }

    @Test
    void whatIsRefusedAtConnectIsRefusedForEachMail() {
        FakeMilter fake = use(FakeMilter.answering("CONNECT", packet('y', "554 5.7.1 Go")));
        Session first = mail();
        assertThat(text(first.mail)).isEqualTo("554 5.7.1 Go");
        assertThat(text(first.again("d@far.example").mail)).isEqualTo("554 5.7.1 Go");
        assertThat(fake.events()).containsExactly("CONNECT unknown 4 4000 192.0.2.7");
    }

    @Test
    void whoAcceptsIsAskedNothingMore() {
        FakeMilter fake = use(FakeMilter.answering("MAIL", packet('a')));
        assertThat(send()).startsWith("250 ");
        assertThat(fake.events()).last().isEqualTo("MAIL <c@far.example>");
        fake = use(FakeMilter.answering("HELO", packet('a')));
        Session session = mail();
        session.to("alice@d.example").send(MESSAGE);
        session.again("d@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(fake.events()).last().isEqualTo("HELO client.example");
    }

    @Test
    void discardedMailIsAcceptedAndGone() {
        for (String stageName : List.of("MAIL", "RCPT", "HEADER", "EOB")) {
            use(FakeMilter.answering(stageName, packet('d')));
            assertThat(send()).startsWith("250 2.0.0 Ok: queued as ");
        }
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
    }

    @Test
    void aMailIsChangedAsTheMilterWishes() {
        use(
                FakeMilter.answering(
                        "EOB",
                        packet('h', "X-Spam", "No,\n score=1"),
                        indexed('i', 0, "X-Top", "0"),
                        indexed('i', 1, "X-Topmost", "1"),
                        indexed('i', 3, "X-Third", "3\nunfolded\r\n"),
                        packet('h', "not a name", "x"),
                        indexed('m', 1, "Subject", "[SPAM] hello"),
                        indexed('m', 1, "Date", ""),
                        packet('b', ascii("new\nbody\r")),
                        packet('b', ascii("\n\0end")),
                        packet('e', "d@far.example"),
                        packet('2', "<bob@d.example>", "NOTIFY=NEVER"),
                        packet('+', "no address"),
                        packet('-', "<alice@d.example>"),
                        packet('a')));
        assertThat(send()).startsWith("250 ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(stage.mailboxes.messages(bob).getFirst())
                .startsWith("Return-Path: <d@far.example>\r\nReceived: from client.example");
        assertThat(received(bob))
                .isEqualTo(
                        "X-Topmost: 1\r\n"
                                + "X-Top: 0\r\n"
                                + "X-Third: 3\r\n\tunfolded\r\n"
                                + "From: Alice <alice@d.example>\r\n"
                                + "To: someone@remote.example\r\n"
                                + "Subject: [SPAM] hello\r\n"
                                + "Message-ID: <1@client.example>\r\n"
                                + "X-Spam: No,\r\n score=1\r\n"
                                + "\r\n"
                                + "new\r\nbody\r\nend\r\n");
    }

    @Test
    void quarantinedMailWaitsInTheQueue() {
        use(FakeMilter.answering("EOB", packet('q', "a virus?"), CONTINUE));
        assertThat(send()).startsWith("250 ");
        QueueEntry entry = stage.queue.list(Optional.empty(), 10).getFirst();
        assertThat(entry.held()).contains("milter fake: a virus?");
    }

    @Test
    void theLaterMilterSeesWhatTheEarlierHasChanged() {
        FakeMilter first = FakeMilter.answering("EOB", packet('h', "X-First", "yes"), packet('c'));
        FakeMilter second = FakeMilter.answering(_ -> List.of(CONTINUE));
        try (first;
                second) {
            stage.checks =
                    new Checks(
                            List.of(
                                    check(first.address(), FailureAction.TEMPFAIL),
                                    check(second.address(), FailureAction.TEMPFAIL)));
            send();
            assertThat(second.events()).contains("HEADER X-First|yes|");
        }
    }

    @Test
    void aMilterThatIsDownLeavesTheMailToTheDefault() {
        FakeMilter gone = FakeMilter.answering(_ -> List.of(CONTINUE));
        gone.close();
        use(check(gone.address(), FailureAction.TEMPFAIL));
        assertThat(text(mail().mail)).isEqualTo("451 4.7.1 Service unavailable - try again later");
        use(check(gone.address(), FailureAction.REJECT));
        assertThat(text(mail().mail)).isEqualTo("550 5.5.0 Service unavailable");
        use(check(gone.address(), FailureAction.ACCEPT));
        assertThat(send()).startsWith("250 ");
        assertThat(received(alice)).isEqualTo(MESSAGE);
    }

    /// What it had wanted until then is not done.
    @Test
    void aMilterThatLeavesInTheMiddleChangesNothing() {
        FakeMilter fake =
                FakeMilter.answering(
                        "EOB",
                        packet('b', ascii("half a body")),
                        packet('h', "X-Half", "1"),
                        packet('X'));
        milter = Optional.of(fake);
        use(check(fake.address(), FailureAction.ACCEPT));
        assertThat(send()).startsWith("250 ");
        assertThat(received(alice)).isEqualTo(MESSAGE);
        use(check(fake.address(), FailureAction.TEMPFAIL));
        assertThat(send()).startsWith("451 4.7.1 ");
    }

    @Test
    void theNextMailTriesAgain() {
        int[] mails = new int[1];
        FakeMilter fake =
                use(
                        FakeMilter.answering(event ->
                                event.startsWith("MAIL") && mails[0]++ == 0
                                        ? List.of(packet('X'))
                                        : List.of(CONTINUE)));
        Session session = mail();
        assertThat(text(session.mail)).startsWith("451 ");
        assertThat(session.again("d@far.example").to("alice@d.example").send(MESSAGE))
                .startsWith("250 ");
        assertThat(fake.events()).filteredOn(e -> e.startsWith("CONNECT")).hasSize(2);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
