// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses passwords is kept away from all doors, and nobody else (THREATS A07): curl from several
/// addresses of loopback, which stand for clients far away, and Debian's fail2ban on our log.
class BansTest {
    private static final String SETTINGS =
            """
            log.mail-form = "both"
            bans.loopback = true
            bans.points = 4
            """;

    @TempDir private Path folder;

    private static Run.Result logIn(PabalProcess server, String from, String user, String password)
            throws Exception {
        return Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--max-time",
                        "60",
                        "--interface",
                        from,
                        "--login-options",
                        "AUTH=PLAIN",
                        "--user",
                        user + ":" + password,
                        "imaps://127.0.0.1:" + server.port(993) + "/",
                        "--request",
                        "NOOP")
                .run();
    }

    private static boolean isIn(PabalProcess server, String from, String user, String password)
            throws Exception {
        return logIn(server, from, user, password).exitCode() == 0;
    }

    /// What a door says before anything is said to it, until it closes or falls silent.
    private static String firstWords(int port, String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.setSoTimeout(10_000);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int octet = socket.getInputStream().read();
            while (octet >= 0 && octet != '\n') {
                said.write(octet);
                octet = socket.getInputStream().read();
            }
            return said.toString(StandardCharsets.UTF_8).strip();
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String pabal(PabalProcess server, String... arguments) throws Exception {
        return server.pabal("", arguments).mustSucceed().output();
    }

    private static int matched(Path log, String filter) throws Exception {
        String report = Run.command("fail2ban-regex", log.toString(), filter).run().output();
        Matcher failures = Pattern.compile("Failregex: (\\d+) total").matcher(report);
        assertThat(failures.find()).as(report).isTrue();
        return Integer.parseInt(failures.group(1));
    }

    @Test
    void whoGuessesIsKeptAwayAndNobodyElse() throws Exception {
        assumeTrue(Run.has("curl"));
        Path data = PabalProcess.data(folder, SETTINGS);
        try (PabalProcess server =
                PabalProcess.at(data).start().with("pabal.test", "bob", "carol")) {
            guessesAtOneName(server);
            guessesAtManyNames(server);
            server.kill();
        }
        try (PabalProcess server = PabalProcess.at(data).start()) {
            assertThat(firstWords(server.port(25), "127.0.0.7"))
                    .as("a ban outlives kill -9")
                    .startsWith("421 4.7.0 Too many failures");
            assertThat(pabal(server, "ban", "remove", "127.0.0.7"))
                    .contains("127.0.0.7 is listened to again");
            assertThat(firstWords(server.port(25), "127.0.0.7")).startsWith("220");
            assertThat(isIn(server, "127.0.0.7", "bob@pabal.test", "bob-secret")).isTrue();
            anAdministratorBans(server);
            server.stop();
        }
        assumeTrue(Run.has("fail2ban-regex"), "fail2ban is not installed");
        assertThat(matched(data.resolve("log/mail.log"), "dovecot")).isEqualTo(6 + 4);
    }

    private static void guessesAtOneName(PabalProcess server) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(isIn(server, "127.0.0.5", "bob@pabal.test", "old one")).isFalse();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(isIn(server, "127.0.0.6", "bob@pabal.test", "guess" + i)).isFalse();
        }
        assertThat(pabal(server, "ban", "list")).contains("Nobody is banned");
        assertThat(pabal(server, "ban", "explain", "bob"))
                .contains("as bob@pabal.test from 127.0.0.5: 1 different wrong passwords")
                .contains("the same one up to 3 times")
                .contains("as bob@pabal.test from 127.0.0.6: 3 different wrong passwords");
        assertThat(isIn(server, "127.0.0.6", "bob@pabal.test", "bob-secret")).isTrue();
    }

    private static void guessesAtManyNames(PabalProcess server) throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(isIn(server, "127.0.0.7", "person" + i + "@pabal.test", "Spring")).isFalse();
        }
        assertThat(firstWords(server.port(25), "127.0.0.7")).startsWith("421 4.7.0 ");
        assertThat(firstWords(server.port(587), "127.0.0.7")).startsWith("421 4.7.0 ");
        assertThat(firstWords(server.port(143), "127.0.0.7")).startsWith("* BYE ");
        assertThat(firstWords(server.port(110), "127.0.0.7")).startsWith("-ERR [SYS/TEMP] ");
        assertThat(firstWords(server.port(4190), "127.0.0.7")).startsWith("BYE (TRYLATER) ");
        assertThat(firstWords(server.port(993), "127.0.0.7")).isEmpty();
        assertThat(isIn(server, "127.0.0.7", "bob@pabal.test", "bob-secret")).isFalse();
        assertThat(isIn(server, "127.0.0.8", "carol@pabal.test", "carol-secret")).isTrue();
        assertThat(pabal(server, "ban", "list"))
                .contains("127.0.0.7\tuntil ")
                .contains("person3@pabal.test");
        assertThat(pabal(server, "ban", "explain", "127.0.0.7", "--json"))
                .contains("\"origin\" : \"automatic\"");
    }

    private static void anAdministratorBans(PabalProcess server) throws Exception {
        assertThat(pabal(server, "ban", "add", "127.0.0.9", "--for", "1h", "--reason", "asked for"))
                .contains("127.0.0.9\tuntil ")
                .contains("banned by hand: asked for");
        assertThat(firstWords(server.port(143), "127.0.0.9")).startsWith("* BYE ");
        assertThat(server.pabal("", "ban", "add", "nonsense").exitCode()).isEqualTo(1);
        assertThat(
                        server.pabal("", "ban", "add", "198.18.0.0/15", "--own", "198.18.7.7")
                                .exitCode())
                .as("an administrator does not ban himself")
                .isEqualTo(1);
    }

    /// The size of a log that nobody reads is not what this is about: its lines are.
    @Test
    void namesThatStrangersTypeCannotWriteLinesOfTheLog() throws Exception {
        Path data = PabalProcess.data(folder, SETTINGS);
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "bob")) {
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                assertThat(imap.command("LOGIN \"x> rip=192.0.2.66 <\" \"wrong\""))
                        .startsWith("t NO");
            }
            server.stop();
        }
        assertThat(Files.readString(data.resolve("log/mail.log")))
                .contains("user=<x??rip=192.0.2.66??>, rip=127.0.0.1");
    }
}
