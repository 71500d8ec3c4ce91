// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new server is set up with a browser, which is curl with its cookies, and killed in between.
class FirstRunTest {
    private static final int TRIES = 300;

    @TempDir private Path folder;

    private SetupPage page = new SetupPage(Path.of("cookies"));

    @BeforeEach
    void open() {
        page = new SetupPage(folder.resolve("cookies"));
    }

    @Test
    void theCodeMakesTheAdministratorWhoGoesOnAfterAKillAndAStart() throws Exception {
        assumeTrue(Run.has("curl"));
        Path data = PabalProcess.data(folder, "");
        try (PabalProcess server = PabalProcess.at(data).named("")) {
            Files.writeString(
                    data.resolve("pabal.toml"),
                    """
                    [setup]
                    outbound-hosts = ["mx.pabal.test:%d"]
                    [dns.records]
                    "mx.pabal.test" = "127.0.0.1"
                    "other.pabal.test" = "127.0.0.1"
                    """
                            .formatted(server.port(25)));
            server.start();
            String code = SetupPage.code(server);
            assertThat(page.get(server, "state")).contains("\"needs\":\"code\"", "status=200");
            assertThat(page.post(server, "begin", "{\"code\":\"2222-2222-2222\"}"))
                    .contains("status=401");
            assertThat(page.post(server, "begin", "{\"code\":\"" + code + "\"}"))
                    .contains("status=204");
            assertThat(
                            page.post(
                                    server,
                                    "administrator",
                                    "{\"language\":\"ko\",\"address\":\"jiwoo@pabal.test\","
                                            + "\"password\":\"correct horse battery\"}"))
                    .contains("\"account\":\"jiwoo@pabal.test\"", "status=201");
            assertThat(server.pabal("", "account", "list").mustSucceed().output())
                    .contains("jiwoo@pabal.test");
            server.kill();
            server.start();
            assertThat(page.get(server, "state")).contains("\"needs\":null", "status=200");
            assertThat(page.post(server, "hostname", "{\"hostname\":\"mx.pabal.test\"}"))
                    .contains("\"restarts\":true", "status=200");
            assertThat(stateWithName(server, "mx.pabal.test"))
                    .contains("{\"id\":\"hostname\",\"state\":\"done\"}");
            assertThat(server.pabal("", "config", "show").mustSucceed().output())
                    .contains("hostname = \"mx.pabal.test\"  # kept.toml:3");
            assertThat(page.post(server, "doors", "{}"))
                    .contains("\"family\":4", "\"state\":\"open\"", "status=200")
                    .contains("\"service\":\"imaps\"", "\"state\":\"listening\"");
            assertThat(page.get(server, "certificate"))
                    .contains("\"names\":[\"mx.pabal.test\"]", "\"selfMade\":true");
            giveCertificate(server);
            giveRelay(server);
            assertThat(page.post(server, "finish", "{}")).contains("status=204");
            assertThat(page.get(server, "state")).contains("status=404");
            assertThat(server.pabal("", "setup", "code").exitCode()).isEqualTo(1);
            assertThat(server.pabal("", "status").mustSucceed().output())
                    .contains("left for later: domain, certificate, mailbox, proof");
            server.pabal("", "setup", "open").mustSucceed();
            assertThat(page.get(server, "state")).contains("\"step\":\"mailbox\"", "status=200");
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    private void giveCertificate(PabalProcess server) throws Exception {
        assumeTrue(Run.has("openssl"));
        Path key = folder.resolve("given.key");
        Path certificate = folder.resolve("given.pem");
        Run.command(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "9",
                        "-subj",
                        "/CN=given",
                        "-addext",
                        "subjectAltName=DNS:mx.pabal.test",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .run()
                .mustSucceed();
        String body =
                "{\"certificate\":\"%s\",\"key\":\"%s\"}"
                        .formatted(inJson(certificate), inJson(key));
        assertThat(page.post(server, "certificate", body))
                .contains("\"names\":[\"mx.pabal.test\"]", "status=200");
        assertThat(page.get(server, "certificate")).contains("CN=given");
        String address = "https://127.0.0.1:" + server.port(443) + "/";
        assertThat(Run.command("curl", "--verbose", "--insecure", address).run().output())
                .contains("CN=given");
    }

    private static String inJson(Path file) throws Exception {
        return Files.readString(file).replace("\n", "\\n");
    }

    /// Our own SMTP door stands for it.
    private void giveRelay(PabalProcess server) throws Exception {
        String relay =
                "{\"host\":\"other.pabal.test\",\"port\":%d,\"security\":\"none\","
                        + "\"from\":\"me@pabal.test\"}";
        relay = relay.formatted(server.port(25));
        assertThat(page.post(server, "relay/check", relay))
                .contains("{\"name\":\"sender\",\"state\":\"ok\"");
        assertThat(page.post(server, "relay", relay)).contains("\"restarts\":true", "status=200");
        awaitStarts(server, 3);
        assertThat(server.pabal("", "relay", "check").output()).contains("other.pabal.test");
    }

    private static void awaitStarts(PabalProcess server, int starts) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (server.log().split("event=ready", -1).length > starts) {
                return;
            }
            Thread.sleep(100); // it stops and starts
        }
        throw new AssertionError("it did not start again; " + server.log());
    }

    private String stateWithName(PabalProcess server, String name) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            String state = page.get(server, "state");
            if (state.contains("\"hostname\":\"" + name + "\"")) {
                return state;
            }
            Thread.sleep(100); // it stops and starts
        }
        throw new AssertionError("the name was not taken up; " + server.log());
    }
}
