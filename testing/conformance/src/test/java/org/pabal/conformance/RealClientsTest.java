// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Mail that swaks and Python send and that curl and Python read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsTest {
    @TempDir private static Path folder;
    private Clients clients;
    private PabalProcess server;

    @BeforeAll
    void start() throws Exception {
        clients = Clients.start(folder);
        server = clients.server();
    }

    @AfterAll
    void stop() throws Exception {
        clients.close();
    }

    private Run.Result swaks(byte[] mail, String to, String... more) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "mail", ".eml"), mail);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "swaks",
                                "--server",
                                "127.0.0.1",
                                "--helo",
                                "client.test",
                                "--from",
                                "alice@pabal.test",
                                "--to",
                                to + "@pabal.test",
                                "--data",
                                "@" + file,
                                "--timeout",
                                "60"));
        command.addAll(List.of(more));
        return Run.command(command).in(folder).run();
    }

    /// swaks takes LF line ends in its input and sends CRLF, dots stuffed, and one more at the end.
    private static byte[] withLf(byte[] mail) {
        return new String(mail, 0, mail.length - 2, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void plainMailFromSwaksIsReadByCurl() throws Exception {
        assumeTrue(Run.has("swaks"));
        String bob = clients.account();
        byte[] mail = Mails.plain("plain", "Hello.\r\n.leading dot\r\n..two");
        swaks(withLf(mail), bob, "--port", "" + server.port(25)).mustSucceed();
        Mails.assertArrived(mail, clients.curl(bob, "/INBOX;UID=1"));
    }

    @Test
    void mailOverStartTlsIsMarkedInItsTraceField() throws Exception {
        assumeTrue(Run.has("swaks"));
        String bob = clients.account();
        byte[] mail = Mails.plain("tls", "Hello.");
        swaks(withLf(mail), bob, "--port", "" + server.port(25), "--tls").mustSucceed();
        byte[] got = clients.curl(bob, "/INBOX;UID=1");
        Mails.assertArrived(mail, got);
        assertThat(new String(got, StandardCharsets.ISO_8859_1)).contains(" with ESMTPS ");
    }

    @Test
    void submissionWithPasswordOverTlsOnBothPorts() throws Exception {
        assumeTrue(Run.has("swaks"));
        String bob = clients.account();
        byte[] mail = Mails.plain("submitted", "Hello.");
        String[] login = {"--auth-user", "alice@pabal.test", "--auth-password", "alice-secret"};
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            swaks(
                            withLf(mail),
                            bob,
                            join(
                                    login,
                                    "--port",
                                    "" + server.port(587),
                                    "--tls",
                                    "--auth",
                                    mechanism))
                    .mustSucceed();
            swaks(
                            withLf(mail),
                            bob,
                            join(
                                    login,
                                    "--port",
                                    "" + server.port(465),
                                    "--tlsc",
                                    "--auth",
                                    mechanism))
                    .mustSucceed();
        }
        Mails.assertArrived(mail, clients.curl(bob, "/INBOX;UID=4"));
    }

    private static String[] join(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void wrongPasswordsAndRelayingAreRefused() throws Exception {
        assumeTrue(Run.has("swaks"));
        String bob = clients.account();
        byte[] mail = withLf(Mails.plain("no", "No."));
        Run.Result wrong =
                swaks(
                        mail,
                        bob,
                        "--port",
                        "" + server.port(587),
                        "--tls",
                        "--auth",
                        "PLAIN",
                        "--auth-user",
                        "alice@pabal.test",
                        "--auth-password",
                        "guess");
        assertThat(wrong.exitCode()).isNotZero();
        assertThat(wrong.output()).contains("535 5.7.8");
        Run.Result relay =
                Run.command(
                                "swaks",
                                "--server",
                                "127.0.0.1:" + server.port(25),
                                "--from",
                                "x@example.net",
                                "--to",
                                "y@example.org")
                        .in(folder)
                        .run();
        assertThat(relay.output()).contains("554 5.7.1").contains("Relay access denied");
        assertThat(swaks(mail, "nobody", "--port", "" + server.port(25)).output())
                .contains("550 5.1.1");
    }

    @Test
    void koreanSubjectsRawAndEncodedComeBackOctetForOctet() throws Exception {
        assumeTrue(Run.has("swaks"));
        String bob = clients.account();
        byte[] raw = Mails.rawKorean();
        byte[] encoded = Mails.plain("=?euc-kr?B?vsa9zg==?=", "본문");
        swaks(withLf(raw), bob, "--port", "" + server.port(25)).mustSucceed();
        swaks(withLf(encoded), bob, "--port", "" + server.port(25)).mustSucceed();
        Mails.assertArrived(raw, clients.curl(bob, "/INBOX;UID=1"));
        Mails.assertArrived(encoded, clients.curl(bob, "/INBOX;UID=2"));
        assertThat(found(bob, "SUBJECT 아싸")).isEqualTo("* SEARCH 1 2");
        assertThat(found(bob, "BODY 한글")).isEqualTo("* SEARCH 1");
    }

    /// What SEARCH in UTF-8 says, asked with Python since curl cannot send literals.
    private String found(String account, String key) throws Exception {
        int space = key.indexOf(' ');
        String script =
                """
                import imaplib, ssl, sys
                c = imaplib.IMAP4_SSL('127.0.0.1', %d, ssl_context=ssl._create_unverified_context())
                c.login('%s@pabal.test', '%s-secret')
                c.select('INBOX', readonly=True)
                c.literal = '%s'.encode('utf-8')
                typ, data = c.search('UTF-8', '%s')
                print('* SEARCH ' + data[0].decode())
                c.logout()
                """
                        .formatted(
                                server.port(993),
                                account,
                                account,
                                key.substring(space + 1),
                                key.substring(0, space));
        return clients.python(script).strip();
    }

    @Test
    void anAttachmentOf20MegabytesArrivesWhole() throws Exception {
        String bob = clients.account();
        byte[] mail = Mails.withAttachment(20 << 20);
        Path file = Files.write(folder.resolve("big.eml"), mail);
        Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "smtps://127.0.0.1:" + server.port(465),
                        "--user",
                        "alice@pabal.test:alice-secret",
                        "--mail-from",
                        "alice@pabal.test",
                        "--mail-rcpt",
                        bob + "@pabal.test",
                        "--upload-file",
                        file.toString())
                .in(folder)
                .run()
                .mustSucceed();
        byte[] got = clients.curl(bob, "/INBOX;UID=1");
        assertThat(new String(got, StandardCharsets.ISO_8859_1))
                .endsWith(
                        new String(mail, StandardCharsets.ISO_8859_1)
                                .substring(mail.length - (19 << 20)));
        assertThat(clients.curl(bob, "/INBOX;UID=1;SECTION=2"))
                .startsWith(attachmentOf(mail))
                .hasSize(attachmentOf(mail).length);
    }

    private static byte[] attachmentOf(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("big.bin\"\r\n\r\n") + "big.bin\"\r\n\r\n".length();
        return text.substring(start, text.lastIndexOf("\r\n--edge--"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pythonSendsAndReads() throws Exception {
        String bob = clients.account();
        String script =
                """
                import imaplib, smtplib, ssl
                tls = ssl._create_unverified_context()
                mail = b'From: alice@pabal.test\\r\\nTo: x\\r\\nSubject: python\\r\\n\\r\\nHi\\r\\n'
                s = smtplib.SMTP('127.0.0.1', %d)
                s.starttls(context=tls)
                s.login('alice@pabal.test', 'alice-secret')
                s.sendmail('alice@pabal.test', ['%s@pabal.test'], mail)
                s.quit()
                c = imaplib.IMAP4('127.0.0.1', %d)
                assert 'LOGINDISABLED' in c.capabilities, c.capabilities
                c.starttls(tls)
                c.login('%s@pabal.test', '%s-secret')
                assert c.create('Projects/2026')[0] == 'OK'
                assert c.select('INBOX') == ('OK', [b'1'])
                typ, data = c.fetch('1', '(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])')
                assert data[0][1] == b'Subject: python\\r\\n\\r\\n', data
                assert c.store('1', '+FLAGS', '(\\\\Flagged $Work)')[0] == 'OK'
                assert c.search(None, 'FLAGGED', 'KEYWORD', '$Work') == ('OK', [b'1'])
                assert c.copy('1', 'Projects/2026')[0] == 'OK'
                assert c.append('Projects/2026', '\\\\Seen', None, mail)[0] == 'OK'
                assert c.status('Projects/2026', '(MESSAGES UNSEEN)') == \\
                    ('OK', [b'Projects/2026 (MESSAGES 2 UNSEEN 1)'])
                assert c.store('1', '+FLAGS.SILENT', '\\\\Deleted')[0] == 'OK'
                assert c.expunge() == ('OK', [b'1'])
                assert c.rename('Projects', 'Archive/Projects')[0] == 'OK'
                assert c.select('Archive/Projects/2026') == ('OK', [b'2'])
                c.close()
                assert c.delete('Archive/Projects/2026')[0] == 'OK'
                c.logout()
                print('done')
                """
                        .formatted(server.port(587), bob, server.port(143), bob, bob);
        assertThat(clients.python(script)).isEqualTo("done\n");
    }

    @Test
    void whatWasThereBeforeARestartIsThereAfter() throws Exception {
        assumeTrue(Run.has("swaks"));
        Path data = folder.resolve("restarted");
        byte[] mail = Mails.plain("lasting", "Still here.");
        try (PabalProcess first = PabalProcess.at(data).with("pabal.test", "alice", "bob")) {
            first.start();
            swaks(withLf(mail), "bob", "--port", "" + first.port(25)).mustSucceed();
            assertThat(first.stop()).isIn(0, 143);
            first.start();
            Mails.assertArrived(mail, clients.curl(first, "bob", "/INBOX;UID=1"));
        }
    }
}
