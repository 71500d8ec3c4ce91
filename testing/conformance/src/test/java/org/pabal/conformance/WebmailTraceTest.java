// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the sender of a mail is told in the pages when another server refuses one of its recipients.
/// The steps stand in `apps/webmail/test/e2e/trace.mjs`.
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
                        folder, "[routes]\n\"sink.test\" = \"127.0.0.1:%d\"\n".formatted(sink.port()));
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "alice")) {
            server.send(
                    "bob@far.test",
                    "alice@pabal.test",
                    "Subject: hello\r\nMessage-ID: <1@far.test>\r\n\r\nHi\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            server.awaitMail("alice", 1);
            String output =
                    Run.command(
                                    List.of(
                                            "env",
                                            "HOME=" + folder,
                                            "URL=https://127.0.0.1:" + server.port(443) + "/",
                                            "ADDRESS=alice@pabal.test",
                                            "PASSWORD=alice-secret",
                                            "GOOD=good@sink.test",
                                            "BAD=bad@sink.test",
                                            "SAID=" + SAID,
                                            "PICTURES="
                                                    + WEBMAIL.resolve("target").toAbsolutePath(),
                                            "node",
                                            "test/e2e/trace.mjs"))
                            .in(WEBMAIL)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output).contains("all steps passed");
        } finally {
            sink.close();
        }
    }
}
