// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What dkimpy, Mail::DKIM and OpenDKIM sign and seal stands before us, and what we sign stands before
/// them.
class MailAuthenticationTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    /// Debian's own, which has Debian's modules.
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir Path folder;

    private Path key = Path.of("");

    @BeforeEach
    void key() throws Exception {
        assumeTrue(Run.has("openssl") && Run.has("python3"));
        assumeTrue(Run.command(PYTHON, "-c", "import dkim, nacl").run().exitCode() == 0);
        key = folder.resolve("key.pem");
        Run.command("openssl", "genrsa", "-out", key.toString(), "2048").run().mustSucceed();
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toAbsolutePath().toString();
    }

    private String publicKey(Path pem) throws Exception {
        return Run.command("openssl", "pkey", "-in", pem.toString(), "-pubout")
                .run()
                .mustSucceed()
                .output()
                .replaceAll("(?m)^-----.*$", "")
                .replaceAll("\\s", "");
    }

    /// A zone in which the RSA key's record is cut into strings.
    private Path zone(String more) throws Exception {
        String point = publicKey(key);
        return Files.writeString(
                folder.resolve("zone"),
                "rsa._domainkey.example.org TXT \"v=DKIM1; k=rsa; p="
                        + point.substring(0, 200)
                        + "\" \""
                        + point.substring(200)
                        + "\"\n"
                        + more);
    }

    private String check(PabalProcess pabal, Path message, Path zone) throws Exception {
        return pabal.pabal(
                        "",
                        "auth",
                        "check",
                        message.toString(),
                        "--client",
                        "192.0.2.1",
                        "--from",
                        "alice@example.org",
                        "--zone",
                        zone.toString())
                .mustSucceed()
                .output();
    }

    @Test
    void whatDkimpySignsAndSealsStandsBeforeUs() throws Exception {
        Path ed = folder.resolve("ed.pem");
        Run.command("openssl", "genpkey", "-algorithm", "ed25519", "-out", ed.toString())
                .run()
                .mustSucceed();
        byte[] secret =
                Base64.getMimeDecoder()
                        .decode(Files.readString(ed).replaceAll("(?m)^-----.*$", "").strip());
        byte[] open = Base64.getDecoder().decode(publicKey(ed));
        Path plain =
                Files.write(
                        folder.resolve("plain.eml"),
                        ("From: Alice <alice@example.org>\r\nTo: bob@example.net\r\n"
                                        + "Subject: =?utf-8?B?7JWI64WV?=\r\n"
                                        + "Date: Mon, 01 Jan 2024 01:02:03 +0900\r\n"
                                        + "Message-ID: <1@example.org>\r\n\r\n"
                                        + "Hello  there \t \r\n\r\n.dot\r\n\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        Path signed = folder.resolve("signed.eml");
        Run.command(
                        PYTHON,
                        script("dkim_sign.py"),
                        plain.toString(),
                        key.toString(),
                        last32(secret),
                        signed.toString())
                .run()
                .mustSucceed();
        Path zone =
                zone(
                        "ed._domainkey.example.org TXT \"v=DKIM1; k=ed25519; p="
                                + last32(open)
                                + "\"\n"
                                + "example.org TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
                                + "_dmarc.example.org TXT \"v=DMARC1; p=reject\"\n");

        PabalProcess pabal = PabalProcess.at(folder.resolve("data"));
        String found = check(pabal, signed, zone);
        assertThat(found.lines().filter(line -> line.startsWith("dkim   pass"))).hasSize(3);
        assertThat(found)
                .contains("header.a=ed25519-sha256")
                .contains("spf    pass       smtp.mailfrom=alice@example.org")
                .contains("arc    pass")
                .contains("dmarc  pass       header.from=example.org");

        Path altered =
                Files.writeString(
                        folder.resolve("altered.eml"),
                        Files.readString(signed).replace("there", "their"));
        String broken = check(pabal, altered, zone);
        assertThat(broken.lines().filter(line -> line.startsWith("dkim   fail"))).hasSize(3);
        assertThat(broken).contains("arc    fail");
    }

    private static String last32(byte[] octets) {
        byte[] last = new byte[32];
        System.arraycopy(octets, octets.length - last.length, last, 0, last.length);
        return Base64.getEncoder().encodeToString(last);
    }

    /// A key's name and record, as `pabal dkim show --json` has them.
    private static final Pattern KEY =
            Pattern.compile("\"name\" : \"([^\"]+)\",\\s*\"record\" : \"([^\"]+)\"");

    @Test
    void whatWeSignStandsBeforeOpenDkimDkimpyAndMailDkim() throws Exception {
        assumeTrue(Run.has("faketime") && Run.has("curl"));
        Path data = PabalProcess.data(folder, "");
        Map<String, String> keys = new TreeMap<>();
        try (PabalProcess first =
                PabalProcess.at(data).start().with("pabal.test", "alice", "bob")) {
            String shown =
                    first.pabal("", "dkim", "show", "pabal.test", "--json").mustSucceed().output();
            KEY.matcher(shown).results().forEach(key -> keys.put(key.group(1), key.group(2)));
            assertThat(keys).hasSize(2);
            first.stop();
        }
        StringBuilder settings = new StringBuilder("[dns.records]\n");
        keys.forEach((name, record) ->
                settings.append('"')
                        .append(name)
                        .append("\" = [\"TXT ")
                        .append(record)
                        .append("\"]\n"));
        Files.writeString(data.resolve("pabal.toml"), settings);
        try (PabalProcess seeing = PabalProcess.at(data).start()) {
            seeing.awaitLog("event=dkim-record-seen", 2).stop();
        }
        Path signed;
        try (PabalProcess signing = PabalProcess.at(data).later(Duration.ofHours(3)).start()) {
            signing.awaitLog("event=dkim-key-signs", 2);
            signed = submitted(signing);
            signing.stop();
        }
        String message = Files.readString(signed);
        assertThat(message.split("(?m)^DKIM-Signature: ", -1)).hasSize(3);

        Path zone = folder.resolve("ours");
        Path records = folder.resolve("records");
        Files.writeString(zone, lines(keys, "%s TXT \"%s\"\n"));
        Files.writeString(records, lines(keys, "%s %s\n"));
        assertThat(verdict(PYTHON, "dkim_verify.py", zone, signed))
                .contains("pass pabal.test ed25519-sha256")
                .contains("pass pabal.test rsa-sha256");
        assertThat(openDkim(records, signed)).contains("d=pabal.test, 2048-bit key) succeeded");
        if (Run.command("perl", "-MMail::DKIM::Verifier", "-e", "1").run().exitCode() == 0) {
            assertThat(verdict("perl", "dkim_verify.pl", zone, signed))
                    .contains("pass pabal.test rsa-sha256");
        }
    }

    private static String lines(Map<String, String> keys, String form) {
        StringBuilder lines = new StringBuilder();
        keys.forEach((name, record) -> lines.append(form.formatted(name, record)));
        return lines.toString();
    }

    private static String verdict(String interpreter, String script, Path zone, Path message)
            throws Exception {
        return Run.command(interpreter, script(script), zone.toString(), message.toString())
                .run()
                .mustSucceed()
                .output();
    }

    /// A mail from Alice as Bob reads it.
    private Path submitted(PabalProcess server) throws Exception {
        Path plain = Files.write(folder.resolve("sent.eml"), Mails.plain("signed", "Hi.\r\n\r\n"));
        Run.command(
                        "curl",
                        "--silent",
                        "--show-error",
                        "smtp://127.0.0.1:" + server.port(587) + "/client.test",
                        "--ssl-reqd",
                        "--insecure",
                        "--user",
                        "alice@pabal.test:alice-secret",
                        "--mail-from",
                        "alice@pabal.test",
                        "--mail-rcpt",
                        "bob@pabal.test",
                        "--upload-file",
                        plain.toString())
                .run()
                .mustSucceed();
        byte[] got =
                Run.command(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--user",
                                "bob@pabal.test:bob-secret",
                                "imaps://127.0.0.1:" + server.port(993) + "/INBOX;UID=1")
                        .run()
                        .mustSucceed()
                        .octets();
        return Files.write(folder.resolve("got.eml"), got);
    }

    /// OpenDKIM's verdict, as its test mode prints it, three hours from now.
    private String openDkim(Path records, Path message) throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("opendkim.conf"),
                        """
                        Mode v
                        KeyFile %s
                        Socket inet:0@127.0.0.1
                        TestPublicKeys %s
                        RequireSafeKeys false
                        Background no
                        Syslog no
                        TemporaryDirectory %s
                        """
                                .formatted(key, records, folder));
        return Run.command(
                        "faketime",
                        "-f",
                        "+3h",
                        "/usr/sbin/opendkim",
                        "-x",
                        config.toString(),
                        "-t",
                        message.toString())
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }
}
