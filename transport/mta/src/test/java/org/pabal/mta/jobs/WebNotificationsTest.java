// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.dns.ZoneResolver;
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

/// A server of the web on loopback, and what notifications to it come to.
final class WebNotificationsTest {
    private static final String ZONE = "ring.example. A 127.0.0.1\ninside.example. A 10.1.2.3\n";
    private static final Reachable LOOPBACK = new Reachable(InetAddress::isLoopbackAddress);

    @TempDir private Path folder;

    private final Wire wire = new Wire(WireLimits.standard());
    private final List<String> requests = new ArrayList<>();
    private volatile String status = "200 OK";

    @SuppressWarnings("NullAway.Init")
    private CertificateFiles files;

    @SuppressWarnings("NullAway.Init")
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        files =
                SelfSigned.createIfAbsent(
                        folder.resolve("tls"), "ring.example", InstantSource.system());
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

    @AfterEach
    void close() {
        listener.close();
        wire.close();
    }

    private void answer(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        StringBuilder request = new StringBuilder();
        while (connection.readLine(1_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            request.append(new String(octets, StandardCharsets.US_ASCII)).append('\n');
        }
        requests.add(request.toString());
        String head = "HTTP/1.1 " + status + "\r\nLocation: https://inside.example/\r\n";
        connection.write((head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        connection.readLine(1_000, 0); // until the client has gone
    }

    private String post(String target, Reachable reachable) throws IOException {
        WebNotifications notifications =
                new WebNotifications(
                        new OutsidePosts(
                                ZoneResolver.of(ZONE),
                                new HttpClient(
                                        new Connector(wire),
                                        TlsClientContext.trusting(files.chain())),
                                reachable,
                                Duration.ofSeconds(5)));
        return notifications.post(URI.create(target), "{\"a\":1}").status().toString();
    }

    private String here(String path) {
        int port = ((InetSocketAddress) listener.boundAddress()).getPort();
        return "https://ring.example:" + port + path;
    }

    @Test
    void theBodyIsPostedAndTheStatusDecides() throws Exception {
        assertThat(post(here("/x?y=z"), LOOPBACK)).isEqualTo("2.0.0");
        assertThat(requests.getFirst())
                .startsWith("POST /x?y=z HTTP/1.1\n")
                .contains("Content-Type: application/json\n")
                .contains("Content-Length: 7\n");
        status = "503 Later";
        assertThat(post(here("/"), LOOPBACK)).isEqualTo("4.4.0");
        status = "429 Slower";
        assertThat(post(here("/"), LOOPBACK)).isEqualTo("4.4.0");
        status = "404 None";
        assertThat(post(here("/"), LOOPBACK)).isEqualTo("5.3.0");
    }

    /// THREATS V14
    @Test
    void aRedirectIsNotFollowed() throws Exception {
        status = "302 Elsewhere";
        assertThat(post(here("/"), LOOPBACK)).isEqualTo("5.3.0");
        assertThat(requests).hasSize(1);
    }

    /// THREATS V14
    @Test
    void nothingInsideIsAsked() throws Exception {
        assertThat(post(here("/"), Reachable.PUBLIC)).isEqualTo("5.7.1");
        assertThat(post("https://127.0.0.1/", Reachable.PUBLIC)).isEqualTo("5.7.1");
        assertThat(post("https://inside.example/", LOOPBACK)).isEqualTo("5.7.1");
        assertThat(post("https://none.example/", LOOPBACK)).isEqualTo("5.1.2");
        assertThat(requests).isEmpty();
    }

    /// THREATS V14
    @Test
    void otherUrisAreNone() throws Exception {
        for (String target :
                List.of(
                        "http://ring.example/",
                        "https://user@ring.example/",
                        "file:///etc/passwd",
                        "mailto:x@ring.example")) {
            assertThat(post(target, LOOPBACK)).as(target).isEqualTo("5.5.4");
        }
    }
}
