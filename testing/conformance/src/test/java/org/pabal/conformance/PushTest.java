// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Being told of mail by the running server: webhooks, and curl at its event stream. swaks sends.
@Timeout(120)
class PushTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init")
    private WebReceiver receiver;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Run.has("curl") && Run.has("swaks") && Run.has("openssl"));
        receiver = new WebReceiver(folder);
    }

    @AfterEach
    @SuppressWarnings("NullAway")
    void close() {
        if (receiver != null) {
            receiver.close();
        }
    }

    private PabalProcess server(boolean loopback) throws Exception {
        String settings =
                "[delivery]\nauthorities = \""
                        + receiver.certificate.chain()
                        + "\"\n"
                        + (loopback ? "[sieve]\nnotify-networks = [\"127.0.0.1\"]\n" : "");
        return PabalProcess.at(PabalProcess.data(folder, settings))
                .start()
                .with("pabal.test", "bob");
    }

    @Test
    void aWebhookIsToldAndWhatFailsIsTriedAgain() throws Exception {
        try (PabalProcess server = server(true)) {
            String id = webhook(server, "values");
            send(server, "first");
            assertThat(receiver.next())
                    .isEqualTo(
                            "{\"value1\":\"Ann <ann@pabal.test>\",\"value2\":\"first\","
                                    + "\"value3\":\"This is a test mailing\"}");
            await(server, "\"status\":200"); // it is answered before others are answered otherwise
            receiver.status = 401;
            receiver.said = "Invalid key\n";
            send(server, "second");
            receiver.next();
            await(server, "\"said\":\"Invalid key\"");
            await(server, "\"waiting\":1");
            assertThat(webhooks(server, "list").mustSucceed().output())
                    .contains(
                            id
                                    + "\t\thttps://"
                                    + URI.create(receiver.url()).getRawAuthority()
                                    + "/…\tvalues\ton\t1 waiting\t")
                    .contains(": 401 Invalid key");
            receiver.status = 500;
            server.pabal("", "queue", "flush").mustSucceed();
            assertThat(receiver.next()).contains("second");
            await(server, "\"status\":500");
            receiver.status = 200;
            server.pabal("", "queue", "flush").mustSucceed();
            assertThat(receiver.next()).contains("second");
            await(server, "\"waiting\":0");
            assertThat(call(server, "Webhook/test", "\"webhookId\":\"" + id + "\""))
                    .contains("\"status\":200")
                    .contains("\"millis\":");
            assertThat(server.pabal("", "status", "--json").output()).contains("webhooks");
            byCommand(server, id);
        }
    }

    private void byCommand(PabalProcess server, String id) throws Exception {
        assertThat(webhooks(server, "test", id).mustSucceed().output()).startsWith("200 ");
        receiver.status = 403;
        Run.Result refused = webhooks(server, "test", id);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).startsWith("403 Invalid key (");
        webhooks(server, "disable", id).mustSucceed();
        assertThat(webhooks(server, "list").output()).contains("\toff\t");
        webhooks(server, "enable", id).mustSucceed();
        assertThat(call(server, "Webhook/get", "\"ids\":null")).contains("\"enabled\":true");
        webhooks(server, "remove", id).mustSucceed();
        assertThat(webhooks(server, "list").output()).contains("has no webhooks");
        assertThat(webhooks(server, "test", id).output()).contains("there is no webhook '" + id);
    }

    private static Run.Result webhooks(PabalProcess server, String what, String... id)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("account", "webhooks", what));
        command.add("bob@pabal.test");
        command.addAll(List.of(id));
        return server.pabal("", command.toArray(String[]::new));
    }

    /// The same on the pages, with a phone that is told, too.
    @Test
    void thePagesTryWebhooksAndShowWhoIsTold() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        try (PabalProcess server = server(true)) {
            String phone =
                    "\"create\":{\"k\":{\"deviceClientId\":\"phone\",\"name\":\"Chrome · Android\",\"url\":\""
                            + receiver.url()
                            + "\"}}";
            String id = between(call(server, "PushSubscription/set", phone), "\"id\":\"", "\"");
            String code = between(receiver.next(), "\"verificationCode\":\"", "\"");
            assertThat(
                            call(
                                    server,
                                    "PushSubscription/set",
                                    "\"update\":{\""
                                            + id
                                            + "\":{\"verificationCode\":\""
                                            + code
                                            + "\"}}"))
                    .contains("\"updated\":{\"" + id);
            send(server, "first");
            assertThat(receiver.next()).contains("EmailDelivery");

            assertThat(
                            Run.command(
                                            "env",
                                            "HOME=" + folder,
                                            "URL=https://127.0.0.1:" + server.port(443) + "/",
                                            "ADDRESS=bob@pabal.test",
                                            "PASSWORD=bob-secret",
                                            "HOOK=" + receiver.url(),
                                            "REFUSING=" + receiver.refusing(),
                                            "PICTURES="
                                                    + WEBMAIL.resolve("target").toAbsolutePath(),
                                            "node",
                                            "test/e2e/notify.mjs")
                                    .in(WEBMAIL)
                                    .run()
                                    .mustSucceed()
                                    .output())
                    .contains("all steps passed");
        }
    }

    /// THREATS J07
    @Test
    void nothingGoesInsideUnlessTheSettingsSaySo() throws Exception {
        try (PabalProcess server = server(false)) {
            String id = webhook(server, "json");
            assertThat(call(server, "Webhook/test", "\"webhookId\":\"" + id + "\""))
                    .contains("\"status\":0")
                    .contains("sieve.notify-networks");
            send(server, "first");
            assertThat(server.awaitMail("bob", 1)).contains("Subject: first");
            await(server, "\"waiting\":0");
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void aServerThatIsKilledBetweenThePromiseAndThePostPostsIt() throws Exception {
        try (PabalProcess server = server(true)) {
            webhook(server, "json");
            CountDownLatch gate = new CountDownLatch(1);
            receiver.gate = gate;
            send(server, "kept");
            String first = receiver.next();
            server.kill();
            gate.countDown();
            receiver.gate = new CountDownLatch(0);
            server.start();
            String again = receiver.next();
            assertThat(again).contains("\"subject\":\"kept\"");
            assertThat(between(again, "\"id\":\"", "\""))
                    .isEqualTo(between(first, "\"id\":\"", "\""));
            await(server, "\"waiting\":0");
        }
    }

    /// RFC 8620 §7.3
    @Test
    void anEventStreamTellsOfMail() throws Exception {
        try (PabalProcess server = server(true)) {
            Process curl =
                    new ProcessBuilder(
                                    "curl",
                                    "--silent",
                                    "--no-buffer",
                                    "--insecure",
                                    "--user",
                                    "bob@pabal.test:bob-secret",
                                    "https://127.0.0.1:"
                                            + server.port(443)
                                            + "/jmap/eventsource?types=EmailDelivery&closeafter=state&ping=5")
                            .start();
            try (BufferedReader out = curl.inputReader(StandardCharsets.UTF_8)) {
                String line = out.readLine();
                while (line != null && !line.startsWith("event: ping")) {
                    line = out.readLine(); // until it listens
                }
                send(server, "news");
                StringBuilder told = new StringBuilder();
                line = out.readLine();
                while (line != null) {
                    told.append(line).append('\n');
                    line = out.readLine();
                }
                assertThat(told).contains("event: state").contains("EmailDelivery");
            } finally {
                curl.destroyForcibly();
            }
        }
    }

    private static void send(PabalProcess server, String subject) throws Exception {
        Run.command(
                        "swaks",
                        "--server",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(server.port(25)),
                        "--from",
                        "ann@example.net",
                        "--to",
                        "bob@pabal.test",
                        "--h-From",
                        "Ann <ann@pabal.test>",
                        "--h-Subject",
                        subject,
                        "--body",
                        "This is a test mailing")
                .run()
                .mustSucceed();
    }

    /// @return its id
    private String webhook(PabalProcess server, String format) throws Exception {
        String set =
                call(
                        server,
                        "Webhook/set",
                        "\"create\":{\"k\":{\"url\":\""
                                + receiver.url()
                                + "\",\"format\":\""
                                + format
                                + "\"}}");
        return between(set, "\"id\":\"", "\"");
    }

    private static void await(PabalProcess server, String found) throws Exception {
        String got = call(server, "Webhook/get", "\"ids\":null");
        long until = System.nanoTime() + 30_000_000_000L;
        while (!got.contains(found)) {
            assertThat(System.nanoTime()).as(got).isLessThan(until);
            got = call(server, "Webhook/get", "\"ids\":null");
        }
    }

    private static String call(PabalProcess server, String method, String arguments)
            throws Exception {
        String session = curl(server, "/jmap/session");
        String account =
                method.startsWith("PushSubscription/") // of no account, RFC 8620 §7.2
                        ? ""
                        : "\"accountId\":\"" + between(session, "\"accounts\":{\"", "\"") + "\",";
        String request =
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:pabal:params:jmap:webhook\","
                        + "\"urn:pabal:params:jmap:pushdevice\"],"
                        + "\"methodCalls\":[[\""
                        + method
                        + "\",{"
                        + account
                        + arguments
                        + "},\"0\"]]}";
        return curl(
                server,
                "/jmap/api",
                "--header",
                "Content-Type: application/json",
                "--data",
                request);
    }

    private static String curl(PabalProcess server, String path, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "30",
                                "--user",
                                "bob@pabal.test:bob-secret"));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + server.port(443) + path);
        return Run.command(command).run().mustSucceed().output();
    }

    private static String between(String text, String before, String after) {
        assertThat(text).contains(before);
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
