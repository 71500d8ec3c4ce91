// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenDKIM, a milter in Python (libmilter) and postgrey have their say in our sessions.
class MilterTest {
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    /// Debian's own, which has Debian's modules.
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir Path folder;

    @BeforeEach
    void programs() {
        assumeTrue(Run.has("curl"));
    }

    private PabalProcess server(String settings) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("pabal.toml"), settings);
        return PabalProcess.at(data).start().with("pabal.test", "alice", "bob");
    }

    /// From a stranger, over port 25.
    private Run.Result receive(PabalProcess server, byte[] mail) throws Exception {
        return curl(
                mail,
                "smtp://127.0.0.1:" + server.port(25) + "/client.test",
                "--mail-from",
                "carol@far.test");
    }

    /// From Alice, over port 587 with TLS and her password.
    private Run.Result submit(PabalProcess server, byte[] mail) throws Exception {
        return curl(
                mail,
                "smtp://127.0.0.1:" + server.port(587) + "/client.test",
                "--ssl-reqd",
                "--insecure",
                "--user",
                "alice@pabal.test:alice-secret",
                "--mail-from",
                "alice@pabal.test");
    }

    private Run.Result curl(byte[] mail, String... arguments) throws Exception {
        Path file = Files.write(Files.createTempFile(folder, "mail", ".eml"), mail);
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--verbose"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--mail-rcpt", "bob@pabal.test", "--upload-file", file.toString()));
        return Run.command(command).in(folder).run();
    }

    private byte[] read(PabalProcess server, int uid) throws Exception {
        return Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "--user",
                        "bob@pabal.test:bob-secret",
                        "imaps://127.0.0.1:" + server.port(993) + "/INBOX;UID=" + uid)
                .in(folder)
                .run()
                .mustSucceed()
                .octets();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// Behind our trace fields.
    private static String behindTrace(byte[] octets) {
        return text(octets).replaceFirst("(?s)^Return-Path: .*?\r\nReceived: .*?\r\n(?=\\S)", "");
    }

    private Daemon openDkim(int port) throws Exception {
        Path key = folder.resolve("dkim.private");
        Run.command("openssl", "genrsa", "-out", key.toString(), "2048").run().mustSucceed();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String pem =
                Run.command("openssl", "rsa", "-in", key.toString(), "-pubout", "-outform", "PEM")
                        .run()
                        .mustSucceed()
                        .output();
        String point = pem.replaceAll("(?m)^(-----|writing).*$", "").replaceAll("\\s", "");
        Path known =
                Files.writeString(
                        folder.resolve("keys"),
                        "mail._domainkey.pabal.test v=DKIM1; k=rsa; p=" + point + "\n");
        Path config =
                Files.writeString(
                        folder.resolve("opendkim.conf"),
                        """
                        Mode sv
                        Domain pabal.test
                        Selector mail
                        KeyFile %s
                        Socket inet:%d@127.0.0.1
                        TestPublicKeys %s
                        InternalHosts 192.0.2.1
                        Canonicalization simple/simple
                        OversignHeaders From
                        RequireSafeKeys false
                        AlwaysAddARHeader yes
                        Background no
                        Syslog no
                        TemporaryDirectory %s
                        """
                                .formatted(key, port, known, folder));
        return Daemon.start(
                folder, port, List.of("/usr/sbin/opendkim", "-f", "-x", config.toString()));
    }

    @Test
    void openDkimSignsWhatIsSubmittedAndVerifiesItWhenItComesBack() throws Exception {
        assumeTrue(Run.has("opendkim") && Run.has("openssl"));
        int port = Daemon.freePort();
        try (Daemon milter = openDkim(port);
                PabalProcess server =
                        server("[milters.opendkim]\naddress = \"inet:127.0.0.1:" + port + "\"\n")) {
            byte[] mail = Mails.plain("signed", "Hello.\r\n.dot\r\n\r\n");
            submit(server, mail).mustSucceed();
            byte[] got = read(server, 1);
            Mails.assertArrived(mail, got);
            String signed = behindTrace(got);
            assertThat(signed)
                    .as(milter.output())
                    .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=pabal.test");

            receive(server, signed.getBytes(StandardCharsets.ISO_8859_1)).mustSucceed();
            byte[] back = read(server, 2);
            assertThat(behindTrace(back))
                    .as(milter.output())
                    .startsWith("Authentication-Results: ")
                    .contains("dkim=pass")
                    .endsWith(signed);

            byte[] forged =
                    signed.replace("Hello.", "Hallo.").getBytes(StandardCharsets.ISO_8859_1);
            receive(server, forged).mustSucceed();
            assertThat(behindTrace(read(server, 3))).contains("dkim=fail");
            assertThat(server.stop()).isIn(0, 143);
        }
    }

    private static final String PYTHON_MILTER =
            """
            import sys
            import Milter

            class Filter(Milter.Base):
                def envfrom(self, sender, *args):
                    self.text = b''
                    self.auth = self.getsymval('{auth_authen}')
                    return Milter.CONTINUE
                def body(self, piece):
                    self.text += piece
                    return Milter.CONTINUE
                def eom(self):
                    if b'GTUBE-STANDARD' in self.text:
                        self.setreply('554', '5.7.1', 'Gtube pattern, 100%% spam')
                        return Milter.REJECT
                    if b'please hold' in self.text:
                        self.quarantine('asked for')
                    if b'please vanish' in self.text:
                        return Milter.DISCARD
                    self.addheader('X-Queue', self.getsymval('i'))
                    self.addheader('X-Login', self.auth or 'none')
                    self.addheader('X-Folded', 'one\\n two', 0)
                    self.chgheader('Subject', 1, '[seen] changed')
                    self.replacebody(self.text + b'-- \\nfooter\\n')
                    return Milter.ACCEPT

            Milter.factory = Filter
            Milter.set_flags(Milter.ADDHDRS | Milter.CHGHDRS | Milter.CHGBODY | Milter.QUARANTINE)
            Milter.runmilter('filter', sys.argv[1], 60)
            """;

    @Test
    void aLibmilterProgramChangesRejectsHoldsAndDiscards() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON))
                        && Run.command(PYTHON, "-c", "import Milter").run().exitCode() == 0);
        int port = Daemon.freePort();
        Path script = Files.writeString(folder.resolve("filter.py"), PYTHON_MILTER);
        List<String> command = List.of(PYTHON, script.toString(), "inet:" + port + "@127.0.0.1");
        try (Daemon milter = Daemon.start(folder, port, command);
                PabalProcess server =
                        server("[milters.python]\naddress = \"inet:127.0.0.1:" + port + "\"\n")) {
            submit(server, Mails.plain("hello", "Hello.")).mustSucceed();
            String got = behindTrace(read(server, 1));
            assertThat(got)
                    .as(milter.output())
                    .startsWith("X-Folded: one\r\n two\r\nFrom: alice@pabal.test\r\n")
                    .contains("\r\nSubject: [seen] changed\r\n")
                    .contains("\r\nX-Login: alice@pabal.test\r\n")
                    .containsPattern("\r\nX-Queue: [0-9A-Z]{16}\r\n")
                    .endsWith("\r\n\r\nHello.\r\n-- \r\nfooter\r\n");

            assertThat(receive(server, Mails.plain("spam", GTUBE)).output())
                    .contains("554 5.7.1 Gtube pattern, 100% spam");
            receive(server, Mails.plain("gone", "please vanish")).mustSucceed();
            receive(server, Mails.plain("held", "please hold")).mustSucceed();
            String queue = server.pabal("", "queue", "list").mustSucceed().output();
            assertThat(queue).contains("asked for");
            byte[] large = Mails.withAttachment(4 << 20);
            receive(server, large).mustSucceed();
            assertThat(behindTrace(read(server, 2)))
                    .contains("\r\nX-Login: none\r\n")
                    .contains(text(large).substring(text(large).indexOf("\r\n\r\n")))
                    .endsWith("--edge--\r\n-- \r\nfooter\r\n");
            assertThat(server.stop()).isIn(0, 143);
        }
    }

    @Test
    void postgreyLetsTheSecondTryPass() throws Exception {
        assumeTrue(Run.has("postgrey"));
        int port = Daemon.freePort();
        Path state = Files.createDirectory(folder.resolve("postgrey"));
        Path nobody = Files.writeString(folder.resolve("nobody"), "# nobody\n");
        String user = System.getProperty("user.name");
        List<String> command =
                List.of(
                        "/usr/sbin/postgrey",
                        "--inet=127.0.0.1:" + port,
                        "--dbdir=" + state,
                        "--delay=1",
                        "--auto-whitelist-clients=0",
                        "--whitelist-clients=" + nobody,
                        "--whitelist-recipients=" + nobody,
                        "--user=" + user,
                        "--group=" + user);
        try (Daemon service = Daemon.start(folder, port, command);
                PabalProcess server =
                        server(
                                "[policy-services.postgrey]\naddress = \"inet:127.0.0.1:"
                                        + port
                                        + "\"\n")) {
            byte[] mail = Mails.plain("grey", "Hello.");
            Run.Result first = receive(server, mail);
            assertThat(first.output())
                    .as(service.output())
                    .containsPattern(
                            "450 4\\.[27]\\.[0-9] <bob@pabal.test>: Recipient address rejected:"
                                    + " Greylisted");
            Run.Result next = first;
            for (int tries = 0; tries < 200 && next.exitCode() != 0; tries++) {
                next = receive(server, mail); // its clock counts whole seconds
            }
            next.mustSucceed();
            byte[] got = read(server, 1);
            assertThat(text(got))
                    .containsPattern(Pattern.compile("\r\nX-Greylist: delayed [0-9]+"));
            assertThat(behindTrace(got)).endsWith(text(mail));
            assertThat(server.stop()).isIn(0, 143);
        }
    }
}
