// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.pop3.Pop3Config.LoginSecurity;
import org.pabal.pop3.Pop3Config.Marking;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginTry;

/// The cases P01 to P05 of the threat list and those of log-in, limits and floods, each by its number
/// where it has one.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreatsTest {
    private final Pop3Stage stage;

    ThreatsTest() throws IOException {
        stage = new Pop3Stage();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void p01NumbersOfNoMessage() throws Exception {
        stage.fill("alice", 1);
        try (Talk talk = Talk.loggedIn(stage)) {
            for (String command : new String[] {"RETR", "DELE", "LIST", "UIDL"}) {
                for (String number :
                        new String[] {
                            "0",
                            "-1",
                            "+1",
                            "2",
                            "1e0",
                            "0x1",
                            "4294967296",
                            "4294967297",
                            "18446744073709551617",
                            "9".repeat(400),
                            "1 ",
                            " 1",
                            "",
                            "١"
                        }) {
                    assertThat(talk.answer(command + " " + number))
                            .as(command + " " + number)
                            .startsWith("-ERR ");
                }
            }
            assertThat(talk.answer("TOP 1 -1")).startsWith("-ERR ");
            assertThat(talk.answer("STAT")).isEqualTo("+OK 1 29");
        }
    }

    @Test
    void p02ALostConnectionDeletesNothing() throws Exception {
        stage.fill("alice", 3);
        try (Talk talk = Talk.loggedIn(stage)) {
            talk.send("DELE 1\r\nDELE 2\r\nQUI");
        }
        try (Talk talk = again()) {
            assertThat(talk.answer("STAT")).startsWith("+OK 3 ");
        }
    }

    private Talk again() throws Exception {
        while (true) {
            Talk talk = new Talk(stage);
            talk.answer("USER alice");
            if (talk.answer("PASS " + FakeDirectory.PASSWORD).startsWith("+OK")) {
                return talk;
            }
            talk.close(); // the other end has not been noticed yet
        }
    }

    @Test
    void p03WhoComesBackAtOnceWaitsForTheSessionThatEnds() throws Exception {
        stage.waitForMaildrops(Duration.ofSeconds(20));
        stage.fill("alice", 1);
        for (int i = 0; i < 20; i++) {
            Talk.loggedIn(stage).close();
            try (Talk talk = Talk.loggedIn(stage)) {
                assertThat(talk.answer("QUIT")).isEqualTo("+OK Goodbye");
            }
        }
    }

    @Test
    void p03AMaildropIsFreeWhenQuitIsAnswered() throws Exception {
        stage.fill("alice", 40);
        for (int i = 0; i < 40; i++) {
            try (Talk talk = Talk.loggedIn(stage)) {
                talk.lines("RETR 1");
                assertThat(talk.answer("DELE 1")).startsWith("+OK");
                assertThat(talk.answer("QUIT")).startsWith("+OK");
                try (Talk next = Talk.loggedIn(stage)) {
                    assertThat(next.answer("STAT")).startsWith("+OK " + (39 - i) + " ");
                    assertThat(next.answer("QUIT")).startsWith("+OK");
                }
            }
        }
    }

    @Test
    void p04EveryOctetOfHardMessages() throws Exception {
        List<byte[]> messages = new ArrayList<>();
        messages.add(Pop3Stage.latin1(".\r\n".repeat(70_000)));
        messages.add(Pop3Stage.latin1("a: b\r\n\r\n" + "x".repeat(1 << 20) + "\r\n"));
        messages.add(Pop3Stage.latin1("a: b\r\n\r\n" + ".".repeat(1 << 20) + "\r\n.\r\n"));
        messages.add(eightBit(300_000));
        for (byte[] message : messages) {
            stage.append("alice", message);
        }
        stage.append("alice", Pop3Stage.latin1("a: b\r\n\r\nno end"));
        try (Talk talk = Talk.loggedIn(stage)) {
            for (int i = 0; i < messages.size(); i++) {
                assertThat(talk.message("RETR " + (i + 1))).as("" + i).isEqualTo(messages.get(i));
                assertThat(talk.message("TOP " + (i + 1) + " 999999"))
                        .as("top " + i)
                        .isEqualTo(messages.get(i));
                assertThat(talk.answer("LIST " + (i + 1)))
                        .isEqualTo("+OK " + (i + 1) + " " + messages.get(i).length);
            }
            assertThat(talk.message("RETR 5")).endsWith(Pop3Stage.latin1("no end\r\n"));
        }
    }

    /// All values but NUL, CR and LF, and line ends.
    private static byte[] eightBit(int size) {
        Random random = new Random(size);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (octets.size() < size) {
            int c = random.nextInt(256);
            if (c == 0 || c == '\r' || c == '\n' || random.nextInt(10) == 0) {
                octets.writeBytes(new byte[] {'\r', '\n'});
            } else {
                octets.write(random.nextInt(4) == 0 ? '.' : c);
            }
        }
        octets.writeBytes(new byte[] {'\r', '\n'});
        return octets.toByteArray();
    }

    @Test
    void p05UniqueIdsOutliveARestart() throws Exception {
        stage.fill("alice", 5);
        List<String> before;
        try (Talk talk = Talk.loggedIn(stage)) {
            before = talk.lines("UIDL");
            assertThat(talk.answer("DELE 2")).startsWith("+OK");
            assertThat(talk.answer("QUIT")).startsWith("+OK");
        }
        stage.restart();
        try (Talk talk = Talk.loggedIn(stage)) {
            assertThat(talk.lines("UIDL"))
                    .containsExactly(
                            before.get(0),
                            before.get(2).replaceFirst("3", "2"),
                            before.get(3).replaceFirst("4", "3"),
                            before.get(4).replaceFirst("5", "4"));
        }
    }

    @Test
    void linesBeyondTheLimitAreSkippedAndLinesWithoutEndEndTheSession() throws Exception {
        try (Talk talk = new Talk(stage)) {
            assertThat(talk.answer("USER " + "x".repeat(600))).startsWith("-ERR A command has");
            assertThat(talk.answer("USER " + "x".repeat(20_000))).startsWith("-ERR A command has");
            assertThat(talk.answer("AUTH PLAIN " + "A".repeat(12_000)))
                    .startsWith("-ERR [AUTH] User name or password");
            assertThat(talk.answer("AUTH PLAIN " + "A".repeat(13_000)))
                    .startsWith("-ERR A command has");
            assertThat(talk.answer("USER " + "x".repeat(100_000))).startsWith("-ERR A command has");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
        try (Talk talk = Talk.loggedIn(stage)) {
            assertThat(talk.answer("NOOP " + "x".repeat(600))).startsWith("-ERR A command has");
            assertThat(talk.answer("NOOP")).startsWith("+OK");
        }
    }

    @Test
    void mistakesInARowEndASession() throws Exception {
        try (Talk talk = new Talk(stage)) {
            for (int i = 0; i < 9; i++) {
                assertThat(talk.answer("BOGUS")).startsWith("-ERR No such command");
            }
            talk.send("BOGUS\r\n");
            assertThat(talk.line()).startsWith("-ERR No such command");
            assertThat(talk.line()).isEqualTo("-ERR Too many bad commands");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
    }

    @Test
    void a07EachFailureIsSlowedDownAndThreeEndTheSession() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        stage.guardBy(
                new LoginGuard() {
                    @Override
                    public Duration failed(LoginTry attempt, String reason) {
                        failures.add(attempt.name());
                        return Duration.ZERO;
                    }

                    @Override
                    public boolean isTurnedAway(InetAddress peer) {
                        return false;
                    }
                });
        try (Talk talk = new Talk(stage)) {
            for (String command : new String[] {"PASS wrong", "AUTH PLAIN AGEAYg=="}) {
                talk.answer("USER alice");
                assertThat(talk.answer(command)).startsWith("-ERR [AUTH] User name");
            }
            talk.answer("USER alice");
            assertThat(talk.answer("PASS wrong")).startsWith("-ERR [AUTH] Too many");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
        assertThat(failures).containsExactly("alice", "a", "alice");
    }

    /// RFC 1939 §3: without a word, and nothing is deleted.
    @Test
    void anIdleSessionEndsInSilence() throws Exception {
        stage.configure(
                new Pop3Config(
                        Duration.ofSeconds(20),
                        Duration.ofMillis(100),
                        LoginSecurity.CLEARTEXT_ALLOWED,
                        10,
                        10,
                        10,
                        Marking.SEEN));
        stage.fill("alice", 1);
        try (Talk talk = Talk.loggedIn(stage)) {
            talk.send("DELE 1\r\n");
            assertThat(talk.line()).startsWith("+OK");
            assertThat(talk.line()).isEqualTo("(closed)");
        }
        try (Talk talk = again()) {
            assertThat(talk.answer("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    void aFloodOfCommandsIsAnsweredInOrder() throws Exception {
        stage.fill("alice", 1);
        try (Talk talk = Talk.loggedIn(stage)) {
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    talk.send("NOOP\r\n".repeat(50_000) + "STAT\r\n");
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            for (int i = 0; i < 50_000; i++) {
                assertThat(talk.line()).isEqualTo("+OK Done");
            }
            assertThat(talk.line()).isEqualTo("+OK 1 29");
            reader.join();
        }
    }
}
