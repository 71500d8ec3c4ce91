// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.http.HttpHandler;
import org.pabal.http.Route;
import org.pabal.http.Routes;
import org.pabal.wire.Door;
import org.pabal.wire.Misconduct;

/// Octets that no honest client sends. THREATS J01, J02, J10.
class HostileHttpTest {
    private static final HttpHandler TELL =
            exchange -> exchange.send(exchange.path().getBytes(StandardCharsets.UTF_8));

    @TempDir Path folder;

    private static final List<String> SMUGGLING =
            List.of(
                    "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                    "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                    "Content-Length: 3, 4\r\n\r\nabcd",
                    "Content-Length: +3\r\n\r\nabc",
                    "Content-Length: -3\r\n\r\nabc",
                    "Content-Length: 0x3\r\n\r\nabc",
                    "Content-Length: 99999999999999999999\r\n\r\nabc",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                    "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                    "Content-Length : 3\r\n\r\nabc",
                    "X: a\r\n b\r\n\r\n",
                    "X: a\n\r\n",
                    "X: a\r\n\n",
                    "X: a\rY: b\r\n\r\n",
                    "X: a\u0000b\r\n\r\n",
                    "X y: a\r\n\r\n",
                    ": a\r\n\r\n",
                    "X\r\n\r\n",
                    "Host: other\r\n\r\n");

