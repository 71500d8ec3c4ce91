// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exim and Pabal exchange mail on loopback, both ways, with TLS and CHUNKING.
///
/// Debian lets Exim and Postfix not be installed together, so `testing/run` unpacks Exim's package
/// below `target`.
class EximExchangeTest {
    @TempDir private Path folder;

    @Test
    void mailGoesBothWays() throws Exception {
        Optional<Path> program = Exim.find();
        assumeTrue(program.isPresent() && System.getProperty("user.name").equals("root"));
        int port = Daemon.freePort();
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [mail]
                        own-networks = ["127.0.0.0/8"]
                        [delivery]
                        allow-loopback = true
                        port = %d
                        [delivery.tls]
                        "exim.test" = "required"
                        [dns.records]
                        "exim.test" = ["MX 10 dead.exim.test", "MX 20 mx.exim.test"]
                        "dead.exim.test" = ["127.0.0.77"]
                        "mx.exim.test" = ["127.0.0.1"]
                        """
                                .formatted(port));
        try (PabalProcess pabal = PabalProcess.at(data).with("pabal.test", "bob").start();
                Exim exim = Exim.start(program.get(), folder, port, pabal.port(25))) {
            for (int i = 0; i < 3; i++) {
                pabal.send("bob@pabal.test", "someone@exim.test", mail(i));
            }
            exim.await("number 0");
            exim.await("number 1");
            String got = exim.await("number 2");
            assertThat(got)
                    .contains("(helo=mail.pabal.test)")
                    .contains("with esmtps")
                    .contains("\n.dot\n");
            pabal.send("bob@pabal.test", "nobody@exim.test", mail(3));
            assertThat(pabal.awaitMail("bob", 1))
                    .contains("Final-Recipient: rfc822; nobody@exim.test")
                    .contains("no such user here");
            exim.send("someone@exim.test", "bob@pabal.test", "Subject: from exim\n\nHello.\n");
            assertThat(pabal.awaitMail("bob", 2))
                    .contains("Subject: from exim")
                    .contains("with ESMTPS");
        }
    }

    private static byte[] mail(int number) {
        return Mails.plain("number " + number, "From Pabal.\r\n.dot");
    }

    /// Exim in a folder of its own, with one file for all mail.
    private record Exim(Path program, Path home, Process process) implements AutoCloseable {
        private static final String USER = "nobody";

        static Optional<Path> find() {
            return Stream.of("/usr/sbin/exim4", "../../target/exim/usr/sbin/exim4")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .map(path -> path.toAbsolutePath().normalize())
                    .findFirst();
        }

        static Exim start(Path program, Path folder, int port, int pabalPort) throws Exception {
            Path home = Daemon.homeIn(folder, "exim");
            for (String each : List.of("spool", "log", "mail")) {
                Files.createDirectory(home.resolve(each));
            }
            Certificate.selfSigned(home, "exim.test");
            Files.writeString(home.resolve("exim.conf"), config(program, home, port, pabalPort));
            Run.command("chown", "-R", USER, home.toString()).run().mustSucceed();
            Run.command("chown", "root", home.resolve("exim.conf").toString()).run().mustSucceed();
            Process process =
                    new ProcessBuilder(command(program, home, "-bdf", "-q1m"))
                            .redirectErrorStream(true)
                            .redirectOutput(home.resolve("out").toFile())
                            .start();
            return new Exim(program, home, process);
        }

        private static List<String> command(Path program, Path home, String... arguments) {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "setpriv",
                                    "--reuid=" + USER,
                                    "--regid=nogroup",
                                    "--clear-groups",
                                    program.toString(),
                                    "-C",
                                    home.resolve("exim.conf").toString()));
            command.addAll(List.of(arguments));
            return command;
        }

        private static String config(Path program, Path home, int port, int pabalPort) {
            return """
            primary_hostname = exim.test
            exim_user = nobody
            exim_group = nogroup
            exim_path = %1$s
            deliver_drop_privilege = true
            keep_environment =
            never_users =
            spool_directory = %2$s/spool
            log_file_path = %2$s/log/%%slog
            pid_file_path = %2$s/exim.pid
            daemon_smtp_ports = %3$d
            local_interfaces = 127.0.0.1
            tls_advertise_hosts = *
            tls_certificate = %2$s/cert.pem
            tls_privatekey = %2$s/key.pem
            host_lookup =
            rfc1413_query_timeout = 0s
            acl_smtp_rcpt = rcpt
            acl_smtp_data = accept
            begin acl
            rcpt:
              deny local_parts = nobody
                   domains = exim.test
                   message = no such user here
              accept
            begin routers
            pabal:
              driver = manualroute
              domains = pabal.test
              transport = out
              route_list = pabal.test 127.0.0.1 byname
              self = send
            here:
              driver = accept
              domains = exim.test
              transport = file
            begin transports
            out:
              driver = smtp
              port = %4$d
              hosts_require_tls = *
              tls_verify_hosts =
              tls_try_verify_hosts =
            file:
              driver = appendfile
              file = %2$s/mail/all
            begin retry
            * * F,1h,1m
            """
                    .formatted(program, home, port, pabalPort);
        }

        void send(String from, String to, String mail) throws Exception {
            Run.command(command(program, home, "-f", from, to))
                    .input(mail.getBytes(StandardCharsets.US_ASCII))
                    .in(home)
                    .run()
                    .mustSucceed();
        }

        String await(String text) throws Exception {
            return Daemon.awaitText(home.resolve("mail/all"), text, this::logs);
        }

        private String logs() throws IOException {
            StringBuilder all = new StringBuilder();
            try (Stream<Path> files = Files.list(home.resolve("log"))) {
                for (Path file : files.toList()) {
                    all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            return all.append(Files.readString(home.resolve("out"))).toString();
        }

        /// Deliveries are processes of their own, which still write when the daemon has ended.
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            ProcessHandle.allProcesses().filter(this::isOurs).forEach(each -> each.onExit().join());
        }

        private boolean isOurs(ProcessHandle other) {
            return other.info()
                    .commandLine()
                    .filter(line -> line.contains(home.toString()))
                    .isPresent();
        }
    }
}
