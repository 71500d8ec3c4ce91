// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

final class HttpClientTest {
    private static final HttpClient.Limits LIMITS =
            new HttpClient.Limits(1_000, Duration.ofSeconds(10));

    @TempDir Path folder;
    private final Wire wire = new Wire(WireLimits.standard());
    private CertificateFiles files = new CertificateFiles(Path.of("-"), Path.of("-"));
    private Optional<Listener> listener = Optional.empty();
    private final StringBuilder asked = new StringBuilder();

    @BeforeEach
    void begin() throws IOException {
        files = SelfSigned.createIfAbsent(folder, "www.example", InstantSource.system());
    }

    @AfterEach
    void end() {
        listener.ifPresent(Listener::close);
        wire.close();
    }

    private void serve(ConnectionHandler handler) throws IOException {
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "http",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            handler.handle(connection);
                        });
        opened.start();
        listener = Optional.of(opened);
    }

    /// Serves this, whatever is asked, and keeps what was asked.
    private void answer(String response) throws IOException {
        serve(connection -> {
            readHead(connection);
            connection.write(response.getBytes(StandardCharsets.ISO_8859_1));
            connection.flush();
        });
    }

    private void readHead(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        int length = 0;
        while (connection.readLine(1_000, 0) instanceof Connection.Line.Complete(var octets)) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            synchronized (asked) {
                asked.append(line).append('\n');
            }
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
            if (line.isEmpty()) {
                break;
            }
        }
        connection.readExactly(
                length,
                (octets, from, count) -> {
                    synchronized (asked) {
                        asked.append(new String(octets, from, count, StandardCharsets.US_ASCII));
                    }
                });
    }

    private int port() {
        return ((InetSocketAddress) listener.orElseThrow().boundAddress()).getPort();
    }

    private HttpResponse get(String host) throws IOException {
        return get(host, LIMITS);
    }

    private HttpResponse get(String host, HttpClient.Limits limits) throws IOException {
        return client().exchange(loopback(), HttpRequest.get(host, port(), "/a?b"), limits);
    }

    private HttpClient client() throws IOException {
        return new HttpClient(new Connector(wire), TlsClientContext.trusting(files.chain()));
    }

    private static List<InetAddress> loopback() {
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }

    private String refusal(String response) throws IOException {
        listener.ifPresent(Listener::close);
        answer(response);
        return String.valueOf(
                assertThrows(IOException.class, () -> get("www.example")).getMessage());
    }

    @Test
    void aResponseWithItsLength() throws IOException {
        answer(
                "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain ; charset=utf-8\r\n"
                        + "CONTENT-LENGTH:5\r\n\r\nhello, more");
        HttpResponse response = get("www.example");
        assertEquals(200, response.status());
        assertEquals("text/plain", response.mediaType());
        assertEquals("hello", text(response));
        assertTrue(
                asked.toString()
                        .startsWith("GET /a?b HTTP/1.1\nHost: www.example:" + port() + "\n"),
                asked.toString());
    }

    @Test
    void aResponseInChunks() throws IOException { // RFC 9112 §7.1
        answer(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3;x=y\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
        assertEquals("abc0123456789", text(get("www.example")));
    }

    @Test
    void aPostCarriesItsBody() throws IOException {
        answer("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        HttpResponse response =
                client().exchange(
                                loopback(),
                                HttpRequest.post(
                                        "www.example",
                                        port(),
                                        "/in",
                                        "application/x",
                                        "body".getBytes(StandardCharsets.US_ASCII)),
                                LIMITS);
        assertTrue(response.isSuccess());
        assertTrue(asked.toString().endsWith("Content-Length: 4\n\nbody"), asked.toString());
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException { // RFC 8461 §3.3
        answer(
                "HTTP/1.1 301 Moved\r\nLocation: https://other.example/\r\nContent-Length: 0\r\n\r\n");
        assertEquals(301, get("www.example").status());
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException { // THREATS T10
        answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThrows(SSLException.class, () -> get("ftp.example"));
    }

    @Test
    void whatBreaksALimitOrTheGrammarIsRefused() throws IOException {
        assertTrue(refusal("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n").contains("1000"));
        assertTrue(
                refusal(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + ("400\r\n" + "x".repeat(1024) + "\r\n").repeat(3))
                        .contains("1000"));
        assertTrue(
                refusal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n")
                        .contains("not a chunk"));
        assertTrue(refusal("HTTP/1.1 200 OK\r\n\r\nendless").contains("length"));
        assertTrue(
                refusal("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc")
                        .contains("length"));
        assertTrue(
                refusal("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
                        .contains("coding"));
        assertTrue(refusal("SSH-2.0-x\r\n").contains("HTTP/1.1"));
        assertTrue(refusal("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n").contains("fields"));
        assertTrue(
                refusal("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101) + "\r\n")
                        .contains("fields"));
        assertTrue(
                refusal("HTTP/1.1 200 OK\r\nA: " + "x".repeat(9_000) + "\r\n\r\n")
                        .contains("line"));
        assertTrue(refusal("HTTP/1.1 100 Go\r\n\r\n".repeat(9)).contains("interim"));
        refusal("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut");
        refusal("");
    }

    @Test
    void aServerThatTricklesIsLeftWhenTimeIsUp() throws IOException {
        serve(connection -> {
            readHead(connection);
            connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            connection.flush();
            connection.readLine(10, 0); // until the client is gone
        });
        assertThrows(
                SocketTimeoutException.class,
                () -> get("www.example", new HttpClient.Limits(1_000, Duration.ofMillis(600))));
    }
}
