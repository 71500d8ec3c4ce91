// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single mails in Chromium: pictures of others, signed links, settings, a list that is left by one click
/// (RFC 8058 §3.2), and hostile mails through the server's cleaner alone. What is done there stands in `apps/webmail/test/e2e/reading.mjs`.
class ReadingTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    /// What a list publishes, whose mail comes from 192.0.2.9, and leave to reach it on loopback.
    private static final String SETTINGS =
            """
            [web]
            picture-networks = ["127.0.0.1"]
            [sieve]
            notify-networks = ["127.0.0.1"]
            [mail]
            front-networks = ["127.0.0.1"]
            [delivery]
            authorities = "%s"
            [dns.records]
            "client.test" = ["192.0.2.9"]
            "mx.list.test" = ["192.0.2.9"]
            "list.test" = ["MX 10 mx.list.test", "TXT v=spf1 ip4:192.0.2.9 -all"]
            "_dmarc.list.test" = ["TXT v=DMARC1; p=none"]
            "k._domainkey.list.test" = ["TXT v=DKIM1; k=ed25519; p=%s"]
            """;

    /// Octets before the key itself in an X.509 SubjectPublicKeyInfo. RFC 8410 §4.
    private static final int BEFORE_KEY = 12;

    @TempDir Path folder;

    /// THREATS W01 to W07, J06.
    @Test
    void mailsAreShownAsTheServerSaysTheyShould() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        assumeTrue(Run.has("openssl"));
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] open = keys.getPublic().getEncoded();
        String published =
                Base64.getEncoder()
                        .encodeToString(Arrays.copyOfRange(open, BEFORE_KEY, open.length));
        try (WebReceiver list = new WebReceiver(folder);
                PabalProcess server =
                        PabalProcess.at(
                                        PabalProcess.data(
                                                folder,
                                                SETTINGS.formatted(
                                                        list.certificate.chain(), published)))
                                .start()
                                .with("pabal.test", "alice")) {
            list.said = "You have left\n";
            server.send(
                    "bob@far.test",
                    "alice@pabal.test",
                    "Subject: first\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8));
            server.awaitMail("alice", 1);
            List<String> command =
                    List.of(
                            "env",
                            "HOME=" + folder,
                            "URL=https://127.0.0.1:" + server.port(443) + "/",
                            "SMTP=" + server.port(25),
                            "LIST=" + list.url(),
                            "DKIM=" + pem(keys),
                            "ADDRESS=alice@pabal.test",
                            "PASSWORD=alice-secret",
                            "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                            "node",
                            "test/e2e/reading.mjs");
            assertThat(Run.command(command).in(WEBMAIL).run().mustSucceed().output())
                    .contains("all steps passed");
            assertThat(list.next()).isEqualTo("List-Unsubscribe=One-Click");
            assertThat(list.isEmpty()).isTrue();
        }
    }

    private Path pem(KeyPair keys) throws IOException {
        String octets = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
        return Files.writeString(
                folder.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + octets + "\n-----END PRIVATE KEY-----\n");
    }
}
