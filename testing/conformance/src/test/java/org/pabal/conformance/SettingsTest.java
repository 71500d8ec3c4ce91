// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings of the web pages in Chromium, and what they do to mail. What is done there, step by
/// step, stands in `apps/webmail/test/e2e/settings.mjs` and `own.mjs`.
class SettingsTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir Path folder;

    @BeforeAll
    static void pagesAndBrowser() {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
    }

    @Test
    void filtersAwayAddressesAndKeysDoWhatTheySay() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data).start().with("pabal.test", "alice", "bob", "carol")) {
            server.pabal("", "alias", "add", "sales@pabal.test", "alice@pabal.test").mustSucceed();
            server.send("bob@far.test", "alice@pabal.test", first());
            server.awaitMail("alice", 1);

            String output = steps(server, "settings.mjs", "ALIAS=sales@pabal.test");

            assertThat(output).contains("all steps passed");
            // Carol wrote after Bob had written three times, once over a list: her answer is there,
            // so that nothing more is on its way to him.
            assertThat(server.awaitMail("carol", 1)).contains("Auto-Submitted: auto-replied");
            assertThat(server.awaitMail("bob", 1)).contains("Auto-Submitted: auto-replied");
            try (LineClient imap = server.imap("bob")) {
                assertThat(imap.command("SELECT INBOX")).contains("* 1 EXISTS");
            }
        }
    }

    @Test
    void addressesAndLikingsAreOnesOwn() throws Exception {
        Path data = PabalProcess.data(folder, "[aliases]\nown = 2\n\n[spam]\nthis-host = true\n");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            server.send("bob@far.test", "alice@pabal.test", first());
            server.awaitMail("alice", 1);
            assertThat(steps(server, "own.mjs", "ALIAS=")).contains("all steps passed");
        }
    }

    private String steps(PabalProcess server, String script, String more) throws Exception {
        return Run.command(
                        List.of(
                                "env",
                                "HOME=" + folder,
                                "URL=https://127.0.0.1:" + server.port(443) + "/",
                                "SMTP=" + server.port(25),
                                "ADDRESS=alice@pabal.test",
                                "PASSWORD=alice-secret",
                                more,
                                "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                                "node",
                                "test/e2e/" + script))
                .in(WEBMAIL)
                .run()
                .mustSucceed()
                .output();
    }

    private static byte[] first() {
        return ("From: bob@far.test\r\nTo: alice@pabal.test\r\nSubject: first\r\n"
                        + "Message-ID: <first@far.test>\r\n"
                        + "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n\r\ntext\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
