// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.milter.testing.FakeMilter.CONTINUE;
import static org.pabal.milter.testing.FakeMilter.indexed;
import static org.pabal.milter.testing.FakeMilter.negotiation;
import static org.pabal.milter.testing.FakeMilter.packet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.milter.MilterReply.Decision;
import org.pabal.milter.MilterReply.Modification;
import org.pabal.milter.testing.FakeMilter;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

class MilterSessionTest {
    private static final MilterTimes TIMES =
            new MilterTimes(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4000);
    private static final MilterSession.Macros NONE = _ -> Optional.empty();

    private final Wire wire = new Wire(WireLimits.standard());
    private Optional<FakeMilter> milter = Optional.empty();

    @AfterEach
    void stop() {
        milter.ifPresent(FakeMilter::close);
        wire.close();
    }

    private MilterSession open(FakeMilter fake) throws IOException {
        return open(fake, TIMES);
    }

    private MilterSession open(FakeMilter fake, MilterTimes times) throws IOException {
        milter = Optional.of(fake);
        return MilterSession.open(
                new Connector(wire), fake.address(), times, InstantSource.system());
    }

    private List<String> events() {
        return milter.orElseThrow().events();
    }

    private static List<Modification> wishes(MilterSession session) throws IOException {
        List<Modification> wishes = new ArrayList<>();
        session.endOfBody(NONE, wishes::add);
        return wishes;
    }

    private static Decision end(MilterSession session) throws IOException {
        return session.endOfBody(NONE, _ -> {});
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void everyEventIsToldInItsForm() throws IOException {
        try (MilterSession session = open(FakeMilter.answering(_ -> List.of(CONTINUE)))) {
            session.connect("client.example", CLIENT, NONE);
            session.connect(
                    "unknown",
                    new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 65_535),
                    NONE);
            session.helo("client.example", NONE);
            session.mail("<c@far.example>", List.of("SIZE=12", "BODY=8BITMIME"), NONE);
            session.rcpt("<alice@d.example>", List.of(), NONE);
            session.unknown("FROB it", NONE);
            session.data(NONE);
            session.header("Subject", " folded\r\n\tvalue", NONE);
            session.header("X-None", "value", NONE);
            session.endOfHeader(NONE);
            session.body(ascii("xHi.\r\n"), 1, 5);
            session.endOfBody(NONE, _ -> {});
            session.abort();
            assertThat(session.nextConnection()).isTrue();
            session.helo("again", NONE);
        }
        assertThat(events())
                .startsWith(
                        "CONNECT client.example 4 4000 192.0.2.7",
                        "CONNECT unknown 6 65535 IPv6:2001:db8:0:0:0:0:0:7",
                        "HELO client.example",
                        "MAIL <c@far.example> SIZE=12 BODY=8BITMIME",
                        "RCPT <alice@d.example>",
                        "UNKNOWN FROB it",
                        "DATA",
                        "HEADER Subject|folded\n\tvalue|",
                        "HEADER X-None|value|",
                        "EOH",
                        "BODY Hi.\r\n",
                        "EOB",
                        "ABORT",
                        "QUIT_NC",
                        "HELO again");
    }

    @Test
    void macrosGoBeforeTheirEvent() throws IOException {
        MilterSession.Macros macros =
                name ->
                        switch (name) {
                            case "i" -> Optional.of("ID1");
                            case "{mail_addr}" -> Optional.of("c@far.example");
                            default -> Optional.empty();
                        };
        try (MilterSession session = open(FakeMilter.answering(_ -> List.of(CONTINUE)))) {
            session.helo("x", macros);
            session.mail("<c@far.example>", List.of(), macros);
        }
        assertThat(milter.orElseThrow().heard())
                .startsWith(
                        "HELO x",
                        "macros M i=ID1 {mail_addr}=c@far.example",
                        "MAIL <c@far.example>");
    }

    @Test
    void aMilterMayNameTheMacrosThatItWants() throws IOException {
        byte[] names = ascii("i rcpt_addr\0");
        byte[] answer =
                packet(
                        'O',
                        ByteBuffer.allocate(16 + names.length)
                                .putInt(6)
                                .putInt(0x100)
                                .putInt(0)
                                .putInt(2) // MAIL
                                .put(names)
                                .array());
        try (MilterSession session = open(new FakeMilter(answer, _ -> List.of(CONTINUE)))) {
            session.mail("<>", List.of(), name -> Optional.of("v"));
            session.rcpt("<a@b>", List.of(), name -> Optional.of("v"));
        }
        assertThat(milter.orElseThrow().heard())
                .startsWith(
                        "macros M i=v {rcpt_addr}=v",
                        "MAIL <>",
                        "macros R i=v {rcpt_addr}=v {rcpt_host}=v {rcpt_mailer}=v",
                        "RCPT <a@b>");
    }

