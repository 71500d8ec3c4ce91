// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.filter.Advice;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Outcome;
import org.pabal.filter.TestMail;
import org.pabal.filter.connector.clamd.Clamd;
import org.pabal.filter.connector.clamd.ClamdConfig;
import org.pabal.filter.connector.rspamd.Rspamd;
import org.pabal.filter.connector.rspamd.RspamdConfig;
import org.pabal.filter.connector.spamd.Spamd;
import org.pabal.filter.connector.spamd.SpamdConfig;
import org.pabal.spam.Finding;
import org.pabal.testkit.FakeClock;
import org.pabal.wire.Connection;
import org.pabal.wire.ConnectionHandler;

/// Programs that answer well, badly, slowly or not at all.
class ConnectorsTest {
    private static final Duration SOON = Duration.ofMillis(400);

    @TempDir Path folder;
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private Optional<OtherProgram> program = Optional.empty();

    @AfterEach
    void end() {
        program.ifPresent(OtherProgram::close);
    }

    private OtherProgram program(ConnectionHandler does) throws IOException {
        program.ifPresent(OtherProgram::close);
        OtherProgram started = new OtherProgram(does);
        program = Optional.of(started);
        return started;
    }

    // --- rspamd

    private static ConnectionHandler http(String body) {
        return http("200 OK", body, new AtomicReference<>(""));
    }

    private static ConnectionHandler http(
            String status, String body, AtomicReference<String> heard) {
        return connection -> {
            StringBuilder head = new StringBuilder();
            int length = 0;
            while (connection.readLine(4_000, 0) instanceof Connection.Line.Complete(var octets)) {
                String line = new String(octets, ISO_8859_1);
                head.append(line).append('\n');
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
                if (line.isEmpty()) {
                    break;
                }
            }
            connection.readExactly(
                    length,
                    (octets, from, count) ->
                            head.append(new String(octets, from, count, ISO_8859_1)));
            heard.set(head.toString());
            connection.write(
                    ("HTTP/1.1 "
                                    + status
                                    + "\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n"
                                    + body)
                            .getBytes(ISO_8859_1));
            connection.flush();
        };
    }

    private Rspamd rspamd(OtherProgram other, RspamdConfig.Obedience obedience, WhenDown whenDown) {
        return new Rspamd(
                new RspamdConfig(
                        other.address(), Optional.of("secret"), SOON, 0.5, obedience, whenDown),
                other.connector(),
                clock);
    }

    private Advice rspamd(String json, RspamdConfig.Obedience obedience) throws IOException {
        return rspamd(program(http(json)), obedience, WhenDown.DEFER)
                .ask(TestMail.from("192.0.2.1").inQuestion());
    }

    @Test
    void rspamdIsToldTheEnvelopeAndItsScoreIsWeighed() throws IOException {
        AtomicReference<String> heard = new AtomicReference<>("");
        String json =
                "{\"score\": 7.5, \"action\": \"add header\", \"symbols\": {\"A\": {\"score\": 1},"
                        + " \"B\": {\"score\": 6.5}, \"C\": {\"score\": 0}}}";
        OtherProgram other = program(http("200 OK", json, heard));
        Advice advice =
                rspamd(other, RspamdConfig.Obedience.SCORE, WhenDown.IGNORE)
                        .ask(TestMail.from("192.0.2.1").inQuestion());
        assertThat(advice)
                .isEqualTo(
                        Advice.of(List.of(new Finding("RSPAMD", 3.8, "add header B=6.5 A=1.0"))));
        assertThat(heard.get())
                .startsWith("POST /checkv2 HTTP/1.1\n")
                .contains(
                        "\nIP: 192.0.2.1\n",
                        "\nHelo: mx.sender.example\n",
                        "\nHostname: mx.sender.example\n",
                        "\nFrom: alice@sender.example\n",
                        "\nRcpt: bob@here.example,carol@here.example\n",
                        "\nQueue-Id: m1\n",
                        "\nPassword: secret\n")
                .endsWith("\nSubject: Test\r\n\r\nHello\r\n");
    }

