// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The web pages in Chromium. What is done there, step by step, stands in `apps/webmail/test/e2e`.
class WebmailTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir Path folder;

    @BeforeAll
    static void pagesAndBrowser() {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
    }

    private Run.Result node(String script, String... environment) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "HOME=" + folder));
        command.addAll(List.of(environment));
        command.addAll(List.of("node", "test/e2e/" + script));
        return Run.command(command).in(WEBMAIL).run();
    }

    /// THREATS W01, W02, W03, W04, W05 and W07: each in the cage as it is shipped, and again with
    /// nothing but the cage's policy in the way.
    @Test
    void hostileMailsRunNothingLoadNothingAndLeaveNothing() throws Exception {
        assertThat(node("hostile.mjs").mustSucceed().output())
                .contains("hostile mails in the cage", "raw under the policy alone");
    }

    /// THREATS W08 among them: names, subjects and texts with markup are shown as they are.
    @Test
    void mailIsListedReadFiledWrittenSentAndReceived() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            for (int i = 0; i < 12; i++) {
                server.send("bob@far.test", "alice@pabal.test", text(i));
            }
            server.send("bob@far.test", "alice@pabal.test", html());
            server.awaitMail("alice", 13);

            for (String script :
                    List.of(
                            "mail.mjs",
                            "composing.mjs",
                            "working.mjs",
                            "sending.mjs",
                            "writing.mjs")) {
                String output =
                        node(
                                        script,
                                        "URL=https://127.0.0.1:" + server.port(443) + "/",
                                        "ADDRESS=alice@pabal.test",
                                        "PASSWORD=alice-secret",
                                        "HTML_SUBJECT=pictures",
                                        "SMTP=" + server.port(25),
                                        "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath())
                                .mustSucceed()
                                .output();
                assertThat(output).contains("all steps passed");
            }
        }
    }

    /// Two people at two screens: one shares a folder, the other sees and reads it, and is cut off.
    /// RFC 9670.
    @Test
    void aFolderIsSharedReadAndTakenBack() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data).start().with("pabal.test", "alice", "bob")) {
            for (int i = 0; i < 3; i++) {
                server.send("bob@far.test", "alice@pabal.test", text(i));
            }
            server.send("bob@far.test", "bob@pabal.test", html());
            server.awaitMail("alice", 3);
            server.awaitMail("bob", 1);

            String output =
                    node(
                                    "share.mjs",
                                    "URL=https://127.0.0.1:" + server.port(443) + "/",
                                    "ADDRESS=alice@pabal.test",
                                    "PASSWORD=alice-secret",
                                    "OTHER=bob@pabal.test",
                                    "OTHER_PASSWORD=bob-secret",
                                    "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath())
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        }
    }

    /// A mail that is set aside comes back by the server's clock, for every program alike.
    @Test
    void whatIsSetAsideComesBackByItself() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            for (int i = 0; i < 5; i++) {
                server.send("bob@far.test", "alice@pabal.test", text(i));
            }
            server.awaitMail("alice", 5);

            String output =
                    node(
                                    "later.mjs",
                                    "URL=https://127.0.0.1:" + server.port(443) + "/",
                                    "IMAPS=" + server.port(993),
                                    "ADDRESS=alice@pabal.test",
                                    "PASSWORD=alice-secret",
                                    "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath())
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        }
    }

    static byte[] text(int number) {
        return ("From: <b>Bob</b> <bob@far.test>\r\nTo: alice@pabal.test\r\nSubject: <i>mail</i> "
                        + number
                        + "\r\nMessage-ID: <"
                        + number
                        + "@far.test>\r\nDate: Sat, 21 Nov 2026 12:00:"
                        + (10 + number)
                        + " +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "<script>window.boom = 1</script> number "
                        + number
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] html() {
        return ("From: Bob <bob@far.test>\r\nTo: alice@pabal.test\r\nSubject: pictures\r\n"
                        + "Message-ID: <html@far.test>\r\nDate: Sat, 21 Nov 2026 12:01:00 +0000\r\n"
                        + "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                        + "<p>표</p><script>window.boom = 1</script>"
                        + "<img src=\"https://tracker.example/p.png\" width=\"600\">\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
