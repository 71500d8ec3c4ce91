// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mta.jobs.OutsideFetches;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.jobs.Reachable;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.http.HttpClient;

/// A server of the web on loopback, `shop.example`, over TLS and in the clear. `inside.example` is in a
/// private network.
final class OtherServer implements AutoCloseable {
    private static final String ZONE = "shop.example. A 127.0.0.1\ninside.example. A 10.1.2.3\n";

    /// What came, as it came: head and body.
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// What is answered, by path: status and fields, and the body.
    final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private final Wire wire = new Wire(WireLimits.standard());
    private final CertificateFiles files;
    private final Listener secure;
    private final Listener clear;

    record Answer(String head, byte[] body) {}

    OtherServer(Path folder) throws IOException {
        files = SelfSigned.createIfAbsent(folder, "shop.example", InstantSource.system());
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        secure =
                open(
                        "https",
                        connection -> {
                            connection.startTls(own);
                            answer(connection);
                        });
        clear = open("http", this::answer);
    }

    private Listener open(String name, org.pabal.wire.ConnectionHandler handler)
            throws IOException {
        Listener listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                name, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        handler);
        listener.start();
        return listener;
    }

    private void answer(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        StringBuilder request = new StringBuilder();
        int length = 0;
        while (connection.readLine(8_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            request.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        connection.readExactly(length, body::write);
        requests.add(request.append('\n').append(body).toString());
        String path = request.toString().split(" ", 3)[1];
        Answer answer = answers.getOrDefault(path, new Answer("404 None", new byte[0]));
        connection.write(
                ("HTTP/1.1 "
                                + answer.head()
                                + "\r\nContent-Length: "
                                + answer.body().length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.write(answer.body());
        connection.flush();
        connection.readLine(1_000, 0); // until the client has gone
    }

    void has(String path, String head, byte[] body) {
        answers.put(path, new Answer(head, body));
    }

    String url(String path) {
        return "https://shop.example:" + port(secure) + path;
    }

    String clearUrl(String path) {
        return "http://shop.example:" + port(clear) + path;
    }

    private static int port(Listener listener) {
        return ((InetSocketAddress) listener.boundAddress()).getPort();
    }

    private Resolver resolver() {
        return ZoneResolver.of(ZONE);
    }

    private HttpClient client() throws IOException {
        return new HttpClient(new Connector(wire), TlsClientContext.trusting(files.chain()));
    }

    OutsidePosts posts() throws IOException {
        return new OutsidePosts(
                resolver(),
                client(),
                new Reachable(InetAddress::isLoopbackAddress),
                Duration.ofSeconds(5));
    }

    /// @param inside that may be asked all the same
    OutsideFetches fetches(Predicate<InetAddress> inside) throws IOException {
        return new OutsideFetches(
                resolver(),
                client(),
                HttpClient.inTheClear(new Connector(wire)),
                new Reachable(inside),
                new OutsideFetches.Limits(10_000, Duration.ofSeconds(5)));
    }

    @Override
    public void close() {
        secure.close();
        clear.close();
        wire.close();
    }
}