    @Test
    void rspamdsActionIsFollowedWhereTheSettingsSaySo() throws IOException {
        for (var each :
                List.of(
                        List.of("reject", Outcome.REFUSE),
                        List.of("soft reject", Outcome.DEFER),
                        List.of("quarantine", Outcome.QUARANTINE),
                        List.of("discard", Outcome.QUARANTINE),
                        List.of("add header", Outcome.JUNK),
                        List.of("rewrite subject", Outcome.JUNK),
                        List.of("greylist", Outcome.DELIVER),
                        List.of("no action", Outcome.DELIVER))) {
            String json = "{\"score\": 1, \"action\": \"" + each.getFirst() + "\"}";
            assertThat(rspamd(json, RspamdConfig.Obedience.ACTION).least())
                    .isEqualTo(each.getLast());
            assertThat(rspamd(json, RspamdConfig.Obedience.SCORE).least())
                    .isEqualTo(Outcome.DELIVER);
        }
    }

    @Test
    void rspamdsNonsenseIsNoAnswer() throws IOException {
        for (String json :
                List.of(
                        "",
                        "[]",
                        "{",
                        "{\"score\": \"x\", \"action\": \"reject\"}",
                        "{\"score\": 1e300, \"action\": \"reject\"}",
                        "{\"error\": \"no memory\"}",
                        "[".repeat(100_000),
                        "x".repeat(2 << 20))) {
            Advice advice = rspamd(json, RspamdConfig.Obedience.ACTION);
            assertThat(advice.least()).isEqualTo(Outcome.DEFER);
            assertThat(advice.findings())
                    .extracting(Finding::test)
                    .containsExactly("RSPAMD_NOT_ASKED");
        }
        OtherProgram other = program(http("403 Forbidden", "", new AtomicReference<>("")));
        assertThat(
                        rspamd(other, RspamdConfig.Obedience.SCORE, WhenDown.IGNORE)
                                .ask(TestMail.from("192.0.2.1").inQuestion())
                                .findings()
                                .getFirst()
                                .detail())
                .contains("password");
    }

    @Test
    void aProgramThatIsSilentIsNotWaitedForAgainAndAgain() throws IOException {
        ConnectionHandler silent = connection -> connection.readSome((_, _, _) -> {});
        OtherProgram other = program(silent);
        Rspamd rspamd = rspamd(other, RspamdConfig.Obedience.SCORE, WhenDown.IGNORE);
        for (int i = 0; i < 5; i++) {
            Advice advice = rspamd.ask(TestMail.from("192.0.2.1").inQuestion());
            assertThat(advice.least()).isEqualTo(Outcome.DELIVER);
            assertThat(advice.findings()).hasSize(1);
        }
        assertThat(other.asked()).isEqualTo(3);
        assertThat(rspamd.status().trouble()).isNotEmpty();
        assertThat(rspamd.status().failed()).isEqualTo(3);

        other.now(http("{\"score\": 1, \"action\": \"no action\"}"));
        clock.advance(Duration.ofSeconds(6));
        rspamd.ask(TestMail.from("192.0.2.1").inQuestion());
        assertThat(rspamd.status().trouble()).isEmpty();
    }

    // --- spamd

