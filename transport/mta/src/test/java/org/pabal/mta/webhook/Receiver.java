// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.dns.ZoneResolver;
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

/// A server of the web on loopback that takes notifications.
final class Receiver implements AutoCloseable {
    private static final String ZONE = "hook.example. A 127.0.0.1\ninside.example. A 10.1.2.3\n";

    final List<Post> posts = new CopyOnWriteArrayList<>();
    volatile String status = "200 OK";
    volatile String said = "";
    private final Wire wire = new Wire(WireLimits.standard());
    private final CertificateFiles files;
    private final Listener listener;

    /// @param fields by their names in lower case
    record Post(String path, Map<String, String> fields, String body) {}

    Receiver(Path folder) throws IOException {
        files = SelfSigned.createIfAbsent(folder, "hook.example", InstantSource.system());
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "https",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            answer(connection);
                        });
        listener.start();
    }

    private void answer(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        Map<String, String> fields = new TreeMap<>();
        String path = "";
        while (connection.readLine(2_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 2));
            } else {
                path = line.split(" ")[1];
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        connection.readExactly(Long.parseLong(fields.get("content-length")), body::write);
        posts.add(new Post(path, fields, body.toString(StandardCharsets.UTF_8)));
        byte[] answer = said.getBytes(StandardCharsets.UTF_8);
        connection.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: " + answer.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.write(answer);
        connection.flush();
        connection.readLine(1_000, 0); // until the client has gone
    }

    OutsidePosts client() throws IOException {
        return new OutsidePosts(
                ZoneResolver.of(ZONE),
                new HttpClient(new Connector(wire), TlsClientContext.trusting(files.chain())),
                new Reachable(InetAddress::isLoopbackAddress),
                Duration.ofSeconds(5));
    }

    URI url(String path) {
        int port = ((InetSocketAddress) listener.boundAddress()).getPort();
        return URI.create("https://hook.example:" + port + path);
    }

    Post last() {
        return posts.getLast();
    }

    @Override
    public void close() {
        listener.close();
        wire.close();
    }
}
