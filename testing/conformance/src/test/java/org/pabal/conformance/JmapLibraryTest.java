// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JMAP library that others wrote, jmap-jam, as a stranger to this server would use it. What it does
/// stands in `src/test/resources/jmap-client/daily.mjs`.
class JmapLibraryTest {
    private static final Path PROGRAM = Path.of("src/test/resources/jmap-client");

    @TempDir private Path folder;

    private Path installed() throws Exception {
        Path program = Files.createDirectory(folder.resolve("client"));
        for (String name : new String[] {"package.json", "package-lock.json", "daily.mjs"}) {
            Files.copy(PROGRAM.resolve(name), program.resolve(name));
        }
        Run.Result install =
                Run.command(
                                "env",
                                "HOME=" + System.getProperty("user.home"),
                                "npm",
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund")
                        .in(program)
                        .run();
        assumeTrue(
                install.exitCode() == 0,
                () -> "npm cannot fetch jmap-jam here: " + install.output());
        return program;
    }

    @Test
    void aDayOfMailWithALibraryOfOthers() throws Exception {
        assumeTrue(Run.has("node") && Run.has("npm"), "there is no Node.js");
        Path program = installed();
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server =
                PabalProcess.at(data).start().with("pabal.test", "alice", "bob")) {
            server.send(
                    "carol@far.test",
                    "alice@pabal.test",
                    ("From: carol@far.test\r\nTo: alice@pabal.test\r\n"
                                    + "Subject: =?utf-8?B?7LKrIOyduOyCrA==?=\r\n"
                                    + "Message-ID: <first@far.test>\r\nMIME-Version: 1.0\r\n"
                                    + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                                    + "안녕하세요\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            server.awaitMail("alice", 1);
            Run.Result day =
                    Run.command(
                                    "env",
                                    "NODE_TLS_REJECT_UNAUTHORIZED=0",
                                    "URL=https://127.0.0.1:" + server.port(443) + "/",
                                    "ADDRESS=alice@pabal.test",
                                    "PASSWORD=alice-secret",
                                    "TO=bob@pabal.test",
                                    "node",
                                    "daily.mjs")
                            .in(program)
                            .run()
                            .mustSucceed();
            assertThat(day.output()).contains("all steps passed");
            assertThat(server.awaitMail("bob", 1)).contains("Message-ID:");
            try (LineClient imap = server.imap("alice")) {
                imap.command("select Archive");
                assertThat(imap.command("fetch 1 flags")).contains("\\Flagged").contains("\\Seen");
            }
        }
    }
}