    private static ConnectionHandler answering(String answer, AtomicReference<String> heard) {
        return connection -> {
            StringBuilder request = new StringBuilder();
            int length = 0;
            while (connection.readLine(4_000, 0) instanceof Connection.Line.Complete(var octets)) {
                String line = new String(octets, ISO_8859_1);
                request.append(line).append('\n');
                if (line.startsWith("Content-length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
                if (line.isEmpty()) {
                    break;
                }
            }
            connection.readExactly(
                    length,
                    (octets, from, count) ->
                            request.append(new String(octets, from, count, ISO_8859_1)));
            heard.set(request.toString());
            connection.write(answer.getBytes(ISO_8859_1));
            connection.flush();
        };
    }

    private Advice spamd(String answer, AtomicReference<String> heard) throws IOException {
        OtherProgram other = program(answering(answer, heard));
        return new Spamd(
                        new SpamdConfig(
                                other.address(),
                                SOON,
                                2,
                                WhenDown.IGNORE,
                                "mail.here.example",
                                SpamdConfig.Users.NONE),
                        other.connector(),
                        clock)
                .ask(TestMail.from("192.0.2.1").inQuestion());
    }

    @Test
    void spamdIsShownWhoBroughtTheMail() throws IOException {
        AtomicReference<String> heard = new AtomicReference<>("");
        Advice advice =
                spamd(
                        "SPAMD/1.1 0 EX_OK\r\nContent-length: 12\r\nSpam: False ; 2.1 / 5.0\r\n\r\n"
                                + "SPF_FAIL,ABC",
                        heard);
        assertThat(advice)
                .isEqualTo(Advice.of(List.of(new Finding("SPAMASSASSIN", 4.2, "SPF_FAIL,ABC"))));
        assertThat(heard.get())
                .startsWith("SYMBOLS SPAMC/1.5\nContent-length: ")
                .contains(
                        "\nReturn-Path: <alice@sender.example>\r\nReceived: from mx.sender.example"
                                + " (mx.sender.example [192.0.2.1])\r\n\tby mail.here.example")
                .endsWith("\r\n\r\nHello\r\n");
    }

    @Test
    void spamdsNonsenseIsNoAnswer() throws IOException {
        for (String answer :
                List.of(
                        "",
                        "HTTP/1.1 400 Bad Request\r\n\r\n",
                        "SPAMD/1.0 69 Service Unavailable\r\n\r\n",
                        "SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\n\r\n",
                        "SPAMD/1.1 0 EX_OK\r\nSpam: True ; NaN / 5.0\r\n\r\n",
                        "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 1",
                        "SPAMD/1.1 0 EX_OK\r\n" + "A: b\r\n".repeat(100) + "\r\n",
                        "SPAMD/1.1 0 " + "x".repeat(100_000))) {
            assertThat(spamd(answer, new AtomicReference<>("")).findings())
                    .extracting(Finding::test)
                    .as(answer.substring(0, Math.min(40, answer.length())))
                    .containsExactly("SPAMASSASSIN_NOT_ASKED");
        }
        assertThat(
                        spamd(
                                        "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 1.0 / 5.0\r\n\r\n"
                                                + "S,".repeat(1_000_000),
                                        new AtomicReference<>(""))
                                .findings())
                .extracting(Finding::points)
                .containsExactly(2.0);
    }

    // --- clamd

    private Clamd clamd(OtherProgram other, Outcome found, WhenDown whenDown) {
        return new Clamd(
                new ClamdConfig(other.address(), SOON, 2, 300_000, found, 10, whenDown, folder),
                other.connector(),
                clock);
    }

    /// Takes a stream, and answers.
    private static ConnectionHandler scanner(String answer, ByteArrayOutputStream seen) {
        return connection -> {
            connection.readLfLine(100, 0);
            int[] piece = {0};
            do {
                piece[0] = 0;
                connection.readExactly(
                        4,
                        (octets, from, count) -> {
                            for (int i = 0; i < count; i++) {
                                piece[0] = piece[0] << 8 | octets[from + i] & 0xff;
                            }
                        });
                connection.readExactly(piece[0], seen::write);
            } while (piece[0] > 0);
            connection.write(answer.getBytes(ISO_8859_1));
            connection.flush();
        };
    }

    private static Advice scan(Clamd clamd, byte[] content) throws InterruptedException {
        try (ContentScanner.Scan scan = clamd.begin("m1")) {
            for (int at = 0; at < content.length; at += 7_000) {
                scan.write(content, at, Math.min(7_000, content.length - at));
            }
            return scan.finish();
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void clamdSeesEveryOctetAndNothingIsLeftBehind() throws Exception {
        for (int size : new int[] {0, 100, 65_536, 65_537, 299_999}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            OtherProgram other = program(scanner("stream: OK\n", seen));
            Advice advice = scan(clamd(other, Outcome.REFUSE, WhenDown.DEFER), content);
            assertThat(advice)
                    .as("%d octets", size)
                    .isEqualTo(Advice.of(List.of(new Finding("CLAMAV_CLEAN", 0))));
            assertThat(seen.toByteArray()).isEqualTo(content);
            assertThat(files()).isZero();
        }
    }

    @Test
    void ofALargerMailTheBeginningIsScannedAndTheMailSaysSo() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        OtherProgram other = program(scanner("stream: OK\n", seen));
        Advice advice = scan(clamd(other, Outcome.REFUSE, WhenDown.DEFER), new byte[400_000]);
        assertThat(advice.findings())
                .containsExactly(new Finding("CLAMAV_PARTLY", 0, "300000 of 400000 octets"));
        assertThat(seen.size()).isEqualTo(300_000);
    }

    @Test
    void aVirusIsWhatTheSettingsSay() throws Exception {
        String found = "stream: Eicar-Test.UNOFFICIAL FOUND\n";
        OtherProgram other = program(scanner(found, new ByteArrayOutputStream()));
        assertThat(scan(clamd(other, Outcome.REFUSE, WhenDown.DEFER), new byte[9]))
                .isEqualTo(
                        new Advice(
                                List.of(new Finding("CLAMAV", 10, "Eicar-Test.UNOFFICIAL")),
                                Outcome.REFUSE,
                                "virus Eicar-Test.UNOFFICIAL"));
        assertThat(scan(clamd(other, Outcome.QUARANTINE, WhenDown.DEFER), new byte[9]).least())
                .isEqualTo(Outcome.QUARANTINE);
    }

    @Test
    void whateverIsNoAnswerDefersOrMarks() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (ConnectionHandler does :
                List.<ConnectionHandler>of(
                        scanner("INSTREAM size limit exceeded. ERROR\n", seen),
                        scanner("", seen),
                        scanner("stream: \n", seen),
                        scanner("x".repeat(100_000), seen),
                        _ -> {},
                        connection -> connection.readSome((_, _, _) -> {}))) {
            OtherProgram other = program(does);
            Advice deferred = scan(clamd(other, Outcome.REFUSE, WhenDown.DEFER), new byte[200_000]);
            assertThat(deferred.least()).isEqualTo(Outcome.DEFER);
            Advice marked = scan(clamd(other, Outcome.REFUSE, WhenDown.IGNORE), new byte[200_000]);
            assertThat(marked.least()).isEqualTo(Outcome.DELIVER);
            assertThat(marked.findings())
                    .extracting(Finding::test)
                    .containsExactly("CLAMAV_NOT_ASKED");
            assertThat(files()).isZero();
        }
    }

    @Test
    void aScannerThatHasGoneIsAskedAgainLater() throws Exception {
        OtherProgram other = program(_ -> {});
        Clamd clamd = clamd(other, Outcome.REFUSE, WhenDown.DEFER);
        for (int i = 0; i < 5; i++) {
            assertThat(scan(clamd, new byte[10]).least()).isEqualTo(Outcome.DEFER);
        }
        assertThat(other.asked()).isEqualTo(3);
        other.now(scanner("stream: OK\n", new ByteArrayOutputStream()));
        clock.advance(Duration.ofSeconds(6));
        assertThat(scan(clamd, new byte[10]).least()).isEqualTo(Outcome.DELIVER);
    }

    @Test
    void aMailThatCannotBeKeptIsNotScanned() throws Exception {
        OtherProgram other = program(scanner("stream: OK\n", new ByteArrayOutputStream()));
        Clamd clamd =
                new Clamd(
                        new ClamdConfig(
                                other.address(),
                                SOON,
                                2,
                                300_000,
                                Outcome.REFUSE,
                                10,
                                WhenDown.DEFER,
                                folder.resolve("absent")),
                        other.connector(),
                        clock);
        assertThat(scan(clamd, new byte[100_000]).least()).isEqualTo(Outcome.DEFER);
        assertThat(scan(clamd, new byte[100]).least()).isEqualTo(Outcome.DELIVER);
    }
}
