// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.authd.AuthStage.base64;
import static org.pabal.authd.AuthStage.plain;

import java.io.InterruptedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.authd.AuthConfig.Cleartext;
import org.pabal.authd.AuthStage.Asker;
import org.pabal.directory.LoginService;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;

class DovecotAuthSessionTest {
    private static final String SMTP = "\tservice=smtp\tnologin\tlip=192.0.2.1\trip=192.0.2.9";

    private final AuthStage stage = new AuthStage();

    @AfterEach
    void end() {
        stage.close();
    }

    private Asker asker() throws Exception {
        return stage.dovecot(Cleartext.REFUSED).greets();
    }

    @Test
    void theGreetingComesUnasked() throws Exception {
        try (Asker asker = stage.dovecot(Cleartext.REFUSED)) {
            assertThat(asker.greeting)
                    .containsSubsequence(
                            "VERSION\t1\t2",
                            "MECH\tSCRAM-SHA-256\tmutual-auth",
                            "MECH\tPLAIN\tplaintext",
                            "MECH\tLOGIN\tplaintext");
            assertThat(asker.greeting).anyMatch(line -> line.matches("SPID\t[0-9]+"));
            assertThat(asker.greeting).anyMatch(line -> line.matches("CUID\t[0-9]+"));
            assertThat(asker.greeting).anyMatch(line -> line.matches("COOKIE\t[0-9a-f]{32}"));
        }
    }

    /// As Postfix 3.7 writes it. The name that comes back is the account's address.
    @Test
    void plainInOneStep() throws Exception {
        try (Asker asker = asker()) {
            assertThat(
                            asker.asks(
                                    "AUTH\t1\tPLAIN"
                                            + SMTP
                                            + "\tsecured\tresp="
                                            + plain("Alice", "correct horse")))
                    .isEqualTo("OK\t1\tuser=alice@example.org");
            assertThat(stage.services).contains(LoginService.SUBMISSION);
            assertThat(
                            asker.asks(
                                    "AUTH\t2\tPLAIN"
                                            + SMTP
                                            + "\tsecured\tnew-in-2\tx=y\tresp="
                                            + plain("alice@example.org", "wrong")))
                    .isEqualTo("FAIL\t2\tuser=alice@example.org");
            assertThat(asker.asks("AUTH\t3\tplain\tsecured\tresp=" + plain("nobody", "wrong")))
                    .isEqualTo("FAIL\t3\tuser=nobody");
            assertThat(stage.failed).containsExactly("192.0.2.9", "127.0.0.1");
        }
    }

    @Test
    void loginStepByStep() throws Exception {
        try (Asker asker = asker()) {
            assertThat(asker.asks("AUTH\t7\tLOGIN" + SMTP + "\tsecured=tls"))
                    .isEqualTo("CONT\t7\t" + base64("Username:"));
            assertThat(asker.asks("CONT\t7\t" + base64("alice")))
                    .isEqualTo("CONT\t7\t" + base64("Password:"));
            assertThat(asker.asks("CONT\t7\t" + base64("correct horse")))
                    .isEqualTo("OK\t7\tuser=alice@example.org");
            assertThat(asker.asks("AUTH\t8\tPLAIN" + SMTP + "\tsecured")).isEqualTo("CONT\t8\t");
            assertThat(asker.asks("CONT\t8\t" + plain("alice", "correct horse")))
                    .isEqualTo("OK\t8\tuser=alice@example.org");
        }
    }