    @Test
    void whatTwoReadersWouldUnderstandDifferentlyIsRefused() throws Exception {
        // THREATS J01
        try (Doors doors = new Doors()) {
            for (String fields : SMUGGLING) {
                AtomicInteger served = new AtomicInteger();
                Door door =
                        doors.plain(exchange -> {
                            served.incrementAndGet();
                            exchange.body(1000);
                        });
                String answer =
                        Doors.say(
                                door,
                                "POST / HTTP/1.1\r\nHost: x\r\n"
                                        + fields
                                        + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(answer)
                        .matches("(?s)HTTP/1.1 (400|501) .*")
                        .contains("Connection: close");
                assertThat(answer.split("HTTP/1.1 ", -1))
                        .as("answers and the part before")
                        .hasSize(2);
                assertThat(served).hasValueLessThanOrEqualTo(1);
                assertThat(doors.guard.heard).contains(Misconduct.PROTOCOL_ABUSE);
            }
        }
    }

    private static final List<String> CHUNKS =
            List.of(
                    "3;x\nabc\r\n0\r\n\r\n",
                    "3\nabc\r\n0\r\n\r\n",
                    "3\r\nabc\n0\r\n\r\n",
                    "0x3\r\nabc\r\n0\r\n\r\n",
                    "-3\r\nabc\r\n0\r\n\r\n",
                    "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                    "3\r\nabcd\r\n0\r\n\r\n");

    @Test
    void chunksOutsideTheGrammarEndTheConnection() throws Exception {
        // THREATS J01
        try (Doors doors = new Doors()) {
            for (String chunks : CHUNKS) {
                Door door =
                        doors.plain(exchange -> {
                            exchange.body(1000);
                            exchange.send("read".getBytes(StandardCharsets.UTF_8));
                        });
                String answer =
                        Doors.say(
                                door,
                                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + chunks
                                        + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(answer).doesNotContain("read");
                assertThat(answer.split("HTTP/1.1 ", -1).length).isLessThanOrEqualTo(2);
            }
        }
    }

    private static final List<String> OTHERS =
            List.of(
                    "GET / HTTP/9.9\r\n\r\n",
                    "GET /\r\n\r\n",
                    "GET / HTTP/1.1\r\n\r\n",
                    "G\u0001ET / HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET / \u00e9 HTTP/1.1\r\nHost: x\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                    "EHLO x\r\nMAIL FROM:<a@b>\r\n",
                    "GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
                    "GET http://u:p@x/ HTTP/1.1\r\nHost: x\r\n\r\n");

    @Test
    void otherProtocolsAreRefused() throws Exception {
        try (Doors doors = new Doors()) {
            for (String octets : OTHERS) {
                AtomicInteger served = new AtomicInteger();
                Door door = doors.plain(exchange -> served.incrementAndGet());
                assertThat(Doors.say(door, octets)).matches("(?s)(HTTP/1.1 (400|505) .*)?");
                assertThat(served).hasValue(0);
            }
        }
    }

    @Test
    void namesOfFilesDoNotLeadAnywhere() throws Exception {
        // THREATS J10
        try (Doors doors = new Doors()) {
            Door door = doors.plain(new Routes(List.of(Route.get("/known/*", TELL))));
            for (String path :
                    List.of(
                            "/..%2f..%2fetc/passwd",
                            "/../../etc/passwd",
                            "/known/../../etc/passwd",
                            "/known/%2e%2e/etc/passwd",
                            "/known/.%2e/x",
                            "/known//x",
                            "//known/x",
                            "/known/a%00b",
                            "/known/a%0d%0ab",
                            "/known/%",
                            "/known/%zz",
                            "/known/%c0%ae%c0%ae/x",
                            "/known/%ff",
                            "/%5c..%5cetc",
                            "/known;x/y")) {
                assertThat(get(door, path)).as(path).matches("(?s)HTTP/1.1 40[04] .*");
            }
            assertThat(get(door, "/known/a%2fb%5C;c%25d")).endsWith("\r\n/known/a%2Fb\\;c%d");
        }
    }

    private static String get(Door door, String path) throws IOException {
        return Doors.say(door, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void headersOverTheLimits() throws Exception {
        // THREATS J02
        try (Doors doors = new Doors()) {
            Door door = doors.plain(TELL);
            assertThat(get(door, "/" + "a".repeat(100_000))).startsWith("HTTP/1.1 414 ");
            assertThat(
                            Doors.say(
                                    door,
                                    "GET / HTTP/1.1\r\nHost: x\r\nX: "
                                            + "a".repeat(33_000)
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(
                            Doors.say(
                                    door,
                                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                            + "A: b\r\n".repeat(1000)
                                            + "\r\n"))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("100 fields at most");
        }
    }

    @Test
    void aHeaderDropByDropIsCutOff() throws Exception {
        // THREATS J02
        try (Doors doors =
                new Doors(limits ->
                        limits.withTimes(
                                Duration.ofMillis(300),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(30)))) {
            Door plain = doors.plain(TELL);
            try (Socket socket = Doors.socket(plain)) {
                assertThat(drip(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: aaaaaaaaaaaaaaa"))
                        .startsWith("HTTP/1.1 408 ");
            }
            assertThat(doors.guard.heard).contains(Misconduct.SILENT);
            Door tls = doors.tls(folder, TELL);
            try (Socket socket = Doors.socket(tls)) {
                assertThat(drip(socket, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000")).isEmpty();
            }
            try (Socket silent = Doors.socket(tls)) {
                assertThat(Doors.rest(silent)).as("no handshake at all").isEmpty();
            }
        }
    }

    /// Sends an octet at a time until the server has ended the connection.
    private static String drip(Socket socket, String octets) throws IOException {
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                for (byte octet : octets.getBytes(StandardCharsets.ISO_8859_1)) {
                                    socket.getOutputStream().write(octet);
                                    Thread.sleep(50);
                                }
                            } catch (IOException | InterruptedException cutOff) {
                                // as it should be
                            }
                        });
        try {
            return Doors.rest(socket);
        } finally {
            writer.interrupt();
        }
    }

    @Test
    void aConnectionMayRestBetweenRequests() throws Exception {
        try (Doors doors =
                        new Doors(limits ->
                                limits.withTimes(
                                        Duration.ofMillis(200),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(30)));
                Socket socket = Doors.socket(doors.plain(TELL))) {
            byte[] request =
                    "GET /x HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request);
                assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
                while (!line(socket).isEmpty()) {
                    // fields
                }
                assertThat(socket.getInputStream().readNBytes(2)).asString().isEqualTo("/x");
                Thread.sleep(300); // longer than a header may take
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Test
    void aBodyDropByDropIsGivenUp() throws Exception {
        // THREATS J02
        try (Doors doors =
                        new Doors(limits -> limits.withBodyPace(10_000, Duration.ofMillis(200)));
                Socket socket = Doors.socket(doors.plain(exchange -> exchange.body(100_000)))) {
            socket.getOutputStream()
                    .write(
                            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(drip(socket, "a".repeat(100))).startsWith("HTTP/1.1 408 ");
            assertThat(doors.guard.heard).contains(Misconduct.SILENT);
        }
    }

    @Test
    void aClientThatBringsNothingOrTakesNothingIsGivenUp() throws Exception {
        try (Doors doors =
                new Doors(limits ->
                        limits.withTimes(
                                Duration.ofSeconds(5),
                                Duration.ofMillis(300),
                                Duration.ofSeconds(30)))) {
            AtomicInteger failed = new AtomicInteger();
            Door door =
                    doors.plain(exchange -> {
                        try {
                            if (exchange.method().equals("POST")) {
                                exchange.body(100);
                            } else {
                                for (int i = 0; i < 2000; i++) {
                                    exchange.stream().write(new byte[100_000]);
                                }
                            }
                        } catch (IOException e) {
                            failed.incrementAndGet();
                            throw e;
                        }
                    });
            try (Socket socket = Doors.socket(door)) {
                socket.getOutputStream()
                        .write(
                                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(Doors.rest(socket)).startsWith("HTTP/1.1 408 ");
                assertThat(failed).hasValue(1);
            }
        }
    }

    @Test
    void whoIsBannedIsClosedAtAccept() throws Exception {
        try (Doors doors = new Doors()) {
            doors.guard.refused.add(Doors.LOOPBACK);
            Door door = doors.plain(TELL);
            try (Socket socket = Doors.socket(door)) {
                assertThat(Doors.rest(socket)).isEmpty();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            await(() -> door.counts().banned() == 1 && door.counts().open() == 0);
        }
    }

    @Test
    void connectionsOfOneSourceAreCountedAndForgotten() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.plain(TELL, config -> config.withLimits(100, 3, _ -> ""));
            for (int round = 0; round < 20; round++) {
                assertThat(get(door, "/x")).startsWith("HTTP/1.1 200 ");
                await(() -> door.counts().open() == 0); // the door hears of an end a little later
            }
            Socket[] open = new Socket[3];
            for (int i = 0; i < open.length; i++) {
                open[i] = Doors.socket(door);
                open[i].getOutputStream().write("GET".getBytes(StandardCharsets.US_ASCII));
            }
            await(() -> door.counts().open() == 3);
            try (Socket fourth = Doors.socket(door)) {
                assertThat(Doors.rest(fourth)).isEmpty();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            await(() -> door.counts().refused() == 1);
            for (Socket socket : open) {
                socket.close();
            }
            await(() -> door.counts().open() == 0);
            assertThat(get(door, "/x")).startsWith("HTTP/1.1 200 ");
        }
    }

    static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void requestsOverTheLimitAreTurnedAway() throws Exception {
        java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
        try (Doors doors = new Doors(limits -> limits.withRequests(2, 2))) {
            Door door =
                    doors.plain(exchange -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    });
            Socket[] open = new Socket[2];
            for (int i = 0; i < open.length; i++) {
                open[i] = Doors.socket(door);
                open[i].getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
            }
            await(() -> doors.server.requests() == 2);
            assertThat(get(door, "/")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 2");
            assertThat(doors.server.turnedAway()).isEqualTo(1);
            go.countDown();
            for (Socket socket : open) {
                assertThat(Doors.rest(socket)).startsWith("HTTP/1.1 200 ");
                socket.close();
            }
            assertThat(get(door, "/")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anUnknownHostGetsLinksToTheConfiguredName() throws Exception {
        // THREATS J11
        try (Doors doors = new Doors()) {
            Door door =
                    doors.plain(exchange ->
                            exchange.send(
                                    exchange.client().base().getBytes(StandardCharsets.UTF_8)));
            for (String host :
                    List.of("evil.example", "mail.example.evil.example", "[::1]", "x\"y")) {
                String answer =
                        Doors.say(
                                door,
                                "GET / HTTP/1.1\r\nHost: "
                                        + host
                                        + "\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Prefix: /e"
                                        + "\r\nForwarded: host=evil.example\r\nConnection: close\r\n\r\n");
                assertThat(answer)
                        .as(host)
                        .matches("(?s).*\r\n\r\nhttp://mail.example|HTTP/1.1 400 .*");
            }
            int port = ((InetSocketAddress) door.boundAddress()).getPort();
            assertThat(
                            Doors.say(
                                    door,
                                    "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                                            + port
                                            + "\r\nConnection: close\r\n\r\n"))
                    .endsWith("http://127.0.0.1:" + port);
        }
    }
}
