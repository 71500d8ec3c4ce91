// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.testkit.TrustingTls;

/// Two hosts; bob's mailboxes are on the second, and he comes to the first: with curl, with a WebSocket,
/// and with a browser.
@Timeout(300)
class OtherHomesTest {
    private static final Path WEBMAIL = Path.of("../../apps/webmail");
    private static final String BASIC = "bob@pabal.test:bob-secret";

    private static final String LOGIN =
            "{\"address\":\"bob@pabal.test\",\"password\":\"bob-secret\"}";

    @TempDir private static Path folder;
    private static @Nullable PabalProcess front;
    private static @Nullable PabalProcess home;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Run.has("curl"));
        front = host("front");
        home = host("home");
        front.start().with("pabal.test", "alice", "bob");
        front.pabal("", "cluster", "init").mustSucceed();
        String token =
                front.pabal("", "cluster", "invite", "home", "--address", "127.0.0.1")
                        .mustSucceed()
                        .output()
                        .strip();
        home.start().with("pabal.test", "alice", "bob", "carol");
        home.pabal("", "cluster", "join", token).mustSucceed();
        front.pabal(
                        "carol-secret\n",
                        "account",
                        "add",
                        "carol@pabal.test",
                        "--host",
                        "home",
                        "--password-stdin")
                .mustSucceed();
        // Its own password there is another one: it is the front that judges.
        home.pabal("other-secret\n", "account", "passwd", "bob@pabal.test", "--password-stdin")
                .mustSucceed();
        webhook("\"create\":{\"k\":{\"name\":\"phone\",\"url\":\"https://ntfy.test/bob\"}}", "set");
        assertThat(page("before", "/auth/login", new String[] {"--data", LOGIN})).contains("status=200");
        front.pabal("", "account", "move", "bob@pabal.test", "home").mustSucceed();
        for (int i = 0; i < 300 && !lives("home"); i++) {
            Thread.sleep(100); // it is on its way
        }
        assertThat(lives("home")).as(front.log()).isTrue();
    }

    private static boolean lives(String host) throws Exception {
        return front.pabal("", "route", "explain", "bob@pabal.test")
                .output()
                .contains("on host " + host);
    }

    private static PabalProcess host(String name) throws Exception {
        Path data =
                PabalProcess.data(
                        Files.createDirectory(folder.resolve(name)),
                        """
                        [cluster]
                        name = "%s"
                        address = "127.0.0.1"
                        """
                                .formatted(name));
        return PabalProcess.at(data).named(name + ".pabal.test");
    }

    @AfterAll
    static void stop() {
        for (PabalProcess each : new PabalProcess[] {front, home}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static String curl(String path, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "60",
                                "--write-out",
                                "\nstatus=%{http_code}\n"));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + front.port(443) + path);
        return Run.command(command).in(folder).run().mustSucceed().output();
    }

    private static String account() throws Exception {
        String session = curl("/jmap/session", "--user", BASIC);
        int start = session.indexOf("\"accounts\":{\"") + "\"accounts\":{\"".length();
        return session.substring(start, session.indexOf('"', start));
    }

    private static String call(String method, String arguments) throws Exception {
        return "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"],"
                + "\"methodCalls\":[[\""
                + method
                + "\",{\"accountId\":\""
                + account()
                + "\","
                + arguments
                + "},\"0\"]]}";
    }

    private static String webhook(String arguments, String method) throws Exception {
        return curl(
                "/jmap/api",
                "--user",
                BASIC,
                "--json",
                call("Webhook/" + method, arguments)
                        .replace("jmap:mail", "jmap:mail\",\"urn:pabal:params:jmap:webhook"));
    }

    @Test
    void aSessionFromBeforeTheMoveIsOver() throws Exception {
        assertThat(page("before", "/auth/session", new String[0])).contains("status=401");
    }

    /// What a person has set comes along.
    @Test
    void webhooksComeAlong() throws Exception {
        assertThat(webhook("\"ids\":null", "get"))
                .contains("\"name\":\"phone\"", "https://ntfy.test/bob");
    }

    private static void receive(String subject) throws Exception {
        front.send("ann@far.test", "bob@pabal.test", Mails.plain(subject, "text"));
        for (int i = 0; i < 300; i++) {
            String found =
                    curl(
                            "/jmap/api",
                            "--user",
                            BASIC,
                            "--json",
                            call("Email/query", "\"filter\":{\"subject\":\"" + subject + "\"}"));
            if (found.contains("\"ids\":[\"")) {
                return;
            }
            Thread.sleep(100); // it is on its way
        }
        throw new AssertionError(front.log() + home.log());
    }

    @Test
    void jmapIsAnsweredByTheHome() throws Exception {
        String session = curl("/jmap/session", "--user", BASIC);
        assertThat(session)
                .contains("\"username\":\"bob@pabal.test\"", "status=200")
                .contains("https://127.0.0.1:" + front.port(443) + "/jmap/api");
        receive("first of all");
        assertThat(curl("/jmap/session", "--user", "bob@pabal.test:other-secret"))
                .contains("status=401");
        assertThat(curl("/jmap/session", "--user", "alice@pabal.test:alice-secret"))
                .contains("\"username\":\"alice@pabal.test\"");
        assertThat(curl("/jmap/nothing", "--user", BASIC)).contains("status=404");
        assertThat(curl("/jmap/api", "--user", BASIC, "--http1.1", "--data", "{no json"))
                .contains("status=400");
    }

    @Test
    void anAppPasswordOfTheFrontOpensTheHome() throws Exception {
        String made =
                front.pabal("", "account", "app-password", "add", "--name", "script", "bob@pabal.test")
                        .mustSucceed()
                        .output();
        String password = made.lines().toList().getFirst().strip();
        assertThat(curl("/jmap/session", "--user", "bob@pabal.test:" + password))
                .as(made)
                .contains("status=200");
    }

    @Test
    void largeFilesGoBothWaysOctetByOctet() throws Exception {
        byte[] octets = new byte[20 << 20];
        new Random(20).nextBytes(octets);
        Path file = Files.write(folder.resolve("large"), octets);
        for (String version : List.of("--http1.1", "--http2")) {
            String uploaded =
                    curl(
                            "/jmap/upload/" + account() + "/",
                            "--user",
                            BASIC,
                            version,
                            "--header",
                            "Content-Type: application/octet-stream",
                            "--data-binary",
                            "@" + file);
            assertThat(uploaded).contains("status=201", "\"size\":20971520");
            int start = uploaded.indexOf("\"blobId\":\"") + "\"blobId\":\"".length();
            String blob = uploaded.substring(start, uploaded.indexOf('"', start));
            Path back = folder.resolve("back");
            String got =
                    curl(
                            "/jmap/download/" + account() + "/" + blob + "/large",
                            "--user",
                            BASIC,
                            version,
                            "--output",
                            back.toString());
            assertThat(got).contains("status=200");
            assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        }
        Path tooLarge = Files.write(folder.resolve("too-large"), new byte[60 << 20]);
        assertThat(
                        curl(
                                "/jmap/upload/" + account() + "/",
                                "--user",
                                BASIC,
                                "--data-binary",
                                "@" + tooLarge))
                .contains("maxSizeUpload", "status=400");
        assertThat(curl("/jmap/session", "--user", BASIC)).contains("status=200");
    }

    /// RFC 8620 §7.3
    @Test
    void eventsComeThroughTheFront() throws Exception {
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "--silent",
                                "--no-buffer",
                                "--insecure",
                                "--user",
                                BASIC,
                                "https://127.0.0.1:"
                                        + front.port(443)
                                        + "/jmap/eventsource?types=EmailDelivery&closeafter=state&ping=5")
                        .start();
        try (BufferedReader out = curl.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("event: ping")) {
                line = out.readLine(); // until it listens
            }
            receive("news");
            StringBuilder told = new StringBuilder();
            for (line = out.readLine(); line != null; line = out.readLine()) {
                told.append(line).append('\n');
            }
            assertThat(told).contains("event: state").contains("EmailDelivery");
        } finally {
            curl.destroyForcibly();
        }
    }

    /// RFC 8887 §4
    @Test
    void aWebSocketGoesToTheHome() throws Exception {
        String id = account();
        CompletableFuture<String> heard = new CompletableFuture<>();
        HttpClient client = HttpClient.newBuilder().sslContext(TrustingTls.context()).build();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        BASIC.getBytes(StandardCharsets.UTF_8)))
                        .subprotocols("jmap")
                        .buildAsync(
                                URI.create("wss://127.0.0.1:" + front.port(443) + "/jmap/ws"),
                                new Hearing(heard))
                        .get(30, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo("jmap");
        String filler = "x".repeat(200_000); // in several pieces
        socket.sendText(
                "{\"@type\":\"Request\",\"id\":\"r1\",\"using\":[\"urn:ietf:params:jmap:core\"],"
                        + "\"methodCalls\":[[\"Core/echo\",{\"it\":\""
                        + id
                        + filler
                        + "\"},\"0\"]]}",
                true);
        assertThat(heard.get(30, TimeUnit.SECONDS))
                .contains("\"requestId\":\"r1\"", id + filler + "\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
    }

    private record Hearing(CompletableFuture<String> whole, StringBuilder parts)
            implements WebSocket.Listener {
        Hearing(CompletableFuture<String> whole) {
            this(whole, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                whole.complete(parts.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable why) {
            whole.completeExceptionally(why);
        }
    }

    /// THREATS J01: whatever a client writes, it is no front.
    @Test
    void noFieldMakesAClientAFront() throws Exception {
        for (String field :
                List.of(
                        "Pabal-Account: bob@pabal.test",
                        "X-Pabal-Account: bob@pabal.test",
                        "Account: bob@pabal.test",
                        "Pabal-Client: 192.0.2.1",
                        "X-Forwarded-For: 192.0.2.1",
                        "Forwarded: for=192.0.2.1")) {
            assertThat(curl("/jmap/session", "--header", field)).contains("status=401");
            assertThat(
                            curl(
                                    "/auth/login",
                                    "--header",
                                    field,
                                    "--header",
                                    "X-Pabal: 1",
                                    "--header",
                                    "Sec-Fetch-Site: same-origin",
                                    "--json",
                                    "{\"address\":\"bob@pabal.test\",\"password\":\"\"}"))
                    .contains("status=401");
        }
        assertThat(
                        curl(
                                "/auth/session",
                                "--cookie",
                                "__Host-pabal=" + "a".repeat(43) + "; __Host-pabal-home=aG9tZTpib2I",
                                "--header",
                                "X-Pabal: 1",
                                "--header",
                                "Sec-Fetch-Site: same-origin"))
                .as("a session that the home has not made")
                .contains("status=401");
        assertThat(home.log()).doesNotContain("192.0.2.1");
    }

    private static String page(String path, String... more) throws Exception {
        return page("jar", path, more);
    }

    private static String page(String jar, String path, String[] more) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--cookie",
                                jar,
                                "--cookie-jar",
                                jar,
                                "--header",
                                "X-Pabal: 1",
                                "--header",
                                "Sec-Fetch-Site: same-origin",
                                "--header",
                                "Content-Type: application/json"));
        arguments.addAll(List.of(more));
        return curl(path, arguments.toArray(String[]::new));
    }

    @Test
    void aBrowserSignsInAtTheFrontAndItsSessionIsTheHomes() throws Exception {
        assertThat(
                        page(
                                "/auth/login",
                                "--data",
                                "{\"address\":\"bob\",\"password\":\"wrong\"}"))
                .contains("\"refused\"", "status=401");
        assertThat(page("/auth/login", "--data", LOGIN))
                .contains("\"account\":\"bob@pabal.test\"", "status=200");
        assertThat(home.pabal("", "account", "sessions", "bob@pabal.test").output())
                .contains("127.0.0.1");
        assertThat(page("/auth/session")).contains("bob@pabal.test", "status=200");
        assertThat(page("/.well-known/jmap")).contains("\"username\":\"bob@pabal.test\"");
        assertThat(page("/auth/confirm", "--data", "{\"password\":\"wrong\"}"))
                .contains("status=401");
        assertThat(page("/auth/confirm", "--data", "{\"password\":\"bob-secret\"}"))
                .contains("confirmedUntil", "status=200");
        assertThat(page("/auth/sessions")).contains("\"current\":true");
        assertThat(page("/auth/logout", "--data", "{}")).contains("status=204");
        assertThat(page("/auth/session")).contains("status=401");
    }

    /// THREATS A09
    @Test
    void aPasswordThatChangesAtTheFrontEndsTheHomesSessions() throws Exception {
        assertThat(page("/auth/login", "--data", LOGIN)).contains("status=200");
        front.pabal("bob-secret\n", "account", "passwd", "bob@pabal.test", "--password-stdin")
                .mustSucceed();
        for (int i = 0; i < 300; i++) {
            if (page("/auth/session").contains("status=401")) {
                return;
            }
            Thread.sleep(100); // its home is being told
        }
        throw new AssertionError(front.log() + home.log());
    }

    /// What is done there, step by step, stands in `apps/webmail/test/e2e/mail.mjs`: pictures and parts
    /// by signed links among it.
    @Test
    void thePagesOfTheFrontShowTheMailOfTheHome() throws Exception {
        assumeTrue(Run.has("chromium") && Run.has("node"));
        assumeTrue(Files.exists(WEBMAIL.resolve("target/classes/web/policy.json")));
        for (int i = 0; i < 12; i++) {
            front.send("bob@far.test", "carol@pabal.test", WebmailTest.text(i));
        }
        front.send("bob@far.test", "carol@pabal.test", WebmailTest.html());
        home.awaitMail("carol", 13);
        Run.Result result =
                Run.command(
                                "env",
                                "HOME=" + folder,
                                "URL=https://127.0.0.1:" + front.port(443) + "/",
                                "ADDRESS=carol@pabal.test",
                                "PASSWORD=carol-secret",
                                "HTML_SUBJECT=pictures",
                                "PICTURES=" + WEBMAIL.resolve("target").toAbsolutePath(),
                                "node",
                                "test/e2e/mail.mjs")
                        .in(WEBMAIL)
                        .run();
        assertThat(result.mustSucceed().output()).contains("all steps passed");
    }

    @Test
    void aHomeThatIsDownIsNoWrongPassword() throws Exception {
        assertThat(page("/auth/login", "--data", LOGIN)).contains("status=200");
        home.stop();
        assertThat(curl("/jmap/session", "--user", BASIC, "--include"))
                .contains("Your mailboxes are on the host home", "status=503")
                .containsIgnoringCase("retry-after: 20");
        assertThat(page("/auth/session")).contains("\"code\":\"homeDown\"", "status=503");
        assertThat(page("/auth/login", "--data", LOGIN)).contains("homeDown", "status=503");
        assertThat(curl("/jmap/session", "--user", "bob@pabal.test:wrong")).contains("status=401");
        assertThat(curl("/jmap/session", "--user", "alice@pabal.test:alice-secret"))
                .contains("status=200");
        home.start();
        assertThat(curl("/jmap/session", "--user", BASIC)).contains("status=200");
        assertThat(page("/auth/session")).contains("status=200");
    }
}
