// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Others deliver to us by LMTP, and one Pabal to another.
class LmtpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("no " + what);
            }
            Thread.sleep(50);
        }
    }

    /// As Postfix hands on: by domain over TCP, and its own users over a socket, several recipients of
    /// a mail at once, of whom one is unknown.
    @Test
    void postfixDeliversOverTcpAndOverASocket() throws Exception {
        assumeTrue(PostfixServer.isInstalled());
        Path reachable = Daemon.homeIn(folder, "sockets");
        Path socket = reachable.resolve("lmtp");
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [services.lmtp]
                        enabled = true
                        address = ["127.0.0.1", "unix:%s"]
                        [lmtp]
                        socket-group = "postfix"
                        """
                                .formatted(socket));
        try (PabalProcess server =
                PabalProcess.at(data).with("pabal.test", "bob", "carol").start()) {
            assertThat(Run.command("stat", "-c", "%G %a", socket.toString()).run().output())
                    .isEqualTo("postfix 660\n");
            server.pabal("", "domain", "add", "own.test").mustSucceed();
            server.account("dave", "own.test");
            String settings =
                    """
                    transport_maps = inline:{ { pabal.test = lmtp:inet:127.0.0.1:%d } }
                    mydestination = own.test
                    local_recipient_maps =
                    mailbox_transport = lmtp:unix:%s
                    """
                            .formatted(server.port(24), socket);
            try (PostfixServer postfix = PostfixServer.start(folder, Daemon.freePort(), settings)) {
                byte[] mail = "Subject: over TCP\n\nHi.\n".getBytes(StandardCharsets.US_ASCII);
                postfix.sendmail(
                                mail,
                                "carol@pabal.test",
                                "bob@pabal.test",
                                "nobody@pabal.test",
                                "carol@pabal.test")
                        .mustSucceed();
                assertThat(server.awaitMail("bob", 1)).contains("Subject: over TCP");
                assertThat(server.awaitMail("carol", 1)).contains("Subject: ");
                await(
                        "bounce",
                        () -> postfix.log().contains("said: 550 5.1.1 <nobody@pabal.test>"));
                assertThat(server.awaitMail("carol", 2)).contains("nobody@pabal.test");
                byte[] other = "Subject: socket\n\nHi.\n".getBytes(StandardCharsets.US_ASCII);
                postfix.sendmail(other, "bob@pabal.test", "dave@own.test").mustSucceed();
                await(
                        "delivery over the socket",
                        () ->
                                postfix.log().contains("to=<dave@own.test>, relay=")
                                        && postfix.log()
                                                .contains("status=sent (250 2.0.0 Ok: stored"));
            }
        }
    }

    /// THREATS S29: what is no ASCII in a header stays as it is.
    @Test
    void swaksDeliversToThreeAtOnce() throws Exception {
        assumeTrue(Run.has("swaks"));
        Path socket = folder.resolve("lmtp");
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [services.lmtp]
                        enabled = true
                        [services.lmtp-old]
                        enabled = true
                        address = ["127.0.0.1", "unix:%s"]
                        [addresses]
                        detail-mailbox = "existing"
                        """
                                .formatted(socket));
        try (PabalProcess server =
                PabalProcess.at(data).with("pabal.test", "bob", "carol").start()) {
            for (String door :
                    List.of(
                            "--server 127.0.0.1 --port " + server.port(24),
                            "--server 127.0.0.1 --port " + server.port(2003),
                            "--socket " + socket)) {
                List<String> command = new ArrayList<>(List.of("swaks", "--protocol", "LMTP"));
                command.addAll(List.of(door.split(" ")));
                command.addAll(
                        List.of(
                                "--from",
                                "x@far.test",
                                "--to",
                                "bob@pabal.test,nobody@pabal.test,carol+Archive@pabal.test",
                                "--header",
                                "Subject: 아싸"));
                Run.Result said = Run.command(command).in(folder).run();
                assertThat(said.output())
                        .contains("<** 550 5.1.1 ")
                        .containsSubsequence(
                                "250 2.0.0 Ok: stored", "250 2.0.0 Ok: stored", "221 2.0.0");
            }
            assertThat(server.awaitMail("bob", 3)).contains("Subject: ");
            try (LineClient imap = server.imap("carol")) {
                assertThat(imap.command("STATUS INBOX (MESSAGES)")).contains("MESSAGES 0");
                assertThat(imap.command("STATUS Archive (MESSAGES)")).contains("MESSAGES 3");
            }
        }
    }

    /// THREATS S33: from a host that is not trusted only after a log-in under TLS, which the other
    /// Pabal does where its settings say so.
    @Test
    void onePabalLogsInAtAnother() throws Exception {
        assumeTrue(Run.has("openssl"));
        Certificate pair = Certificate.selfSigned(folder, "back.test");
        Path back =
                PabalProcess.data(
                        Files.createDirectory(folder.resolve("back")),
                        """
                        [services.lmtp]
                        enabled = true
                        [lmtp]
                        trusted-networks = ["192.0.2.1"]
                        accounts = ["front@pabal.test"]
                        [tls]
                        certificate = "%s"
                        key = "%s"
                        """
                                .formatted(pair.chain(), pair.key()));
        Path secret = Files.writeString(folder.resolve("secret"), "front-secret\n");
        secret.toFile().setReadable(false, false);
        secret.toFile().setReadable(true, true);
        try (PabalProcess behind =
                PabalProcess.at(back).with("pabal.test", "bob", "carol", "front").start()) {
            try (LineClient stranger = LineClient.connect(behind.port(24))) {
                stranger.reply();
                stranger.ask("LHLO client.test");
                assertThat(stranger.ask("MAIL FROM:<>")).startsWith("530 5.7.0 ");
            }
            Path front =
                    PabalProcess.data(
                            Files.createDirectory(folder.resolve("front")),
                            """
                            [routes]
                            "pabal.test" = "lmtp:127.0.0.1:%1$d"
                            [lmtp-hosts.back]
                            host = "127.0.0.1"
                            port = %1$d
                            user = "front@pabal.test"
                            password-file = "%2$s"
                            [delivery]
                            authorities = "%3$s"
                            """
                                    .formatted(behind.port(24), secret, pair.chain()));
            try (PabalProcess before = PabalProcess.at(front).with("front.test", "x").start()) {
                for (int i = 1; i <= 3; i++) {
                    before.send("x@front.test", "bob@pabal.test", Mails.plain("n" + i, "Hi."));
                    behind.awaitMail("bob", i);
                }
                assertThat(behind.awaitMail("bob", 1)).contains("with LMTPSA");
                assertThat(behind.log()).contains("front@pabal.test");
            }
        }
    }
}
