// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages as an application that is installed: without a line, with notices, and what stays in a
/// browser. The steps stand in `apps/webmail/test/e2e/offline.mjs`.
class WebmailOfflineTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir Path folder;

    @Test
    void mailIsReadWrittenAndQueuedWithoutALineAndForgottenWhenAsked() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            server.send("bob@far.test", "alice@pabal.test", first());
            server.awaitMail("alice", 1);

            String output =
                    Run.command(
                                    "env",
                                    "HOME=" + folder,
                                    "URL=https://127.0.0.1:" + server.port(443) + "/",
                                    "ADDRESS=alice@pabal.test",
                                    "PASSWORD=alice-secret",
                                    "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                                    "node",
                                    "test/e2e/offline.mjs")
                            .in(WEBMAIL)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        }
    }

    private static byte[] first() {
        return ("From: Bob <bob@far.test>\r\nTo: alice@pabal.test\r\nSubject: first\r\n"
                        + "Message-ID: <first@far.test>\r\n"
                        + "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n\r\nfirst\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
