// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// A push service on loopback, over HTTPS.
public final class PushService implements AutoCloseable {
    private static final String ZONE = "push.example. A 127.0.0.1\n";

    public final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
    public volatile String status = "201 Created";
    private final Wire wire = new Wire(WireLimits.standard());
    private final CertificateFiles files;
    private final Listener listener;

    /// @param fields by their names in lower case
    public record Push(Map<String, String> fields, byte[] body) {}

    public PushService(Path folder) throws IOException {
        files = SelfSigned.createIfAbsent(folder, "push.example", InstantSource.system());
        TlsCertificates own = new TlsCertificates(java.util.List.of(files), InstantSource.system());
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
        while (connection.readLine(2_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 2));
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        connection.readExactly(Long.parseLong(fields.get("content-length")), body::write);
        connection.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        pushes.add(new Push(fields, body.toByteArray()));
        connection.readLine(1_000, 0); // until the client has gone
    }

    public OutsidePosts posts() throws IOException {
        return new OutsidePosts(
                ZoneResolver.of(ZONE),
                new HttpClient(new Connector(wire), TlsClientContext.trusting(files.chain())),
                new Reachable(InetAddress::isLoopbackAddress),
                Duration.ofSeconds(5));
    }

    public String url() {
        int port = ((InetSocketAddress) listener.boundAddress()).getPort();
        return "https://push.example:" + port + "/device/1";
    }

    public Push next() throws InterruptedException {
        @Nullable Push push = pushes.poll(10, TimeUnit.SECONDS);
        assertThat(push).isNotNull();
        return push;
    }

    @Override
    public void close() {
        listener.close();
        wire.close();
    }
}