    @Test
    void whatItDoesNotWantIsNotSentAndWhatItDoesNotAnswerIsNotWaitedFor() throws IOException {
        int noConnectNoHelo = 0x1 | 0x2;
        int silentAtHeaders = 0x80;
        int leadingSpace = 0x100000;
        byte[] answer = negotiation(6, 0, noConnectNoHelo | silentAtHeaders | leadingSpace);
        try (MilterSession session =
                open(
                        new FakeMilter(
                                answer,
                                event ->
                                        event.startsWith("HEADER")
                                                ? List.of()
                                                : List.of(CONTINUE)))) {
            assertThat(session.connect("x", CLIENT, NONE)).isEqualTo(new MilterReply.Continue());
            session.helo("x", NONE);
            session.mail("<>", List.of(), NONE);
            session.header("A", " b", NONE);
            session.endOfHeader(NONE);
        }
        assertThat(events()).startsWith("MAIL <>", "HEADER A| b|", "EOH");
    }

    @Test
    void anOldMilterIsNotSentWhatItDoesNotKnow() throws IOException {
        try (MilterSession session =
                open(new FakeMilter(negotiation(2, 0x3f, 0), _ -> List.of(CONTINUE)))) {
            session.mail("<>", List.of(), NONE);
            session.data(NONE);
            session.unknown("x", NONE);
            session.endOfHeader(NONE);
            assertThat(session.nextConnection()).isFalse();
        }
        assertThat(events()).startsWith("MAIL <>", "EOH");
    }

    @Test
    void decisionsAreRead() throws IOException {
        assertThat(answerToMail(packet('a'))).isEqualTo(new MilterReply.Accept());
        assertThat(answerToMail(packet('r'))).isEqualTo(new MilterReply.Reject());
        assertThat(answerToMail(packet('t'))).isEqualTo(new MilterReply.TempFail());
        assertThat(answerToMail(packet('d'))).isEqualTo(new MilterReply.Discard());
        assertThat(answerToMail(packet('4'))).isEqualTo(new MilterReply.Shutdown());
        assertThat(answerToMail(packet('f'))).isEqualTo(new MilterReply.Shutdown());
        assertThat(answerToMail(packet('p'), packet('p'), CONTINUE))
                .isEqualTo(new MilterReply.Continue());
        assertThat(answerToMail(packet('y', "550 5.7.1 No 100%% spam")))
                .isEqualTo(new MilterReply.Reply(550, "5.7.1", List.of("No 100% spam")));
        assertThat(answerToMail(packet('y', "451-4.7.1 one\r\n451 4.7.1 two\u0007")))
                .isEqualTo(new MilterReply.Reply(451, "4.7.1", List.of("one", "two?")));
        assertThat(answerToMail(packet('y', "554 no status")))
                .isEqualTo(new MilterReply.Reply(554, "", List.of("no status")));
    }

    private Decision answerToMail(byte[]... packets) throws IOException {
        try (FakeMilter fake = FakeMilter.answering("MAIL", packets);
                MilterSession session = open(fake)) {
            return session.mail("<>", List.of(), NONE);
        }
    }

    @Test
    void modificationsComeInOrderBeforeTheDecision() throws IOException {
        try (MilterSession session =
                open(
                        FakeMilter.answering(
                                "EOB",
                                packet('h', "X-A", "1"),
                                indexed('i', 0, "X-B", "2"),
                                packet('p'),
                                indexed('m', 1, "Subject", ""),
                                packet('e', "<new@d.example>"),
                                packet('+', "<a@d.example>"),
                                packet('2', "<b@d.example>", "NOTIFY=NEVER"),
                                packet('-', "<c@d.example>"),
                                packet('b', ascii("new body")),
                                packet('q', "looks odd"),
                                packet('a')))) {
            assertThat(wishes(session))
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(
                            new MilterReply.AddHeader("X-A", "1"),
                            new MilterReply.InsertHeader(0, "X-B", "2"),
                            new MilterReply.ChangeHeader(1, "Subject", ""),
                            new MilterReply.ChangeFrom("<new@d.example>", ""),
                            new MilterReply.AddRecipient("<a@d.example>", ""),
                            new MilterReply.AddRecipient("<b@d.example>", "NOTIFY=NEVER"),
                            new MilterReply.RemoveRecipient("<c@d.example>"),
                            new MilterReply.ReplaceBody(ascii("new body")),
                            new MilterReply.Quarantine("looks odd"));
        }
    }

