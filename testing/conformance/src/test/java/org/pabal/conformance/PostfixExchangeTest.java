// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's Postfix and Pabal exchange mail on loopback, both ways, with TLS.
class PostfixExchangeTest {
    private static final int TRIES = 300;

    @TempDir private Path folder;

    @Test
    void mailGoesBothWays() throws Exception {
        assumeTrue(Run.has("postfix") && System.getProperty("user.name").equals("root"));
        Path data = Files.createDirectory(folder.resolve("data"));
        data.toFile().setReadable(false, false);
        Files.setPosixFilePermissions(
                data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        int postfixPort = freePort();
        Files.writeString(
                data.resolve("pabal.toml"),
                """
                [delivery]
                allow-loopback = true
                [queue]
                first-retry = "1s"
                [routes]
                "postfix.test" = "127.0.0.1:%d"
                """
                        .formatted(postfixPort));
        try (PabalProcess pabal = PabalProcess.at(data).with("pabal.test", "alice", "bob").start();
                Postfix postfix = Postfix.start(folder, postfixPort, pabal.port(25))) {
            toPostfix(pabal, postfix);
            fromPostfix(pabal);
            bounceFromPostfix(pabal);
        }
    }

    private void toPostfix(PabalProcess pabal, Postfix postfix) throws Exception {
        byte[] mail = Mails.plain("to postfix", "From Pabal.\r\n.dot");
        submit(pabal, mail, "someone@postfix.test");
        String got = postfix.await("Subject: to postfix");
        assertThat(got)
                .contains("From Pabal.\n.dot\n")
                .contains("Received: from " + PabalProcess.HOSTNAME)
                .containsPattern("using TLSv1\\.[23]");
    }

    private void submit(PabalProcess pabal, byte[] mail, String to) throws Exception {
        Path file = Files.write(folder.resolve("submitted.eml"), mail);
        Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--ssl-reqd",
                        "smtp://127.0.0.1:" + pabal.port(587) + "/client.test",
                        "--user",
                        "alice@pabal.test:alice-secret",
                        "--mail-from",
                        "alice@pabal.test",
                        "--mail-rcpt",
                        to,
                        "--upload-file",
                        file.toString())
                .in(folder)
                .run()
                .mustSucceed();
    }

    private void fromPostfix(PabalProcess pabal) throws Exception {
        Run.command(
                        "sendmail",
                        "-C",
                        folder.resolve("postfix/etc").toString(),
                        "-f",
                        "someone@postfix.test",
                        "bob@pabal.test")
                .input("Subject: from postfix\n\nHello.\n".getBytes(StandardCharsets.US_ASCII))
                .in(folder)
                .run()
                .mustSucceed();
        String got = awaitMail(pabal, "bob");
        assertThat(got).contains("Subject: from postfix").contains("with ESMTPS");
    }

    private void bounceFromPostfix(PabalProcess pabal) throws Exception {
        submit(pabal, Mails.plain("nobody there", "Hello?"), "nobody@postfix.test");
        String got = awaitMail(pabal, "alice");
        assertThat(got)
                .contains("multipart/report")
                .contains("Final-Recipient: rfc822;nobody@postfix.test".replace(";", "; "))
                .contains("Status: 5.1.1");
    }

