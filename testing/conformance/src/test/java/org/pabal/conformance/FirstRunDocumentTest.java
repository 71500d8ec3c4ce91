// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What docs/operations/first-run.md shows for shells is true.
class FirstRunDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/operations/first-run.md");

    @TempDir private Path folder;

    @Test
    void aServerIsSetUpWithoutABrowser() throws Exception {
        assumeTrue(Run.has("bash") && Run.has("curl"));
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [setup]
                        outbound-hosts = ["127.0.0.1:1"]
                        [dns.records]
                        "example.org" = "127.0.0.1"
                        """);
        try (PabalProcess server = PabalProcess.at(data).named("").start()) {
            String shown =
                    Pattern.compile("```sh\n(at=.*?)```", Pattern.DOTALL)
                            .matcher(Files.readString(DOCUMENT))
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group(1);
            String setup = server.program(folder, "setup").toString();
            String script =
                    shown.replace(
                                    "https://mail.example.org",
                                    "https://127.0.0.1:" + server.port(443))
                            .replace("pabal setup", setup);
            String output =
                    Run.command("bash", "-eu", "-c", script)
                            .in(folder)
                            .run()
                            .mustSucceed()
                            .output();
            assertThat(output)
                    .contains("\"account\":\"jiwoo@example.org\"")
                    .contains("{\"id\":\"administrator\",\"state\":\"done\"}")
                    .contains("\"service\":\"smtp\"", "\"state\":\"listening\"")
                    .contains("\"domain\":\"example.org\"", "v=spf1 mx -all")
                    .doesNotContain("\"code\":");
        }
    }
}
