// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Mail that msmtp, mutt, curl and Python submit with TLS and a password arrives octet for octet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionClientsTest {
    private static final byte[] DOTS =
            Mails.plain("dots", "Hello.\r\n.\r\n..\r\n.leading\r\n\r\nlast");

    @TempDir private static Path folder;
    private Clients clients;
    private PabalProcess server;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Run.has("curl"));
        clients = Clients.start(folder);
        server = clients.server();
    }

    @AfterAll
    void stop() throws Exception {
        if (clients != null) {
            clients.close();
        }
    }

    private byte[] read(String account, int uid) throws Exception {
        return clients.curl(account, "/INBOX;UID=" + uid);
    }

    private static void assertCameBy(byte[] got, String protocol) {
        assertThat(Clients.text(got)).contains(" with " + protocol + " ");
    }

    private Run.Result msmtp(String to, byte[] mail, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "msmtp",
                                "--host=127.0.0.1",
                                "--user=alice@pabal.test",
                                "--passwordeval=echo alice-secret",
                                "--tls=on",
                                "--tls-certcheck=off",
                                "--domain=client.test",
                                "--from=alice@pabal.test"));
        command.addAll(List.of(more));
        command.addAll(List.of("--", to + "@pabal.test"));
        return Run.command(command).input(Clients.withLf(mail)).in(folder).run();
    }

    @Test
    void msmtpOnBothPortsWithEachMechanism() throws Exception {
        assumeTrue(Run.has("msmtp"));
        String bob = clients.account();
        int uid = 0;
        for (String mechanism : List.of("plain", "login", "scram-sha-256")) {
            msmtp(bob, DOTS, "--port=" + server.port(587), "--auth=" + mechanism).mustSucceed();
            byte[] got = read(bob, ++uid);
            Mails.assertArrived(DOTS, got);
            assertCameBy(got, "ESMTPSA");
        }
        msmtp(bob, DOTS, "--port=" + server.port(465), "--auth=on", "--tls-starttls=off")
                .mustSucceed();
        Mails.assertArrived(DOTS, read(bob, ++uid));
        msmtp(bob, Mails.rawKorean(), "--port=" + server.port(587), "--auth=on").mustSucceed();
        // Date and Message-ID are added on top; what was there stays.
        assertThat(Clients.text(read(bob, ++uid))).endsWith(Clients.text(Mails.rawKorean()));
    }

    @Test
    void msmtpIsToldWhatIsWrong() throws Exception {
        assumeTrue(Run.has("msmtp"));
        String bob = clients.account();
        String port = "--port=" + server.port(587);
        Run.Result wrong = msmtp(bob, DOTS, port, "--auth=plain", "--passwordeval=echo guess");
        assertThat(wrong.exitCode()).isNotZero();
        assertThat(wrong.output()).contains("535 5.7.8");
        Run.Result foreign = msmtp(bob, DOTS, port, "--auth=on", "--from=bob@pabal.test");
        assertThat(foreign.output()).contains("553 5.7.1");
        assertThat(msmtp("nobody", DOTS, port, "--auth=on").output()).contains("550 5.1.1");
    }

    private void curl(String to, byte[] mail, String url, String... more) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "mail", ".eml"), mail);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--ssl-reqd",
                                url + "/client.test",
                                "--user",
                                "alice@pabal.test:alice-secret",
                                "--mail-from",
                                "alice@pabal.test",
                                "--mail-rcpt",
                                to + "@pabal.test",
                                "--upload-file",
                                file.toString()));
        command.addAll(List.of(more));
        Run.command(command).in(folder).run().mustSucceed();
    }

    @Test
    void curlOnBothPortsWithEachMechanism() throws Exception {
        String bob = clients.account();
        String plainPort = "smtp://127.0.0.1:" + server.port(587);
        int uid = 0;
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            curl(bob, DOTS, plainPort, "--login-options", "AUTH=" + mechanism);
            byte[] got = read(bob, ++uid);
            Mails.assertArrived(DOTS, got);
            assertCameBy(got, "ESMTPSA");
        }
        curl(bob, DOTS, plainPort, "--sasl-ir");
        Mails.assertArrived(DOTS, read(bob, ++uid));
        byte[] large = Mails.withAttachment(3 << 20);
        curl(bob, large, "smtps://127.0.0.1:" + server.port(465));
        assertThat(Clients.text(read(bob, ++uid))).endsWith(Clients.text(large));
    }

    @Test
    void pythonSendsOctetsAndUtf8Addresses() throws Exception {
        String bob = clients.account();
        String script =
                """
                import base64, smtplib, ssl
                tls = ssl._create_unverified_context()
                mail = base64.b64decode('%s')
                korean = base64.b64decode('%s')
                s = smtplib.SMTP('127.0.0.1', %d, local_hostname='client.test')
                s.starttls(context=tls)
                s.login('alice@pabal.test', 'alice-secret')
                s.sendmail('alice@pabal.test', ['%s@pabal.test'], mail)
                s.sendmail('alice@pabal.test', ['%s@pabal.test'], korean, ['BODY=8BITMIME'])
                s.rset()
                s.quit()
                s = smtplib.SMTP_SSL('127.0.0.1', %d, context=tls, local_hostname='client.test')
                s.login('alice@pabal.test', 'alice-secret')
                s.sendmail('alice@pabal.test', ['%s@pabal.test'], mail, ['SMTPUTF8'])
                try:
                    s.sendmail('bob@pabal.test', ['%s@pabal.test'], mail)
                    raise SystemExit('sent as another')
                except smtplib.SMTPSenderRefused as refused:
                    assert refused.smtp_code == 553, refused
                s.quit()
                print('done')
                """
                        .formatted(
                                Base64.getEncoder().encodeToString(DOTS),
                                Base64.getEncoder().encodeToString(Mails.rawKorean()),
                                server.port(587),
                                bob,
                                bob,
                                server.port(465),
                                bob,
                                bob);
        assertThat(clients.python(script)).isEqualTo("done\n");
        Mails.assertArrived(DOTS, read(bob, 1));
        assertThat(Clients.text(read(bob, 2))).endsWith(Clients.text(Mails.rawKorean()));
        byte[] utf8 = read(bob, 3);
        Mails.assertArrived(DOTS, utf8);
        assertCameBy(utf8, "UTF8SMTPSA");
    }

    @Test
    void muttSubmitsBySmtpUrl() throws Exception {
        assumeTrue(Run.has("mutt"));
        String bob = clients.account();
        Path sent = folder.resolve("sent.mbox");
        String settings =
                """
                set smtp_pass="alice-secret" from="alice@pabal.test" realname="Alice"
                set certificate_file="%s" ssl_verify_host=no ssl_verify_dates=no
                set ssl_starttls=yes ssl_force_tls=yes hostname=client.test use_from=yes
                set record="%s" copy=yes mbox_type=mbox folder="%s" confirmcreate=no
                """
                        .formatted(clients.certificate(), sent, folder);
        int uid = 0;
        for (String url :
                List.of(
                        "smtp://alice%40pabal.test@127.0.0.1:" + server.port(587),
                        "smtps://alice%40pabal.test@127.0.0.1:" + server.port(465))) {
            Files.deleteIfExists(sent);
            Path config =
                    Files.writeString(
                            folder.resolve("muttrc"), settings + "set smtp_url=\"" + url + "\"\n");
            Run.command(
                            "mutt",
                            "-n",
                            "-F",
                            config.toString(),
                            "-s",
                            "아싸 from mutt",
                            "--",
                            bob + "@pabal.test")
                    .input("Hello.\n.\n..two\n반가워요\n".getBytes(StandardCharsets.UTF_8))
                    .in(folder)
                    .run()
                    .mustSucceed();
            byte[] got = read(bob, ++uid);
            assertThat(Clients.text(got).replaceFirst("\r\nDate: [^\r]+", ""))
                    .endsWith(asSent(sent));
            assertCameBy(got, "ESMTPSA");
        }
    }

    /// mutt's own copy: without its mbox line, its status, the Date, which it writes anew, and the
    /// empty line behind it.
    private static String asSent(Path mbox) throws Exception {
        String copy = Files.readString(mbox, StandardCharsets.ISO_8859_1);
        return copy.substring(copy.indexOf('\n') + 1, copy.length() - 1)
                .replaceAll("(?m)^(Status|Content-Length|Lines|Date): .*\n", "")
                .replace("\n", "\r\n");
    }
}
