// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.testkit.TrustingTls;
import org.pabal.wire.Connection.Line;

class ListenerTest {

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final ListenerConfig PLAIN = ListenerConfig.of("test", ANY_PORT);
    private static final IpNetwork LOOPBACK = IpNetwork.parse("127.0.0.0/8");

    @TempDir Path folder;

    private final Wire wire =
            new Wire(WireLimits.standard().withHandshake(Duration.ofMillis(1_500)));
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        wire.close();
    }

    /// Says who the peer is and repeats its lines.
    private static void echo(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(10));
        connection.write(
                Octets.of("220 " + connection.remote().getAddress().getHostAddress() + "\r\n"));
        while (connection.readLine(1000, 1000) instanceof Line.Complete(var line)) {
            connection.write(line);
            connection.write(Octets.of("\r\n"));
        }
        connection.write(Octets.of("421 bye\r\n"));
    }

    private Listener started(ListenerConfig config) throws IOException {
        return started(config, ListenerTest::echo);
    }

    private Listener started(ListenerConfig config, ConnectionHandler handler) throws IOException {
        Listener listener = new Listener(wire, config, handler);
        listener.start();
        open.add(listener);
        return listener;
    }

    private Socket client(Listener listener) throws IOException {
        var address = (InetSocketAddress) listener.boundAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    private Socket clientFrom(Listener listener, String source) throws IOException {
        var address = (InetSocketAddress) listener.boundAddress();
        Socket socket =
                new Socket(
                        address.getAddress(), address.getPort(), InetAddress.ofLiteral(source), 0);
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(Octets.of(text));
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = socket.getInputStream().read();
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = socket.getInputStream().read();
        }
        return c < 0 ? line + "(end)" : line.toString().strip();
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachConnectionHasItsSession() throws Exception {
        Listener listener = started(PLAIN);
        Socket one = client(listener);
        Socket two = client(listener);
        assertThat(line(two)).isEqualTo("220 127.0.0.1");
        say(two, "b\r\n");
        assertThat(line(two)).isEqualTo("b");
        assertThat(line(one)).startsWith("220");
        say(one, "a\r\n");
        assertThat(line(one)).isEqualTo("a");
        assertThat(listener.counts().open()).isEqualTo(2);
        one.shutdownOutput();
        assertThat(all(one)).isEqualTo("421 bye\r\n");
        Await.until("the connection is forgotten", () -> listener.counts().open() == 1);
    }

    /// THREATS S27.
    @Test
    void connectionsOverTheLimitsAreRefusedWithALine() throws Exception {
        Listener listener =
                started(PLAIN.withLimits(3, 2, why -> "421 4.7.0 " + why.name() + "\r\n"));
        assertThat(line(client(listener))).startsWith("220");
        Socket second = client(listener);
        assertThat(line(second)).startsWith("220");
        assertThat(listener.isCrowded()).isFalse();
        assertThat(all(client(listener))).isEqualTo("421 4.7.0 TOO_MANY_OF_THIS_SOURCE\r\n");
        assertThat(listener.counts().refused()).isEqualTo(1);
        second.close();
        Await.until("one has gone", () -> listener.counts().open() == 1);
        assertThat(line(client(listener))).startsWith("220");

        Listener small = started(PLAIN.withLimits(1, 9, why -> "421 4.7.0 " + why.name() + "\r\n"));
        assertThat(line(client(small))).startsWith("220");
        assertThat(small.isCrowded()).isTrue();
        assertThat(all(client(small))).isEqualTo("421 4.7.0 TOO_MANY_CONNECTIONS\r\n");
    }

    @Test
    void sourcesAreAddressesAndIpv6Networks() throws Exception {
        SourceCounts counts = new SourceCounts(2, 100);
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::1"))).isEmpty();
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::ffff:2"))).isEmpty();
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::3")))
                .contains(ListenerConfig.Overload.TOO_MANY_OF_THIS_SOURCE);
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:1::3"))).isEmpty();
        counts.leave(InetAddress.ofLiteral("2001:db8::9"));
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::3"))).isEmpty();
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.2.1"))).isEmpty();
        counts.leave(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(counts.size()).as("two /64 in one /48").isEqualTo(3);
    }

    @Test
    void aNetworkHoldsItsShareAtMost() {
        SourceCounts counts = new SourceCounts(2, 3);
        for (String each : List.of("192.0.2.1", "192.0.2.2", "192.0.2.2")) {
            assertThat(counts.enter(InetAddress.ofLiteral(each))).isEmpty();
        }
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.2.99")))
                .contains(ListenerConfig.Overload.TOO_MANY_OF_THIS_NETWORK);
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.3.99"))).isEmpty();
        for (String each : List.of("2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1")) {
            assertThat(counts.enter(InetAddress.ofLiteral(each))).isEmpty();
        }
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:4::1")))
                .contains(ListenerConfig.Overload.TOO_MANY_OF_THIS_NETWORK);
        counts.leave(InetAddress.ofLiteral("192.0.2.2"));
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.2.99"))).isEmpty();
    }

    /// THREATS S27: one network holds all that it may, and others are served.
    @Test
    void othersAreServedWhileANetworkHoldsItsShare() throws Exception {
        Listener listener =
                started(PLAIN.withLimits(40, 5, why -> "421 4.7.0 " + why.name() + "\r\n"));
        for (int i = 0; i < 100; i++) {
            String answer = line(clientFrom(listener, "127.0.1." + (1 + i % 50)));
            assertThat(answer).startsWith(i < 20 ? "220" : "421 4.7.0 TOO_MANY_OF_THIS_NETWORK");
        }
        for (int i = 0; i < 5; i++) {
            assertThat(line(clientFrom(listener, "127.9.0.1"))).startsWith("220");
        }
        assertThat(listener.counts().refused()).isEqualTo(80);
    }

    @Test
    void trustedProxySaysWhoThePeerIs() throws Exception {
        Listener listener = started(PLAIN.withTrustedProxies(List.of(LOOPBACK)));
        Socket first = client(listener);
        say(first, "PROXY TCP4 192.0.2.7 198.51.100.1 4711 25\r\nEHLO a\r\n");
        assertThat(line(first)).isEqualTo("220 192.0.2.7");
        assertThat(line(first)).isEqualTo("EHLO a");
        Socket second = client(listener);
        second.getOutputStream().write(version2(0x21, 0x21, 36, "2001:db8::7"));
        assertThat(line(second)).isEqualTo("220 2001:db8:0:0:0:0:0:7");
        Socket third = client(listener);
        third.getOutputStream().write(version2(0x20, 0, 0, "::"));
        assertThat(line(third)).isEqualTo("220 127.0.0.1");
        Socket fourth = client(listener);
        say(fourth, "PROXY UNKNOWN\r\n");
        assertThat(line(fourth)).isEqualTo("220 127.0.0.1");
    }

    private static byte[] version2(int command, int family, int length, String source)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(16 + length);
        header.put(Octets.of("\r\n\r\n\0\r\nQUIT\n")).put((byte) command).put((byte) family);
        header.putShort((short) length);
        if (length > 0) {
            header.put(InetAddress.ofLiteral(source).getAddress());
            header.put(InetAddress.ofLiteral("2001:db8::25").getAddress());
            header.putShort((short) 4711).putShort((short) 25);
        }
        return header.array();
    }

    @Test
    void proxyWithoutValidHeaderIsClosed() throws Exception {
        Listener listener = started(PLAIN.withTrustedProxies(List.of(LOOPBACK)));
        for (String bad :
                List.of(
                        "EHLO client.example\r\n",
                        "PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n",
                        "PROXY TCP4 host.example 198.51.100.1 4711 25\r\n",
                        "PROXY TCP4 192.0.2.7 198.51.100.1 4711 99999\r\n",
                        "PROXY TCP4 " + "1".repeat(200),
                        "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u0000\u0004abcd",
                        "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u00ff\u00ff",
                        "\r\n\r\n\0\r\nQUIT\n\u0031\u0011\u0000\u0000",
                        "PROX")) {
            Socket socket = client(listener);
            say(socket, bad);
            assertThat(endOf(socket)).as(bad).isEmpty();
        }
        Await.until("all are counted", () -> listener.counts().badProxyHeaders() == 9);
        Await.until("all are gone", () -> listener.counts().open() == 0);
    }

    private static String endOf(Socket socket) {
        try {
            return all(socket);
        } catch (IOException e) {
            return "";
        }
    }

    /// THREATS S25: it is a line like any other, for the session to refuse.
    @Test
    void untrustedPeerIsNotBelieved() throws Exception {
        Listener listener =
                started(PLAIN.withTrustedProxies(List.of(IpNetwork.parse("192.0.2.0/24"))));
        Socket socket = client(listener);
        say(socket, "PROXY TCP4 192.0.2.7 198.51.100.1 4711 25\r\n");
        assertThat(line(socket)).isEqualTo("220 127.0.0.1");
        assertThat(line(socket)).startsWith("PROXY TCP4");
    }

    @Test
    void proxiedConnectionsAreCountedByTheirSource() throws Exception {
        Listener listener =
                started(
                        PLAIN.withTrustedProxies(List.of(LOOPBACK))
                                .withLimits(100, 1, _ -> "421 4.7.0 too many\r\n"));
        Socket first = client(listener);
        say(first, "PROXY TCP4 192.0.2.7 198.51.100.1 1 25\r\n");
        assertThat(line(first)).startsWith("220");
        Socket second = client(listener);
        say(second, "PROXY TCP4 192.0.2.7 198.51.100.1 2 25\r\n");
        assertThat(all(second)).isEqualTo("421 4.7.0 too many\r\n");
        Socket other = client(listener);
        say(other, "PROXY TCP4 192.0.2.8 198.51.100.1 3 25\r\n");
        assertThat(line(other)).startsWith("220");
        first.close();
        Await.until("the first has gone", () -> listener.counts().open() == 1);
        Socket third = client(listener);
        say(third, "PROXY TCP4 192.0.2.7 198.51.100.1 4 25\r\n");
        assertThat(line(third)).startsWith("220");
    }

    private ListenerConfig tls() throws IOException {
        var clock = InstantSource.fixed(TestCertificates.NOW);
        var files = SelfSigned.createIfAbsent(folder, "mail.example.org", clock);
        return PLAIN.withImplicitTls(
                new TlsCertificates(List.of(files), clock),
                "* BYE this port speaks TLS, port 143 does not\r\n");
    }

    private SSLSocket tlsClient(Socket socket) throws IOException {
        return (SSLSocket)
                TrustingTls.context()
                        .getSocketFactory()
                        .createSocket(socket, "localhost", socket.getPort(), true);
    }

    @Test
    void implicitTlsBeginsAtOnceAlsoBehindAProxy() throws Exception {
        Socket tls = tlsClient(client(started(tls())));
        assertThat(line(tls)).startsWith("220");
        say(tls, "NOOP\r\n");
        assertThat(line(tls)).isEqualTo("NOOP");

        Socket plain = client(started(tls().withTrustedProxies(List.of(LOOPBACK))));
        say(plain, "PROXY TCP4 192.0.2.7 198.51.100.1 4711 993\r\n");
        assertThat(line(tlsClient(plain))).isEqualTo("220 192.0.2.7");
    }

    @Test
    void plainTextOnAPortOfTlsIsToldTheRightPort() throws Exception {
        Listener listener = started(tls());
        for (String plain : List.of("a1 CAPABILITY\r\n", "GET / HTTP/1.1\r\n\r\n", "")) {
            Socket socket = client(listener);
            say(socket, plain);
            assertThat(all(socket)).isEqualTo("* BYE this port speaks TLS, port 143 does not\r\n");
        }
        Await.until("all are counted", () -> listener.counts().misdirected() == 3);
        assertThat(listener.counts().tlsFailures()).isZero();
    }

    /// THREATS T07.
    @Test
    void handshakesThatAreLeftDoNotHinderOthers() throws Exception {
        Listener listener = started(tls());
        for (int i = 0; i < 30; i++) {
            say(client(listener), "\u0016\u0003\u0001\u0000");
        }
        assertThat(line(tlsClient(client(listener)))).startsWith("220");
        Await.until("they are given up", () -> listener.counts().tlsFailures() == 30);
        assertThat(listener.counts().misdirected()).isZero();
    }

    @Test
    void tlsOnAPlainPortIsCounted() throws Exception {
        Listener listener = started(PLAIN);
        Socket socket = tlsClient(client(listener));
        assertThatThrownBy(() -> line(socket)).isInstanceOf(IOException.class);
        Await.until("it is counted", () -> listener.counts().misdirected() == 1);
    }

    @Test
    void sessionThatFailsEndsAlone() throws Exception {
        Listener listener =
                started(
                        PLAIN,
                        connection -> {
                            if (connection.readLine(10, 10) instanceof Line.Complete(var line)
                                    && line.length > 0) {
                                throw new IllegalStateException("a bug");
                            }
                            connection.write(Octets.of("fine\r\n"));
                        });
        Socket bad = client(listener);
        say(bad, "x\r\n");
        assertThat(all(bad)).isEmpty();
        Socket good = client(listener);
        say(good, "\r\n");
        assertThat(all(good)).isEqualTo("fine\r\n");
        Await.until("both are forgotten", () -> listener.counts().open() == 0);
        assertThat(wire.openConnections()).isZero();
        assertThat(wire.buffersInUse()).isZero();
    }

    @Test
    void drainLetsSessionsSayGoodbye() throws Exception {
        Listener listener = started(PLAIN);
        Socket idle = client(listener);
        assertThat(line(idle)).startsWith("220");
        listener.drain(Duration.ofSeconds(10));
        assertThat(all(idle)).isEqualTo("421 bye\r\n");
        assertThat(listener.counts().open()).isZero();
        assertThatThrownBy(() -> client(listener)).isInstanceOf(IOException.class);
    }

    @Test
    void drainCutsWhatDoesNotEnd() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        var begun = new ArrayBlockingQueue<String>(1);
        Listener listener =
                started(
                        PLAIN,
                        connection -> {
                            begun.add("begun");
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Socket stuck = client(listener);
        assertThat(begun.take()).isEqualTo("begun");
        listener.drain(Duration.ofMillis(20));
        assertThat(endOf(stuck)).isEmpty();
        never.countDown();
        Await.until("the session has ended", () -> listener.counts().open() == 0);
    }

    @Test
    void failureToAcceptIsWaitedOut() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch closed = new CountDownLatch(1);
        ListeningSocket failing =
                new ListeningSocket() {
                    @Override
                    public SocketChannel accept() throws IOException {
                        if (calls.incrementAndGet() <= 2) {
                            throw new IOException("Too many open files");
                        }
                        try {
                            closed.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new ClosedChannelException();
                    }

                    @Override
                    public SocketAddress address() {
                        return ANY_PORT;
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                };
        Listener listener = new Listener(wire, PLAIN, ListenerTest::echo);
        open.add(listener);
        listener.start(failing);
        Await.until("it goes on", () -> calls.get() == 3);
        assertThat(listener.counts().acceptFailures()).isEqualTo(2);
    }

    @Test
    void addressInUseIsNamed() throws Exception {
        Listener listener = started(PLAIN);
        Listener second =
                new Listener(
                        wire,
                        ListenerConfig.of("submission", listener.boundAddress()),
                        ListenerTest::echo);
        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("submission")
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void unixDomainSocketServesItsOwner() throws Exception {
        Path file = folder.resolve("lmtp.sock");
        var address = UnixDomainSocketAddress.of(file);
        Listener listener = started(ListenerConfig.of("lmtp", address));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (int i = 0; i < 60; i++) {
            try (SocketConnection connection = new Connector(wire).connect(address)) {
                assertThat(text(connection)).startsWith("220 127.0.0.1");
                connection.write(Octets.of("LHLO " + "x".repeat(900) + "\r\n"));
                assertThat(text(connection)).hasSize(905);
            }
        }
        Listener second =
                new Listener(wire, ListenerConfig.of("lmtp", address), ListenerTest::echo);
        assertThatThrownBy(second::start).hasMessageContaining("another process listens");
        listener.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void leftOverUnixSocketIsReplacedAndOtherFilesAreNot() throws Exception {
        Path file = folder.resolve("pabal.sock");
        var address = UnixDomainSocketAddress.of(file);
        try (var dead = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(address);
        }
        assertThat(file).exists();
        started(ListenerConfig.of("control", address));
        try (SocketConnection connection = new Connector(wire).connect(address)) {
            assertThat(text(connection)).startsWith("220");
        }
        Path other = Files.writeString(folder.resolve("file"), "precious");
        var listener =
                new Listener(
                        wire,
                        ListenerConfig.of("control", UnixDomainSocketAddress.of(other)),
                        ListenerTest::echo);
        assertThatThrownBy(listener::start).hasMessageContaining("no socket");
        assertThat(other).hasContent("precious");
    }

    @Test
    void readOverAUnixSocketHasADeadline() throws Exception {
        try (Wire quick = new Wire(WireLimits.standard().withWrite(Duration.ofMillis(50)))) {
            var address = UnixDomainSocketAddress.of(folder.resolve("s"));
            started(ListenerConfig.of("lmtp", address));
            try (SocketConnection connection = new Connector(quick).connect(address)) {
                assertThat(text(connection)).startsWith("220");
                connection.readDeadline(Duration.ofMillis(30));
                assertThatThrownBy(() -> text(connection))
                        .isInstanceOf(java.net.SocketTimeoutException.class);
                assertThat(quick.buffersInUse()).isZero();
            }
        }
    }

    @Test
    void unixDrainWakesTheIdle() throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        Listener listener = started(ListenerConfig.of("lmtp", address));
        try (SocketChannel channel = SocketChannel.open(address)) {
            var in = Channels.newInputStream(channel);
            assertThat(new String(in.readNBytes(3), StandardCharsets.US_ASCII)).isEqualTo("220");
            listener.drain(Duration.ofSeconds(10));
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("421 bye\r\n");
        }
    }

    @Test
    void connectorFailsInTimeAndByName() throws Exception {
        Connector connector = new Connector(wire);
        assertThatThrownBy(() ->
                        connector.connect(
                                InetSocketAddress.createUnresolved("mx.example", 25),
                                Duration.ofSeconds(1)))
                .isInstanceOf(java.net.UnknownHostException.class);
        Listener listener = started(PLAIN);
        var local = java.util.Optional.of(InetAddress.ofLiteral("127.0.0.3"));
        try (SocketConnection connection =
                connector.connect(
                        (InetSocketAddress) listener.boundAddress(),
                        Duration.ofSeconds(10),
                        local)) {
            assertThat(text(connection)).isEqualTo("220 127.0.0.3");
        }
        assertThat(wire.openConnections()).isLessThanOrEqualTo(1);
    }

    @Test
    void networksAreParsedAndContain() {
        IpNetwork network = IpNetwork.parse("192.0.2.128/25");
        assertThat(network.contains(InetAddress.ofLiteral("192.0.2.200"))).isTrue();
        assertThat(network.contains(InetAddress.ofLiteral("192.0.2.100"))).isFalse();
        assertThat(network.contains(InetAddress.ofLiteral("2001:db8::1"))).isFalse();
        assertThat(IpNetwork.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8")))
                .isTrue();
        assertThat(IpNetwork.parse("::1").contains(InetAddress.ofLiteral("::1"))).isTrue();
        for (String wrong : List.of("", "host", "192.0.2.0/33", "192.0.2.0/x", "192.0.2.0/-1")) {
            assertThatThrownBy(() -> IpNetwork.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String text(SocketConnection connection) throws IOException {
        return switch (connection.readLine(1000, 1000)) {
            case Line.Complete(var octets) -> Octets.text(octets);
            case Line.TooLong _ -> "(too long)";
            case Line.EndOfStream _ -> "(end)";
        };
    }
}
