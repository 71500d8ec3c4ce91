// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the pages tell of mails: where they went when another server refuses one of the recipients, and
/// what a script would do with those that are here. The steps stand in `apps/webmail/test/e2e`.
class WebmailTraceTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");
    private static final String SAID = "550 5.1.1 there is no such person here";

    @TempDir Path folder;

    @BeforeAll
    static void pagesAndBrowser() {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
    }

    /// Takes mail for anybody but one.
    private static final class Choosy implements SmtpScript.Manners {
        @Override
        public String recipient(String line) {
            return line.contains("<bad@") ? SAID : "250 2.1.5 recipient";
        }

        @Override
        public String content(List<String> recipients, List<String> lines) {
            return "250 2.0.0 kept";
        }
    }

    private static SmtpScript choosy() throws IOException {
        return SmtpScript.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Choosy());
    }

    @Test
    void theSenderIsToldWhomASentMailHasReached() throws Exception {
        SmtpScript sink = choosy();
        Path data =
                PabalProcess.data(
                        folder,
                        "[routes]\n\"sink.test\" = \"127.0.0.1:%d\"\n".formatted(sink.port()));
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            server.send("bob@far.test", "alice@pabal.test", text("bob@far.test", 0));
            server.awaitMail("alice", 1);
            assertThat(
                            node(
                                    server,
                                    "trace.mjs",
                                    "GOOD=good@sink.test",
                                    "BAD=bad@sink.test",
                                    "SAID=" + SAID))
                    .contains("all steps passed");
        } finally {
            sink.close();
        }
    }

    /// What a script would do with mail that is here is what it does, and it is put back.
    @Test
    void aScriptIsTriedAppliedAndUndone() throws Exception {
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            for (int i = 0; i < 9; i++) {
                String from = i % 3 == 0 ? "bill@tax.test" : "bob@far.test";
                server.send(from, "alice@pabal.test", text(from, i));
            }
            server.awaitMail("alice", 9);
            assertThat(node(server, "lab.mjs", "HITS=3")).contains("all steps passed");
        }
    }

    private String node(PabalProcess server, String script, String... environment)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "HOME=" + folder,
                                "URL=https://127.0.0.1:" + server.port(443) + "/",
                                "ADDRESS=alice@pabal.test",
                                "PASSWORD=alice-secret",
                                "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath()));
        command.addAll(List.of(environment));
        command.addAll(List.of("node", "test/e2e/" + script));
        return Run.command(command).in(WEBMAIL).run().mustSucceed().output();
    }

    private static byte[] text(String from, int number) {
        return ("From: %s\r\nSubject: mail %d\r\nMessage-ID: <%d@far.test>\r\n\r\nHi\r\n"
                        .formatted(from, number, number))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
