// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.http.HttpHandler;
import org.pabal.http.WebSocketHandler;
import org.pabal.wire.Door;

/// Event streams and WebSockets. RFC 6455
class LastingAnswersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir Path folder;

    /// Events until the client has gone.
    private static final class Events implements HttpHandler {
        final CountDownLatch begun = new CountDownLatch(1);
        final BlockingQueue<String> end = new LinkedBlockingQueue<>();

        @Override
        public void handle(org.pabal.http.HttpExchange exchange) throws IOException {
            exchange.answer("Content-Type", "text/event-stream");
            try (OutputStream out = exchange.stream()) {
                while (true) {
                    out.write("data: x\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    begun.countDown();
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                end.add("interrupted");
            } catch (IOException e) {
                end.add("gone");
            }
        }
    }

    @Test
    void anEventStreamHearsThatItsClientHasGone() throws Exception {
        try (Doors doors = new Doors(limits -> limits.withRequests(1, 1))) {
            Events events = new Events();
            Door door = doors.plain(events);
            try (Socket first = Doors.socket(door);
                    Socket second = Doors.socket(door)) {
                first.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                assertThat(events.begun.await(5, TimeUnit.SECONDS)).isTrue();
                second.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                assertThat(second.getInputStream().readNBytes(12))
                        .as("streams take no place of requests")
                        .asString()
                        .isEqualTo("HTTP/1.1 200");
                assertThat(doors.server.lasting()).isEqualTo(2);
            }
            assertThat(events.end.poll(5, TimeUnit.SECONDS)).isEqualTo("gone");
            assertThat(events.end.poll(5, TimeUnit.SECONDS)).isEqualTo("gone");
            HostileHttpTest.await(() -> doors.server.lasting() == 0);
        }
    }

    @Test
    void stoppingEndsStreamsAndFinishesRequests() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Events events = new Events();
        try (Doors doors = new Doors()) {
            Door door =
                    doors.plain(exchange -> {
                        if (exchange.path().equals("/slow")) {
                            asked.countDown();
                            try {
                                go.await();
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            exchange.send("done".getBytes(StandardCharsets.UTF_8));
                        } else {
                            events.handle(exchange);
                        }
                    });
            try (Socket stream = Doors.socket(door);
                    Socket slow = Doors.socket(door)) {
                stream.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                slow.getOutputStream()
                        .write(
                                "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(events.begun.await(5, TimeUnit.SECONDS)).isTrue();
                Thread drain = Thread.ofVirtual().start(() -> door.drain(Duration.ofSeconds(5)));
                assertThat(events.end.poll(5, TimeUnit.SECONDS)).isIn("interrupted", "gone");
                go.countDown();
                assertThat(Doors.rest(slow)).startsWith("HTTP/1.1 200 ").endsWith("done");
                drain.join();
                assertThatThrownBy(() -> Doors.socket(door)).isInstanceOf(IOException.class);
            }
        }
    }

    /// Says back what it hears, twice, and remembers.
    private static final class Echo implements WebSocketHandler {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private WebSocketPeer peer;

        @Override
        public void opened(WebSocketPeer opened) throws IOException {
            peer = opened;
            peer.send("hello");
        }

        @Override
        public void text(String message) throws IOException {
            heard.add(Thread.currentThread().isVirtual() ? message : "platform");
            if (message.equals("bye")) {
                peer.close(1000, "bye");
                return;
            }
            peer.send(message);
            peer.send(message);
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }

    private static final class Listener implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            heard.add("ping");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("close " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error");
        }
    }

    private static WebSocket connect(Door door, String scheme, Listener listener) {
        URI uri = Doors.uri(scheme, door, "/ws");
        return Doors.client(HttpClient.Version.HTTP_1_1)
                .newWebSocketBuilder()
                .subprotocols("other", "jmap")
                .buildAsync(uri, listener)
                .join();
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return String.valueOf(heard.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void aWebSocketSpeaksBothWays() throws Exception {
        Echo echo = new Echo();
        try (Doors doors = new Doors()) {
            Door door = doors.tls(folder, exchange -> exchange.upgrade("jmap", echo));
            Listener listener = new Listener();
            WebSocket socket = connect(door, "wss", listener);
            assertThat(socket.getSubprotocol()).isEqualTo("jmap");
            assertThat(next(listener.heard)).isEqualTo("hello");
            for (String said : new String[] {"하나", "x".repeat(100_000)}) {
                socket.sendText(said, true).join();
                assertThat(next(listener.heard)).isEqualTo(said);
                assertThat(next(listener.heard)).isEqualTo(said);
            }
            socket.sendText("in ", false).join();
            socket.sendPing(ByteBuffer.allocate(3)).join();
            socket.sendText("parts", true).join();
            assertThat(next(listener.heard)).isEqualTo("pong");
            assertThat(next(listener.heard)).isEqualTo("in parts");
            assertThat(next(listener.heard)).isEqualTo("in parts");
            socket.sendText("bye", true).join();
            assertThat(next(listener.heard)).isEqualTo("close 1000");
            HostileHttpTest.await(() -> echo.heard.contains("closed"));
            assertThat(echo.heard).doesNotContain("platform");
            HostileHttpTest.await(() -> doors.server.lasting() == 0);
        }
    }

    @Test
    void theClientIsPingedAndItsEndIsHeard() throws Exception {
        Echo echo = new Echo();
        try (Doors doors =
                new Doors(limits ->
                        limits.withTimes(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(50)))) {
            Door door = doors.plain(exchange -> exchange.upgrade("", echo));
            Listener listener = new Listener();
            WebSocket socket = connect(door, "ws", listener);
            assertThat(next(listener.heard)).isEqualTo("hello");
            assertThat(next(listener.heard)).isEqualTo("ping");
            assertThat(next(listener.heard)).as("and it lives on").isEqualTo("ping");
            socket.sendText("x", true).join();
            HostileHttpTest.await(() -> echo.heard.contains("x"));
            socket.abort();
            HostileHttpTest.await(() -> echo.heard.contains("closed"));
        }
    }

    @Test
    void messagesOverTheLimitAndBinaryOnesEndIt() throws Exception {
        try (Doors doors = new Doors(limits -> limits.withMessageOctets(1000))) {
            Echo echo = new Echo();
            Door door = doors.plain(exchange -> exchange.upgrade("jmap", echo));
            Listener big = new Listener();
            connect(door, "ws", big).sendText("x".repeat(1001), true);
            assertThat(next(big.heard)).isEqualTo("hello");
            assertThat(next(big.heard)).isEqualTo("close 1009");
            Listener binary = new Listener();
            connect(door, "ws", binary).sendBinary(ByteBuffer.allocate(1), true);
            assertThat(next(binary.heard)).isEqualTo("hello");
            assertThat(next(binary.heard)).startsWith("close 10");
            HostileHttpTest.await(() -> echo.heard.stream().filter("closed"::equals).count() == 2);
        }
    }

    @Test
    void aPlainRequestIsNoWebSocket() throws Exception {
        CompletableFuture<String> why = new CompletableFuture<>();
        try (Doors doors = new Doors()) {
            Door door =
                    doors.plain(exchange -> {
                        try {
                            exchange.upgrade("jmap", new Echo());
                        } catch (IOException e) {
                            why.complete(e.getMessage());
                            exchange.status(426).send(new byte[0]);
                        }
                    });
            assertThat(Doors.say(door, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 426 ");
            assertThat(why.join()).contains("no WebSocket");
        }
    }

    @Test
    void aSubprotocolThatTheClientDidNotOfferIsRefused() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.plain(exchange -> exchange.upgrade("unknown", new Echo()));
            assertThatThrownBy(() -> connect(door, "ws", new Listener()))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
    }
}
