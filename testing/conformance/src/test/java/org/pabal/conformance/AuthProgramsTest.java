// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other programs ask us who may log in, and we ask a Dovecot.
class AuthProgramsTest {
    @TempDir private Path folder;

    /// Sockets that programs of other users reach: `auth` and `mux` in this folder.
    private PabalProcess server(Path sockets, String more) throws Exception {
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [services.auth]
                        enabled = true
                        address = ["unix:%1$s/auth", "127.0.0.1"]
                        [services.saslauthd]
                        enabled = true
                        address = ["unix:%1$s/mux"]
                        [auth]
                        socket-mode = "0666"
                        """
                                        .formatted(sockets)
                                + more);
        return PabalProcess.at(data).with("pabal.test", "bob").start();
    }

    private static Run.Result logIn(int port, String mechanism, String password, String... more)
            throws Exception {
        return Run.command(
                        Stream.concat(
                                        Stream.of(
                                                "swaks",
                                                "--server",
                                                "127.0.0.1",
                                                "--port",
                                                Integer.toString(port),
                                                "--auth",
                                                mechanism,
                                                "--auth-user",
                                                "bob@pabal.test",
                                                "--auth-password",
                                                password,
                                                "--quit-after",
                                                "AUTH"),
                                        Stream.of(more))
                                .toList())
                .run();
    }

    /// `smtpd_sasl_type = dovecot`, over a socket and over TCP.
    @Test
    void postfixAsks() throws Exception {
        assumeTrue(PostfixServer.isInstalled() && Run.has("swaks"));
        Path sockets = Daemon.homeIn(folder, "sockets");
        Certificate certificate = Certificate.selfSigned(sockets, "postfix.test");
        try (PabalProcess server = server(sockets, "")) {
            for (String path :
                    List.of(sockets + "/auth", "inet:127.0.0.1:" + server.port(12_345))) {
                String settings =
                        """
                        smtpd_sasl_auth_enable = yes
                        smtpd_sasl_type = dovecot
                        smtpd_sasl_path = %s
                        smtpd_tls_security_level = may
                        smtpd_tls_auth_only = yes
                        smtpd_tls_cert_file = %s
                        smtpd_tls_key_file = %s
                        smtpd_relay_restrictions = permit_sasl_authenticated, reject
                        """
                                .formatted(path, certificate.chain(), certificate.key());
                int port = Daemon.freePort();
                try (PostfixServer postfix = PostfixServer.start(folder, port, settings)) {
                    for (String mechanism : List.of("PLAIN", "LOGIN")) {
                        assertThat(logIn(port, mechanism, "bob-secret", "--tls").output())
                                .contains("235 2.7.0 Authentication successful");
                        assertThat(logIn(port, mechanism, "wrong", "--tls").output())
                                .contains("535 5.7.8");
                    }
                    assertThat(postfix.log()).contains("sasl_username=bob@pabal.test");
                }
            }
            assertThat(server.log()).contains("service=smtp");
        }
    }

    /// Exim's `driver = dovecot`, which Debian's exim4-daemon-heavy has.
    @Test
    void eximAsks() throws Exception {
        Optional<Path> exim =
                Stream.of("/usr/sbin/exim4", "../../target/exim/usr/sbin/exim4")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(exim.isPresent() && Run.has("swaks"));
        String program = exim.get().toAbsolutePath().normalize().toString();
        assumeTrue(Run.command(program, "-bV").run().output().contains("dovecot"));
        Path home = Daemon.homeIn(folder, "exim");
        int port = Daemon.freePort();
        try (PabalProcess server = server(home, "")) {
            Path config =
                    Files.writeString(
                            home.resolve("exim.conf"),
                            """
                            primary_hostname = exim.test
                            exim_user = nobody
                            exim_group = nogroup
                            spool_directory = %1$s
                            log_file_path = %1$s/%%slog
                            pid_file_path = %1$s/exim.pid
                            daemon_smtp_ports = %2$d
                            local_interfaces = 127.0.0.1
                            tls_advertise_hosts =
                            acl_smtp_rcpt = accept
                            begin routers
                            begin transports
                            begin authenticators
                            plain:
                              driver = dovecot
                              public_name = PLAIN
                              server_socket = %1$s/auth
                              server_set_id = $auth1
                            login:
                              driver = dovecot
                              public_name = LOGIN
                              server_socket = %1$s/auth
                              server_set_id = $auth1
                            """
                                    .formatted(home, port));
            Run.command("chown", "root", config.toString()).run().mustSucceed();
            Run.command("chown", "nobody", home.toString()).run().mustSucceed();
            try (Daemon daemon =
                    Daemon.start(home, port, List.of(program, "-C", config.toString(), "-bdf"))) {
                for (String mechanism : List.of("PLAIN", "LOGIN")) {
                    assertThat(logIn(port, mechanism, "bob-secret").output())
                            .as(daemon.output())
                            .contains("235 ");
                    assertThat(logIn(port, mechanism, "wrong").output()).contains("535 ");
                }
            }
        }
    }

    @Test
    void saslauthdsAndDovecotsOwnClientsAsk() throws Exception {
        assumeTrue(Run.has("testsaslauthd") && Run.has("doveadm"));
        Path sockets = Daemon.homeIn(folder, "sockets");
        Path empty = Files.writeString(sockets.resolve("dovecot.conf"), "ssl = no\n");
        try (PabalProcess server = server(sockets, "")) {
            List<String> ask = List.of("testsaslauthd", "-f", sockets + "/mux", "-u", "bob");
            assertThat(and(ask, "-r", "pabal.test", "-p", "bob-secret").exitCode()).isZero();
            assertThat(and(ask, "-r", "pabal.test", "-p", "wrong").exitCode()).isNotZero();
            assertThat(and(ask, "-r", "", "-s", "imap", "-p", "bob-secret").exitCode()).isZero();
            List<String> test =
                    List.of(
                            "doveadm",
                            "-c",
                            empty.toString(),
                            "auth",
                            "test",
                            "-a",
                            sockets + "/auth",
                            "-x",
                            "secured");
            assertThat(and(test, "bob@pabal.test", "bob-secret").output())
                    .contains("auth succeeded", "user=bob@pabal.test");
            assertThat(and(test, "bob@pabal.test", "wrong").output()).contains("auth failed");
            assertThat(server.log()).contains("event=login-failed");
        }
    }

    private static Run.Result and(List<String> command, String... more) throws Exception {
        return Run.command(Stream.concat(command.stream(), Stream.of(more)).toList()).run();
    }

    /// The way of a migration: log-ins and addresses of a domain are judged by a Dovecot that runs.
    @Test
    void aRunningDovecotIsAsked() throws Exception {
        assumeTrue(Run.has("dovecot") && Run.has("doveadm"));
        Path home = Daemon.homeIn(folder, "dovecot");
        Files.writeString(home.resolve("users"), "hurd@old.test:{PLAIN}hurd's own::::::\n");
        Path config =
                Files.writeString(
                        home.resolve("dovecot.conf"),
                        """
                        base_dir = %1$s/run
                        state_dir = %1$s/state
                        log_path = %1$s/log
                        protocols =
                        ssl = no
                        auth_mechanisms = plain
                        passdb {
                          driver = passwd-file
                          args = %1$s/users
                        }
                        userdb {
                          driver = passwd-file
                          args = %1$s/users
                          default_fields = uid=nobody gid=nogroup home=/nonexistent
                        }
                        service auth {
                          unix_listener auth-client {
                            mode = 0666
                          }
                          unix_listener auth-userdb {
                            mode = 0666
                          }
                        }
                        """
                                .formatted(home));
        String directory =
                """
                [directories.old]
                type = "dovecot-auth"
                domains = ["old.test"]
                auth-client = "unix:%1$s/run/auth-client"
                auth-userdb = "unix:%1$s/run/auth-userdb"
                cache-unknown-for = "0s"
                """
                        .formatted(home);
        Run.command("dovecot", "-c", config.toString()).run().mustSucceed();
        try (PabalProcess server = server(Daemon.homeIn(folder, "sockets"), directory)) {
            assertThat(answerTo(server, "hurd@old.test")).startsWith("250");
            assertThat(answerTo(server, "nobody@old.test")).startsWith("550 5.1.1");
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                assertThat(imap.command("LOGIN hurd@old.test wrong")).contains("NO ");
                assertThat(imap.command("LOGIN hurd@old.test \"hurd's own\"")).contains("OK ");
            }
            Run.command("doveadm", "-c", config.toString(), "stop").run().mustSucceed();
            awaitSilence(server);
            try (LineClient imap = LineClient.connectTls(server.port(993))) {
                imap.line();
                assertThat(imap.command("LOGIN hurd@old.test \"hurd's own\""))
                        .contains("NO [UNAVAILABLE]");
            }
        } finally {
            Run.command("doveadm", "-c", config.toString(), "stop").run();
        }
    }

    /// Its process of log-ins answers those that it knows for a while after its end.
    private static void awaitSilence(PabalProcess server) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        String answer = answerTo(server, "carol@old.test");
        while (!answer.startsWith("451 ") && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            answer = answerTo(server, "carol@old.test");
        }
        assertThat(answer).startsWith("451 ");
    }

    private static String answerTo(PabalProcess server, String recipient) throws Exception {
        try (LineClient client = LineClient.connect(server.port(25))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<>");
            return client.ask("RCPT TO:<" + recipient + ">");
        }
    }
}