    @Test
    void aMilterMaySkipTheRestOfABody() throws IOException {
        try (MilterSession session = open(FakeMilter.answering("BODY", packet('s')))) {
            assertThat(session.body(ascii("x"), 0, 1)).isEqualTo(new MilterReply.Skip());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // it closes the connection
                "00000000",
                "ffffffff63",
                "7fffffff63",
                "0000000158", // no such reply
                "0000000173", // skips MAIL
                "00000003680041", // a modification at MAIL
                "0000000179", // a reply without text
                "00000006793535300000", // octets behind the end
                "000000057932353000", // 250
                "0000000579353500", // cut off
            })
    void whateverBreaksTheProtocolEndsTheSessionInOrder(String hex) throws IOException {
        byte[] octets = java.util.HexFormat.of().parseHex(hex);
        FakeMilter fake =
                FakeMilter.answering(event -> {
                    if (octets.length < 5 || event.startsWith("left")) {
                        milter.orElseThrow().close();
                    }
                    return List.of(octets);
                });
        try (MilterSession session = open(fake, shortTimes())) {
            if (hex.startsWith("00000006")) {
                assertThat(session.mail("<>", List.of(), NONE))
                        .isEqualTo(new MilterReply.Reply(550, "", List.of("")));
            } else {
                assertThatThrownBy(() -> session.mail("<>", List.of(), NONE))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static MilterTimes shortTimes() {
        Duration brief = Duration.ofMillis(300);
        return new MilterTimes(Duration.ofSeconds(10), brief, brief);
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForForever() throws IOException {
        try (MilterSession session = open(FakeMilter.answering(_ -> List.of()), shortTimes())) {
            assertThatThrownBy(() -> session.mail("<>", List.of(), NONE))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void progressWithoutEndIsAnEnd() throws IOException {
        byte[][] endless = new byte[20_000][];
        java.util.Arrays.fill(endless, packet('p'));
        java.time.Instant[] now = {java.time.Instant.EPOCH};
        InstantSource hurrying = () -> now[0] = now[0].plusSeconds(1);
        milter = Optional.of(FakeMilter.answering("EOB", endless));
        try (MilterSession session =
                MilterSession.open(new Connector(wire), milter.get().address(), TIMES, hurrying)) {
            assertThatThrownBy(() -> end(session))
                    .isInstanceOf(MilterViolation.class)
                    .hasMessageContaining("no end");
        }
    }

    @Test
    void whatWasNotAnnouncedIsNotDone() throws IOException {
        byte[] addsHeadersOnly = negotiation(6, 0x1, 0);
        try (MilterSession session =
                open(
                        new FakeMilter(
                                addsHeadersOnly,
                                _ -> List.of(packet('+', "<spy@far.example>"), CONTINUE)))) {
            assertThatThrownBy(() -> end(session))
                    .isInstanceOf(MilterViolation.class)
                    .hasMessageContaining("AddRecipient");
        }
    }

    @Test
    void negotiationsThatCannotBeKeptAreRefused() {
        for (byte[] answer :
                List.of(
                        negotiation(1, 0, 0),
                        negotiation(7, 0, 0),
                        negotiation(6, 0x1000, 0),
                        negotiation(6, 0, 0x800),
                        packet('O', ascii("short")),
                        packet('c'))) {
            try (FakeMilter fake = new FakeMilter(answer, _ -> List.of())) {
                assertThatThrownBy(() -> open(fake)).isInstanceOf(MilterViolation.class);
            }
        }
    }

    @Test
    void anyOctetsAreRead() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] data = new byte[random.nextInt(40)];
            random.nextBytes(data);
            for (int zero = random.nextInt(4); zero > 0 && data.length > 0; zero--) {
                data[random.nextInt(data.length)] = 0;
            }
            char command = "caretdsf4pbyqhim+-2l\u00ff".charAt(random.nextInt(21));
            try {
                assertThat(ReplyReader.read(command, data)).isNotNull();
                MilterOptions.read(data);
            } catch (MilterViolation refused) {
                // in order
            } catch (RuntimeException bug) {
                throw new AssertionError("seed " + seed + ", round " + i, bug);
            }
        }
    }
}
