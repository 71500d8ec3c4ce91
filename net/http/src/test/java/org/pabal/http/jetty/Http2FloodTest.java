// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.http.HttpConfig;
import org.pabal.http.OwnNames;
import org.pabal.http.Route;
import org.pabal.http.Routes;
import org.pabal.http.TrustedProxies;
import org.pabal.http.WebSocketHandler;
import org.pabal.wire.Door;
import org.pabal.wire.IpNetwork;

/// Frames of HTTP/2 that cost the server more than the client. THREATS J03: CVE-2023-44487,
/// CVE-2024-27316. Spoken in the clear, as from a proxy that is trusted.
class Http2FloodTest {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int RESET = -1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /// GET, http, /, and `:authority: x`. RFC 7541
    private static final byte[] REQUEST = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'x'};

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger served = new AtomicInteger();

    private static Doors behindProxy() {
        return new Doors(
                HttpConfig.of(new OwnNames("mail.example", Set.of("mail.example")::contains))
                        .withProxies(
                                new TrustedProxies(
                                        List.of(IpNetwork.parse("127.0.0.0/8")),
                                        TrustedProxies.Fields.X_FORWARDED)));
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int shift = 16; shift >= 0; shift -= 8) {
            frame.write(payload.length >> shift);
        }
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /// What the server said until it ended the connection: the types of its frames.
    private static List<Integer> answers(Socket socket) {
        List<Integer> types = new ArrayList<>();
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                types.add(in.readUnsignedByte());
                in.skipNBytes(5L + length);
            }
        } catch (EOFException ended) {
            return types;
        } catch (SocketException reset) {
            types.add(RESET); // what it said last got lost, as our frames still came
            return types;
        } catch (IOException e) {
            throw new AssertionError("the server goes on", e);
        }
    }

    /// Few answers, and then none: the server hung up long before the flood was over. Whether its last
    /// word (GOAWAY) still got through is up to the sockets.
    private static void assertCutOff(List<Integer> answers) {
        assertThat(answers.size()).isLessThan(10_000);
    }

    /// Floods, and returns the types of the frames that came back until the server hung up.
    private List<Integer> flood(Flood flood) throws Exception {
        try (Doors doors = behindProxy()) {
            Door door = doors.plain(exchange -> served.incrementAndGet());
            try (Socket socket = Doors.socket(door)) {
                OutputStream out = socket.getOutputStream();
                out.write(PREFACE);
                out.write(frame(SETTINGS, 0, 0));
                Thread writer =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        for (int i = 0; i < 200_000; i++) {
                                            out.write(flood.frame(i));
                                        }
                                    } catch (IOException cutOff) {
                                        // as it should be
                                    }
                                });
                List<Integer> answers = answers(socket);
                writer.join(5000);
                assertThat(writer.isAlive()).isFalse();
                HostileHttpTest.await(() -> door.counts().open() == 0);
                HostileHttpTest.await(() -> doors.server.requests() == 0);
                return answers;
            }
        }
    }

    private interface Flood {
        byte[] frame(int i);
    }

    private static byte[] both(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    @Test
    void rapidReset() throws Exception {
        List<Integer> answers =
                flood(i ->
                        both(
                                frame(HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, REQUEST),
                                frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8})));
        assertCutOff(answers);
        assertThat(served.get()).isLessThan(1000);
    }

    @Test
    void pings() throws Exception {
        assertCutOff(flood(_ -> frame(PING, 0, 0, new byte[8])));
    }

    @Test
    void settings() throws Exception {
        assertCutOff(flood(_ -> frame(SETTINGS, 0, 0)));
    }

    @Test
    void continuations() throws Exception {
        // A literal field without indexing, again and again, in a block that never ends.
        byte[] fields = new byte[1000];
        for (int i = 0; i < fields.length; i += 5) {
            fields[i] = 0;
            fields[i + 1] = 1;
            fields[i + 2] = 'a';
            fields[i + 3] = 1;
            fields[i + 4] = 'b';
        }
        assertCutOff(
                flood(i ->
                        i == 0
                                ? frame(HEADERS, END_STREAM, 1, REQUEST)
                                : frame(CONTINUATION, 0, 1, fields)));
        assertThat(served).hasValue(0);
    }

    @Test
    void emptyContinuations() throws Exception {
        assertCutOff(
                flood(i ->
                        i == 0
                                ? frame(HEADERS, END_STREAM, 1, REQUEST)
                                : frame(CONTINUATION, 0, 1)));
        assertThat(served).hasValue(0);
    }

    @Test
    void manyFieldsOutOfOneInTheTable() throws Exception {
        // One field of 3 KB goes into the table; then 4,000 references of one octet each.
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(REQUEST);
        bomb.write(0x40);
        bomb.write(1);
        bomb.write('a');
        bomb.write(0x7f);
        bomb.write(0x80 | (3000 - 127) % 128);
        bomb.write((3000 - 127) / 128);
        bomb.writeBytes(new byte[3000].clone());
        byte[] value = bomb.toByteArray();
        java.util.Arrays.fill(value, value.length - 3000, value.length, (byte) 'v');
        byte[] references = new byte[4000];
        java.util.Arrays.fill(references, (byte) 0xBE);
        try (Doors doors = behindProxy()) {
            Door door = doors.plain(exchange -> served.incrementAndGet());
            try (Socket socket = Doors.socket(door)) {
                OutputStream out = socket.getOutputStream();
                out.write(PREFACE);
                out.write(frame(SETTINGS, 0, 0));
                out.write(frame(HEADERS, END_STREAM | END_HEADERS, 1, both(value, references)));
                out.write(frame(GOAWAY, 0, 0, new byte[8]));
                answers(socket);
            }
            assertThat(served).hasValue(0);
        }
    }

    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aWebSocketWithinHttp2() throws Exception {
        // RFC 8441 §5
        WebSocketHandler hello =
                new WebSocketHandler() {
                    @Override
                    public void opened(WebSocketPeer peer) throws IOException {
                        peer.send("hello");
                    }

                    @Override
                    public void text(String message) {}

                    @Override
                    public void closed() {}
                };
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", "CONNECT");
        field(block, ":protocol", "websocket");
        field(block, ":scheme", "http");
        field(block, ":path", "/ws");
        field(block, ":authority", "mail.example");
        field(block, "sec-websocket-version", "13");
        field(block, "sec-websocket-protocol", "jmap");
        try (Doors doors = behindProxy()) {
            Door door =
                    doors.plain(
                            new Routes(
                                    List.of(
                                            Route.get(
                                                    "/ws",
                                                    exchange -> exchange.upgrade("jmap", hello)))));
            try (Socket socket = Doors.socket(door)) {
                OutputStream out = socket.getOutputStream();
                out.write(PREFACE);
                out.write(frame(SETTINGS, 0, 0));
                out.write(frame(HEADERS, END_HEADERS, 1, block.toByteArray()));
                StringBuilder heard = new StringBuilder();
                while (heard.indexOf("hello") < 0) {
                    int octet = socket.getInputStream().read();
                    assertThat(octet).as("%s", heard).isNotNegative();
                    heard.append((char) octet);
                }
            }
        }
    }

    @Test
    void withoutAProxyThereIsNoHttp2InTheClear() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.plain(exchange -> served.incrementAndGet());
            try (Socket socket = Doors.socket(door)) {
                OutputStream out = socket.getOutputStream();
                out.write(PREFACE);
                out.write(frame(SETTINGS, 0, 0));
                out.write(frame(HEADERS, END_STREAM | END_HEADERS, 1, REQUEST));
                assertThat(Doors.rest(socket))
                        .startsWith("HTTP/1.1 ")
                        .doesNotStartWith("HTTP/1.1 200");
            }
            assertThat(served).hasValue(0);
        }
    }
}
