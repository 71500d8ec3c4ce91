// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A browser at one host makes passkeys, codes of an authenticator and recovery codes for an account that
/// lives on another, signs in with each, and confirms what is dangerous. What is done there stands in
/// `apps/webmail/test/e2e/security.mjs`.
@Timeout(600)
class FactorsThroughFrontTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir private Path folder;

    private PabalProcess host(String name, String publicName) throws Exception {
        return PabalProcess.at(
                PabalProcess.data(
                        Files.createDirectory(folder.resolve(name)),
                        """
                        [cluster]
                        name = "%s"
                        address = "127.0.0.1"
                        %s
                        """
                                .formatted(name, publicName)));
    }

    /// THREATS A11, J01, J08: the one public name, the home's challenges, the front's password.
    @Test
    void factorsOfTheHomeAreShownAtTheFront() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        try (PabalProcess front = host("front", "").named("localhost").start();
                PabalProcess home =
                        host("home", "[http]\npublic-name = \"localhost:" + front.port(443) + "\"")
                                .start()) {
            front.with("pabal.test");
            home.with("pabal.test", "bob", "carol");
            front.pabal("", "cluster", "init").mustSucceed();
            String token =
                    front.pabal("", "cluster", "invite", "home", "--address", "127.0.0.1")
                            .mustSucceed()
                            .output()
                            .strip();
            home.pabal("", "cluster", "join", token).mustSucceed();
            for (String name : List.of("bob", "carol")) {
                front.pabal(
                                name + "-secret\n",
                                "account",
                                "add",
                                name + "@pabal.test",
                                "--host",
                                "home",
                                "--password-stdin")
                        .mustSucceed();
            }
            home.pabal("", "account", "second-factor", "carol@pabal.test", "require").mustSucceed();
            home.send(
                    "ann@far.test",
                    "bob@pabal.test",
                    "Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.UTF_8));
            home.awaitMail("bob", 1);
            Run.Result result =
                    Run.command(
                                    "env",
                                    "HOME=" + folder,
                                    "FRONT=1",
                                    "URL=https://localhost:" + front.port(443) + "/",
                                    "ADDRESS=bob@pabal.test",
                                    "PASSWORD=bob-secret",
                                    "DEMANDED=carol@pabal.test",
                                    "DEMANDED_PASSWORD=carol-secret",
                                    "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                                    "node",
                                    "test/e2e/security.mjs")
                            .in(WEBMAIL)
                            .run();
            assertThat(result.output() + front.log() + home.log()).contains("all steps passed");
        }
    }
}
