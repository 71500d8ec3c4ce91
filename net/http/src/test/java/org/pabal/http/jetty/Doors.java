// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.pabal.http.HttpConfig;
import org.pabal.http.HttpHandler;
import org.pabal.http.HttpLimits;
import org.pabal.http.OwnNames;
import org.pabal.testkit.TrustingTls;
import org.pabal.wire.Door;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Misconduct;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A server with doors on loopback, and clients of every kind.
final class Doors implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final Guard guard = new Guard();
    final HttpServer server;
    private final Wire wire = new Wire(WireLimits.standard(), "t", guard);

    Doors() {
        this(limits -> limits);
    }

    Doors(UnaryOperator<HttpLimits> limits) {
        this(
                HttpConfig.of(new OwnNames("mail.example", Set.of("mail.example")::contains))
                        .withLimits(limits.apply(HttpLimits.standard())));
    }

    Doors(HttpConfig config) {
        this.server = new HttpServer(wire, config);
    }

    Door plain(HttpHandler handler) throws IOException {
        return plain(handler, config -> config);
    }

    Door plain(HttpHandler handler, UnaryOperator<ListenerConfig> more) throws IOException {
        return server.open(
                more.apply(ListenerConfig.of("http", new InetSocketAddress(LOOPBACK, 0))), handler);
    }

    Door tls(Path folder, HttpHandler handler) throws IOException {
        return tls(folder, handler, config -> config);
    }

    Door tls(Path folder, HttpHandler handler, UnaryOperator<ListenerConfig> more)
            throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
        TlsCertificates certificates =
                new TlsCertificates(
                        List.of(SelfSigned.createIfAbsent(folder, "mail.example", clock)), clock);
        return server.open(
                more.apply(
                        ListenerConfig.of("https", new InetSocketAddress(LOOPBACK, 0))
                                .withImplicitTls(certificates, "")),
                handler);
    }

    static URI uri(String scheme, Door door, String path) {
        return URI.create(
                scheme
                        + "://127.0.0.1:"
                        + ((InetSocketAddress) door.boundAddress()).getPort()
                        + path);
    }

    static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TrustingTls.context())
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    static Socket socket(Door door) throws IOException {
        Socket socket = new Socket();
        socket.connect(door.boundAddress(), 5000);
        socket.setSoTimeout(5000);
        return socket;
    }

    /// Sends octets as they stand and reads to the end of the connection.
    static String say(Door door, String octets) throws IOException {
        try (Socket socket = socket(door)) {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return rest(socket);
        }
    }

    static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.close();
        wire.close();
    }

    /// Refuses whom it is told to, and keeps what it hears.
    static final class Guard implements Gatekeeper {
        final Set<InetAddress> refused = ConcurrentHashMap.newKeySet();
        final List<Misconduct> heard = new CopyOnWriteArrayList<>();

        @Override
        public boolean refuses(InetAddress peer) {
            return refused.contains(peer);
        }

        @Override
        public void noticed(InetAddress peer, String service, Misconduct what, String detail) {
            heard.add(what);
        }
    }
}
