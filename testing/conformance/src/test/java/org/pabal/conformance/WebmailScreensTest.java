// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Long lists, mails of every kind, searches, and every screen in both languages and themes, in Chromium. The
/// steps stand in `apps/webmail/test/e2e`; each run has an account of its own on one server.
class WebmailScreensTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    /// As many as WEBUI asks for.
    private static final int ROWS = 100_000;

    private static final Map<String, String> ACCOUNTS =
            Map.of(
                    "list.mjs", "alice",
                    "letters.mjs", "bob",
                    "screens.mjs", "carol",
                    "invites.mjs", "dave",
                    "search.mjs", "erin");

    @TempDir Path folder;

    @Test
    void listsLettersAndScreensAreAsTheyShould() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data)
                        .with("pabal.test", "alice", "bob", "carol", "dave", "erin", "organizer")) {
            FilledInbox.fill(data, "alice@pabal.test", ROWS);
            server.start();
            for (Map.Entry<String, String> run : ACCOUNTS.entrySet()) {
                assertThat(output(server, run.getKey(), run.getValue()))
                        .as(run.getKey())
                        .contains("all steps passed");
            }
        }
    }

    private String output(PabalProcess server, String script, String localPart) throws Exception {
        return Run.command(
                        "env",
                        "HOME=" + folder,
                        "URL=https://127.0.0.1:" + server.port(443) + "/",
                        "SMTP=" + server.port(25),
                        "IMAP=" + server.port(993),
                        "ADDRESS=" + localPart + "@pabal.test",
                        "PASSWORD=" + localPart + "-secret",
                        "ROWS=" + ROWS,
                        "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                        "node",
                        "test/e2e/" + script)
                .in(WEBMAIL)
                // Many steps each, on machines that do other things as well.
                .run()
                .mustSucceed()
                .output();
    }
}
