// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in to the running server with a browser, which is curl with its cookies, and JMAP by the
/// session.
class WebSignInTest {
    private static final String CREDENTIALS = "urn:pabal:params:jmap:credentials";

    @TempDir private Path folder;

    @Test
    void aSessionOpensJmapUntilItEnds() throws Exception {
        assumeTrue(Run.has("curl"));
        try (PabalProcess server =
                PabalProcess.at(PabalProcess.data(folder, "")).start().with("pabal.test", "bob")) {
            assertThat(ask(server, "/auth/session")).contains("\"signedOut\"", "status=401");
            assertThat(login(server, "wrong")).contains("\"refused\"", "status=401");
            assertThat(login(server, "bob-secret"))
                    .contains("\"account\":\"bob@pabal.test\"", "status=200");
            assertThat(ask(server, "/auth/session")).contains("status=200");
            String session = ask(server, "/.well-known/jmap");
            assertThat(session).contains("\"username\":\"bob@pabal.test\"", CREDENTIALS);
            assertThat(jmap(server, "Mailbox/get", account(session)))
                    .contains("\"role\":\"inbox\"");
            assertThat(jmap(server, "Credential/get", account(session)))
                    .contains("\"type\":\"session\"", "\"current\":true");
            assertThat(foreign(server)).contains("status=403"); // THREATS J08
            ask(server, "/auth/logout", "--data", "{}");
            assertThat(jmap(server, "Mailbox/get", account(session))).contains("status=401");
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    private static String account(String session) {
        int start = session.indexOf("\"accounts\":{\"") + "\"accounts\":{\"".length();
        return session.substring(start, session.indexOf('"', start));
    }

    private String login(PabalProcess server, String password) throws Exception {
        return ask(
                server,
                "/auth/login",
                "--data",
                "{\"address\":\"bob@pabal.test\",\"password\":\"" + password + "\"}");
    }

    private String jmap(PabalProcess server, String method, String account) throws Exception {
        return ask(
                server,
                "/jmap/api",
                "--data",
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\",\""
                        + CREDENTIALS
                        + "\"],\"methodCalls\":[[\""
                        + method
                        + "\",{\"accountId\":\""
                        + account
                        + "\",\"ids\":null},\"0\"]]}");
    }

    private String ask(PabalProcess server, String path, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--header",
                                "X-Pabal: 1",
                                "--header",
                                "Sec-Fetch-Site: same-origin",
                                "--header",
                                "Content-Type: application/json"));
        arguments.addAll(List.of(more));
        return curl(server, path, arguments);
    }

    /// As a page of another site would ask, if its browser sent the cookie along.
    private String foreign(PabalProcess server) throws Exception {
        return curl(
                server,
                "/jmap/api",
                List.of(
                        "--header",
                        "Sec-Fetch-Site: cross-site",
                        "--header",
                        "Content-Type: application/json",
                        "--data",
                        "{}"));
    }

    private String curl(PabalProcess server, String path, List<String> more) throws Exception {
        Path jar = folder.resolve("cookies");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "30",
                                "--cookie",
                                jar.toString(),
                                "--cookie-jar",
                                jar.toString(),
                                "--write-out",
                                "\nstatus=%{http_code}\n"));
        command.addAll(more);
        command.add("https://127.0.0.1:" + server.port(443) + path);
        return Run.command(command).run().mustSucceed().output();
    }
}
