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

/// Signing in and what people are known by, in Chromium with its virtual authenticator. What is done
/// there stands in `apps/webmail/test/e2e/security.mjs`.
class SecurityPagesTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir Path folder;

    /// THREATS A02, A09, A11, J08 and J09 as a person meets them.
    @Test
    void passwordsPasskeysCodesAppPasswordsAndSessions() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data)
                        .named("localhost")
                        .start()
                        .with("pabal.test", "alice", "carol")) {
            server.pabal("", "account", "second-factor", "carol@pabal.test", "require")
                    .mustSucceed();
            server.send(
                    "bob@far.test",
                    "alice@pabal.test",
                    "Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.UTF_8));
            server.awaitMail("alice", 1);
            String output =
                    Run.command(
                                    List.of(
                                            "env",
                                            "HOME=" + folder,
                                            "URL=https://localhost:" + server.port(443) + "/",
                                            "ADDRESS=alice@pabal.test",
                                            "PASSWORD=alice-secret",
                                            "DEMANDED=carol@pabal.test",
                                            "DEMANDED_PASSWORD=carol-secret",
                                            "IMAPS=" + server.port(993),
                                            "SUBMISSIONS=" + server.port(465),
                                            "PICTURES="
                                                    + WEBMAIL.resolve("target").toAbsolutePath(),
                                            "node",
                                            "test/e2e/security.mjs"))
                            .in(WEBMAIL)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        }
    }
}
