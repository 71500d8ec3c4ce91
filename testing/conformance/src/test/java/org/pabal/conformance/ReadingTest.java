// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single mails in Chromium: pictures of others, signed links, settings, and hostile mails through the
/// server's cleaner alone. What is done there stands in `apps/webmail/test/e2e/reading.mjs`.
class ReadingTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir Path folder;

    /// THREATS W01 to W07, J06.
    @Test
    void mailsAreShownAsTheServerSaysTheyShould() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path data = PabalProcess.data(folder, "[web]\npicture-networks = [\"127.0.0.1\"]\n");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
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
                            "ADDRESS=alice@pabal.test",
                            "PASSWORD=alice-secret",
                            "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                            "node",
                            "test/e2e/reading.mjs");
            assertThat(Run.command(command).in(WEBMAIL).run().mustSucceed().output())
                    .contains("all steps passed");
        }
    }
}
