// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What IMAP deletes comes back on the web pages, in Chromium, and is seen by IMAP again. What is done
/// there, step by step, stands in `apps/webmail/test/e2e/restore.mjs`.
class RestoreTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");
    private static final Pattern EMAIL_ID = Pattern.compile("EMAILID \\((M\\d+)\\)");

    @TempDir Path folder;

    @BeforeAll
    static void pagesAndBrowser() {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
    }

    @Test
    void aFolderThatWasDeletedByImapComesBack() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            List<String> before;
            try (LineClient imap = server.imap("alice")) {
                imap.command("CREATE Work/Plans");
                for (int i = 1; i <= 3; i++) {
                    append(imap, "Work/Plans", "(\\Flagged work)", "plan " + i);
                }
                append(imap, "INBOX", "()", "inbox 1");
                append(imap, "INBOX", "()", "inbox 2");
                append(imap, "INBOX", "()", "inbox 3");
                imap.command("SELECT Work/Plans");
                before = emailIds(imap.command("FETCH 1:* EMAILID"));
                imap.command("SELECT INBOX");
                imap.command("STORE 1:2 +FLAGS (\\Deleted)");
                imap.command("EXPUNGE");
                assertThat(imap.command("DELETE Work/Plans")).contains(" OK ");
                assertThat(imap.command("LIST \"\" Work/Plans")).doesNotContain("* LIST");
            }
            String output =
                    Run.command(
                                    List.of(
                                            "env",
                                            "HOME=" + folder,
                                            "URL=https://127.0.0.1:" + server.port(443) + "/",
                                            "ADDRESS=alice@pabal.test",
                                            "PASSWORD=alice-secret",
                                            "PICTURES="
                                                    + WEBMAIL.resolve("target").toAbsolutePath(),
                                            "node",
                                            "test/e2e/restore.mjs"))
                            .in(WEBMAIL)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
            try (LineClient imap = server.imap("alice")) {
                assertThat(imap.command("LIST (SUBSCRIBED) \"\" Work/Plans")).contains("* LIST");
                assertThat(imap.command("SELECT Work/Plans")).contains("* 3 EXISTS");
                String fetched = imap.command("FETCH 1:* (FLAGS EMAILID)");
                assertThat(emailIds(fetched)).hasSize(3).isEqualTo(before);
                assertThat(fetched).contains("\\Flagged").contains("work");
                assertThat(imap.command("SELECT INBOX")).contains("* 2 EXISTS");
            }
        }
    }

    private static void append(LineClient imap, String mailbox, String flags, String subject)
            throws Exception {
        String text = "From: dora@far.test\r\nSubject: " + subject + "\r\n\r\ntext\r\n";
        assertThat(
                        imap.command(
                                "APPEND %s %s {%d+}\r\n%s"
                                        .formatted(mailbox, flags, text.length(), text)))
                .contains(" OK ");
    }

    private static List<String> emailIds(String fetched) {
        return EMAIL_ID.matcher(fetched).results().map(found -> found.group(1)).toList();
    }
}
