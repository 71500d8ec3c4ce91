// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line with a running server and with none.
class CommandLineTest {
    @TempDir private Path folder;

    @Test
    void commandsWorkBeforeTheServerEverRanAndWhileItRuns() throws Exception {
        try (PabalProcess server = PabalProcess.at(folder.resolve("data"))) {
            assertThat(server.pabal("", "domain", "add", "Example.ORG").mustSucceed().output())
                    .isEqualTo("Domain example.org added.\n");
            server.pabal("bob-secret\n", "account", "add", "bob@example.org", "--password-stdin")
                    .mustSucceed();
            server.start();
            server.pabal("", "alias", "add", "info@example.org", "bob@example.org").mustSucceed();
            assertThat(server.pabal("", "account", "list", "--json").mustSucceed().output())
                    .contains("\"address\" : \"bob@example.org\"");
            assertThat(server.pabal("", "status").mustSucceed().output()).contains("hostname: ");
            server.pabal(
                            "other-secret\n",
                            "account",
                            "passwd",
                            "bob@example.org",
                            "--password-stdin")
                    .mustSucceed();
            server.pabal("", "alias", "remove", "info@example.org").mustSucceed();
            server.pabal("", "account", "remove", "bob@example.org").mustSucceed();
            server.pabal("", "domain", "remove", "example.org").mustSucceed();
            assertThat(server.pabal("", "domain", "list").mustSucceed().output()).isEmpty();
        }
    }

    @Test
    void refusalsSayWhyAndWhatToDo() throws Exception {
        try (PabalProcess server = PabalProcess.at(folder.resolve("data"))) {
            Run.Result noDomain =
                    server.pabal(
                            "bob-secret\n",
                            "account",
                            "add",
                            "bob@example.org",
                            "--password-stdin");
            assertThat(noDomain.exitCode()).isEqualTo(1);
            assertThat(noDomain.output()).contains("pabal domain add example.org");
            assertThat(server.pabal("", "domain", "add", "a/b").exitCode()).isEqualTo(1);
            assertThat(server.pabal("", "domain", "ad", "x").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void theWayOfAMailIsExplainedWithAServerAndWithout() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("pabal.toml"), "[routes]\n\"fixed.example\" = \"h:26\"\n");
        try (PabalProcess server = PabalProcess.at(data).with("example.org", "bob")) {
            server.pabal("", "alias", "add", "info@example.org", "bob@example.org").mustSucceed();
            explainsThreeWays(server);
            explainsThreeWays(server.start());
        }
    }

    private static void explainsThreeWays(PabalProcess server) throws Exception {
        assertThat(explained(server, "info"))
                .contains("1. info@example.org is an alias for [bob@example.org]")
                .contains("=> bob@example.org: stored for account bob@example.org");
        assertThat(explained(server, "x@fixed.example")).contains("handed to h:26");
        assertThat(explained(server, "no@example.org", "--json"))
                .contains("\"way\" : \"refused\"")
                .contains("550 5.1.1");
    }

    private static String explained(PabalProcess server, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("route", "explain"));
        all.addAll(List.of(arguments));
        return server.pabal("", all.toArray(String[]::new)).mustSucceed().output();
    }

    @Test
    void brokenSettingsStopTheStartWithFileAndLine() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("pabal.toml"), "[tls]\ncertifcate = \"x\"\n");
        try (PabalProcess server = PabalProcess.at(data)) {
            Run.Result check = server.pabal("", "config", "check");
            assertThat(check.exitCode()).isEqualTo(78);
            assertThat(check.output())
                    .contains("pabal.toml:2:1")
                    .contains("did you mean tls.certificate?");
            assertThat(server.pabal("", "serve").exitCode()).isEqualTo(78);
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() throws Exception {
        try (PabalProcess server = PabalProcess.at(folder.resolve("data")).start()) {
            Run.Result second =
                    server.pabal("", "serve", "--port-offset", "1", "--bind", "127.0.0.1");
            assertThat(second.exitCode()).isEqualTo(69);
            assertThat(second.output()).contains("in use by another server");
        }
    }
}