    private String awaitMail(PabalProcess pabal, String name) throws Exception {
        try (LineClient imap = LineClient.connectTls(pabal.port(993))) {
            imap.line();
            imap.command("LOGIN " + name + "@pabal.test " + name + "-secret");
            if (imap.command("SELECT INBOX").contains("* 0 EXISTS")) {
                imap.send("t IDLE");
                String line = imap.line();
                while (!line.equals("* 1 EXISTS")) {
                    line = imap.line();
                }
                imap.send("DONE");
                while (!line.startsWith("t OK")) {
                    line = imap.line();
                }
            }
            return imap.command("FETCH 1 BODY[]");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Postfix in a folder of its own, with a mailbox file for everything.
    private record Postfix(Path etc, Path mailbox) implements AutoCloseable {

        static Postfix start(Path folder, int port, int pabalPort) throws Exception {
            Path home = Files.createDirectory(folder.resolve("postfix"));
            // Postfix' own users must reach its files below a private test folder.
            for (Path path = home; path.startsWith(folder.getParent()); path = path.getParent()) {
                path.toFile().setExecutable(true, false);
                path.toFile().setReadable(true, false);
            }
            Path etc = Files.createDirectory(home.resolve("etc"));
            Path mailbox = home.resolve("mail");
            Run.command(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-subj",
                            "/CN=postfix.test",
                            "-days",
                            "2",
                            "-keyout",
                            etc.resolve("key.pem").toString(),
                            "-out",
                            etc.resolve("cert.pem").toString())
                    .in(home)
                    .run()
                    .mustSucceed();
            Files.writeString(
                    etc.resolve("transport"), "pabal.test smtp:[127.0.0.1]:" + pabalPort + "\n");
            Files.writeString(
                    etc.resolve("main.cf"),
                    """
                    compatibility_level = 3.6
                    queue_directory = %1$s/queue
                    data_directory = %1$s/data
                    mail_owner = postfix
                    myhostname = postfix.test
                    mydestination =
                    virtual_mailbox_domains = postfix.test
                    virtual_mailbox_base = %1$s/mail
                    virtual_mailbox_maps = inline:{someone@postfix.test=someone}
                    virtual_uid_maps = static:%2$s
                    virtual_gid_maps = static:%3$s
                    virtual_minimum_uid = 1
                    transport_maps = texthash:%1$s/etc/transport
                    inet_interfaces = 127.0.0.1
                    inet_protocols = ipv4
                    mynetworks = 127.0.0.0/8
                    smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                    smtpd_tls_cert_file = %1$s/etc/cert.pem
                    smtpd_tls_key_file = %1$s/etc/key.pem
                    smtpd_tls_security_level = may
                    smtpd_tls_received_header = yes
                    smtp_tls_security_level = encrypt
                    smtp_dns_support_level = disabled
                    maillog_file = /var/log/postfix-pabal-test.log
                    alias_maps =
                    alias_database =
                    """
                            .formatted(home, id("-u"), id("-g")));
            String master =
                    Files.readString(Path.of("/usr/share/postfix/master.cf.dist"))
                            .replaceAll("(?m)^smtp      inet", "127.0.0.1:" + port + " inet")
                            .replaceAll(
                                    "(?m)^(\\S+\\s+(?:inet|unix|fifo|pass)\\s+\\S+\\s+\\S+\\s+)y(\\s)",
                                    "$1n$2");
            Files.writeString(etc.resolve("master.cf"), master);
            Files.createDirectory(home.resolve("queue"));
            Files.createDirectory(home.resolve("data"));
            Files.createDirectory(mailbox);
            Run.command("chown", "postfix", home.resolve("data").toString(), mailbox.toString())
                    .run()
                    .mustSucceed();
            Run.command("postfix", "-c", etc.toString(), "start").in(home).run().mustSucceed();
            return new Postfix(etc, mailbox.resolve("someone"));
        }

        private static String id(String option) throws Exception {
            return Run.command("id", option, "postfix").run().mustSucceed().output().strip();
        }

        String await(String text) throws Exception {
            for (int i = 0; i < TRIES; i++) {
                if (Files.exists(mailbox)) {
                    String content = Files.readString(mailbox, StandardCharsets.ISO_8859_1);
                    if (content.contains(text)) {
                        return content;
                    }
                }
                Thread.sleep(100); // another process writes the file
            }
            try (Stream<String> log = Files.lines(Path.of("/var/log/postfix-pabal-test.log"))) {
                throw new AssertionError("nothing came; " + log.toList());
            }
        }

        @Override
        public void close() throws Exception {
            Run.command("postfix", "-c", etc.toString(), "stop").run();
        }
    }
}