    /// What proves the server goes with the success where the asker takes it there, and before it as
    /// a challenge elsewhere. RFC 4422 §3.6.
    @Test
    void scramBothWays() throws Exception {
        try (Asker asker = asker()) {
            for (String finalData : new String[] {"", "\tfinal-resp-ok"}) {
                SaslClientMechanism client =
                        SaslMechanisms.client(
                                        "SCRAM-SHA-256",
                                        "alice",
                                        "correct horse",
                                        SaslChannel.PLAIN,
                                        new Random(1))
                                .orElseThrow();
                String id = finalData.isEmpty() ? "1" : "2";
                String reply =
                        asker.asks(
                                "AUTH\t"
                                        + id
                                        + "\tSCRAM-SHA-256\tservice=imap"
                                        + finalData
                                        + "\tresp="
                                        + encode(client.initialResponse()));
                reply = asker.asks("CONT\t" + id + "\t" + respond(client, reply, "CONT\t" + id));
                if (finalData.isEmpty()) {
                    assertThat(respond(client, reply, "CONT\t1")).isEmpty();
                    reply = asker.asks("CONT\t1\t");
                    assertThat(reply).isEqualTo("OK\t1\tuser=alice@example.org");
                } else {
                    assertThat(respond(client, reply, "OK\t2\tuser=alice@example.org\tresp="))
                            .isEmpty();
                }
                assertThat(client.isComplete()).isTrue();
            }
        }
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String respond(SaslClientMechanism client, String reply, String before) {
        assertThat(reply).startsWith(before);
        String data = reply.substring(before.length()).strip();
        return client.respond(Base64.getDecoder().decode(data))
                        instanceof SaslClientStep.Response(var octets)
                ? encode(octets)
                : "failed";
    }

    @Test
    void passwordsInTheClearAreNotJudged() throws Exception { // THREATS A06
        String line = "AUTH\t1\tPLAIN" + SMTP + "\tresp=" + plain("alice", "correct horse");
        try (Asker asker = asker()) {
            assertThat(asker.asks(line)).isEqualTo("FAIL\t1\treason=Log in over TLS");
            assertThat(stage.failed).isEmpty();
        }
        try (Asker asker = stage.dovecot(Cleartext.ALLOWED).greets()) {
            assertThat(asker.asks(line)).startsWith("OK\t1\t");
        }
    }

    @Test
    void aDirectoryThatIsDownIsATemporaryFailure() throws Exception { // THREATS A13
        try (Asker asker = asker()) {
            stage.outOfOrder = true;
            assertThat(asker.asks("AUTH\t1\tPLAIN\tsecured\tresp=" + plain("alice", "x")))
                    .isEqualTo("FAIL\t1\ttemp\tcode=temp_fail");
            stage.outOfOrder = false;
            assertThat(
                            asker.asks(
                                    "AUTH\t1\tPLAIN\tsecured\tresp="
                                            + plain("alice", "correct horse")))
                    .startsWith("OK\t1\t");
        }
    }

    @Test
    void anAddressThatFailedTooOftenIsNotHeard() throws Exception { // THREATS A07
        try (Asker asker = asker()) {
            for (int i = 1; i <= 20; i++) {
                asker.asks("AUTH\t" + i + "\tPLAIN" + SMTP + "\tsecured\tresp=" + plain("a", "b"));
            }
            String good = "\tsecured\tresp=" + plain("alice", "correct horse");
            assertThat(asker.asks("AUTH\t30\tPLAIN" + SMTP + good)).isEqualTo("FAIL\t30");
            assertThat(asker.asks("AUTH\t31\tPLAIN\trip=192.0.2.10" + good)).startsWith("OK");
        }
    }

    /// A failure that waits keeps nobody else waiting.
    @Test
    void repliesComeAsTheyAreReady() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        stage.pause(_ -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException(e.getMessage());
            }
        });
        try (Asker asker = asker()) {
            asker.send("AUTH\t1\tPLAIN\tsecured\tresp=" + plain("alice", "wrong"));
            assertThat(
                            asker.asks(
                                    "AUTH\t2\tPLAIN\tsecured\tresp="
                                            + plain("alice", "correct horse")))
                    .startsWith("OK\t2\t");
            hold.countDown();
            assertThat(asker.reads()).isEqualTo("FAIL\t1\tuser=alice");
        }
    }

    @Test
    void exchangesAreBounded() throws Exception {
        try (Asker asker = asker()) {
            for (int i = 0; i < 128; i++) {
                assertThat(asker.asks("AUTH\t" + i + "\tLOGIN\tsecured")).startsWith("CONT");
            }
            assertThat(asker.asks("AUTH\t128\tLOGIN\tsecured"))
                    .isEqualTo("FAIL\t128\ttemp\tcode=temp_fail");
            asker.send("CANCEL\t5");
            assertThat(asker.asks("AUTH\t129\tLOGIN\tsecured")).startsWith("CONT\t129");
            stage.clock.advance(java.time.Duration.ofSeconds(151));
            Map<String, Integer> replies = new HashMap<>();
            asker.send("AUTH\t130\tLOGIN\tsecured");
            for (int i = 0; i < 129; i++) {
                replies.merge(String.valueOf(asker.reads()).split("\t")[0], 1, Integer::sum);
            }
            assertThat(replies).containsEntry("FAIL", 128).containsEntry("CONT", 1);
        }
    }

    @Test
    void theNumberOfACancelledExchangeMayComeAgain() throws Exception {
        try (Asker asker = asker()) {
            assertThat(asker.asks("AUTH\t1\tLOGIN\tsecured")).startsWith("CONT\t1");
            asker.send("CANCEL\t1");
            assertThat(
                            asker.asks(
                                    "AUTH\t1\tPLAIN\tsecured\tresp="
                                            + plain("alice", "correct horse")))
                    .startsWith("OK\t1\t");
        }
    }

    @Test
    void oneExchangeOutsideTheProtocolLeavesTheOthers() throws Exception { // THREATS A04
        try (Asker asker = asker()) {
            for (String bad :
                    new String[] {
                        "AUTH\t1\tPLAIN\tsecured\tresp=***",
                        "AUTH\t1\tPLAIN\tsecured\trip=example.org\tresp=AA==",
                        "AUTH\t1\tPLAIN\tsecured\tlip=1\tlport=x",
                        "AUTH\t1\tNTLM\tsecured",
                        "AUTH\t1\tPLAIN\tsecured\tresp=",
                        "AUTH\t1\tPLAIN\tsecured\tresp=" + base64("one\0nul")
                    }) {
                assertThat(asker.asks(bad)).as(bad).startsWith("FAIL\t1");
            }
            assertThat(asker.asks("AUTH\t2\tLOGIN\tsecured")).startsWith("CONT\t2\t");
            assertThat(asker.asks("CONT\t2\t!")).startsWith("FAIL\t2");
            asker.send("CONT\t2\t" + base64("late"));
            asker.send("FUTURE\t1");
            assertThat(
                            asker.asks(
                                    "AUTH\t4\tPLAIN\tsecured\tresp="
                                            + plain("alice", "correct horse")))
                    .startsWith("OK\t4\t");
        }
    }

    @Test
    void anotherProtocolIsHungUpOn() throws Exception { // THREATS S24
        for (String first :
                new String[] {
                    "GET / HTTP/1.1",
                    "VERSION\t2\t0",
                    "AUTH\t1\tPLAIN\tsecured\tresp=AA==",
                    "VERSION\tx",
                    "VERSION\t1\t1\nAUTH\tx\tPLAIN",
                    "VERSION\t1\t1\nCONT\t99999999999",
                    "VERSION\t1\t1\nAUTH\t1\tLOGIN\tsecured\nAUTH\t1\tLOGIN\tsecured",
                    "VERSION\t1\t1\nAUTH\t1\tPLAIN\tresp=" + "A".repeat(20_000)
                }) {
            try (Asker asker = stage.dovecot(Cleartext.REFUSED)) {
                asker.send(first);
                String line = asker.reads();
                assertThat(line == null || line.startsWith("CONT\t1")).as(first).isTrue();
                if (line != null) {
                    assertThat(asker.reads()).isNull();
                }
            }
        }
    }

    @Test
    void fieldsMayHoldTabsAndLineEnds() {
        String[] fields = {"a\tb", "\1\0\n\r", "", "한"};
        byte[] line = AuthText.line(fields);
        assertThat(new String(line, 0, line.length - 1, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("a\1tb\t\0011\0010\1n\1r\t\t한");
        byte[] without = java.util.Arrays.copyOf(line, line.length - 1);
        assertThat(AuthText.fields(without).orElseThrow()).containsExactly(fields);
        assertThat(AuthText.fields("a\1x".getBytes())).isEmpty();
        assertThat(AuthText.fields("a\1".getBytes())).isEmpty();
    }
}
