// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.MessageSigning;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.dkim.signing.SigningRules;

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

    @Test
    void whatWeSignStandsBeforeOpenDkimDkimpyAndMailDkim() throws Exception {
        List<SigningKey> keys =
                List.of(
                        signingKey("ed", SigningAlgorithm.ED25519_SHA256),
                        signingKey("rsa", SigningAlgorithm.RSA_SHA256));
        Path signed = folder.resolve("signed.eml");
        Files.write(signed, signed(keys));
        Map<String, String> known = new TreeMap<>();
        keys.stream()
                .map(PublicKeyRecord::of)
                .forEach(record -> known.put(record.name(), record.text()));
        Path zone = folder.resolve("ours");
        Files.writeString(zone, lines(known, name -> name + " TXT \"", "\"\n", "\" \""));
        Path records = folder.resolve("records");
        Files.writeString(records, lines(known, name -> name + " ", "\n", ""));

        assertThat(verdict(PYTHON, "dkim_verify.py", zone, signed))
                .contains("pass pabal.test ed25519-sha256")
                .contains("pass pabal.test rsa-sha256");
        Path once = Files.write(folder.resolve("once.eml"), signed(keys.subList(1, 2)));
        assertThat(openDkim(records, once)).contains("d=pabal.test, 2048-bit key) succeeded");
        if (Run.command("perl", "-MMail::DKIM::Verifier", "-e", "1").run().exitCode() == 0) {
            assertThat(verdict("perl", "dkim_verify.pl", zone, signed))
                    .contains("pass pabal.test rsa-sha256");
        }
    }

    private static SigningKey signingKey(String selector, SigningAlgorithm algorithm) {
        return SigningKey.generate("pabal.test", selector, algorithm, new SecureRandom());
    }

    private static byte[] signed(List<SigningKey> keys) {
        byte[] header =
                ("From: =?utf-8?B?7JWI64WV?= <alice@pabal.test>\r\nTo: bob@example.net,\r\n"
                                + "\tcarol@example.net\r\nSubject: two  blanks \r\n"
                                + "Date: Mon, 01 Jan 2024 01:02:03 +0900\r\n"
                                + "Message-ID: <1@pabal.test>\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] body =
                "Hello  there \t \r\n\r\n.dot\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        BodyHashes hashes = new BodyHashes();
        MessageSigning signing =
                new DkimSigner(SigningRules.standard(), InstantSource.system())
                        .begin(MessageHeader.parse(header), hashes, keys);
        hashes.write(body, 0, body.length);
        hashes.end();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(signing.finish());
        message.writeBytes(header);
        message.writeBytes(body);
        return message.toByteArray();
    }

    /// @param between the strings of one record
    private static String lines(
            Map<String, String> records, UnaryOperator<String> begin, String end, String between) {
        StringBuilder lines = new StringBuilder();
        records.forEach((name, record) ->
                lines.append(begin.apply(name))
                        .append(record.replaceAll("(.{200})", "$1" + between))
                        .append(end));
        return lines.toString();
    }

    private static String verdict(String interpreter, String script, Path zone, Path message)
            throws Exception {
        return Run.command(interpreter, script(script), zone.toString(), message.toString())
                .run()
                .mustSucceed()
                .output();
    }

    /// OpenDKIM's verdict, as its test mode prints it.
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
        return Run.command("/usr/sbin/opendkim", "-x", config.toString(), "-t", message.toString())
                .in(folder)
                .run()
                .mustSucceed()
                .output();
    }
}
