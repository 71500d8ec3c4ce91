// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.http.HttpHandler;
import org.pabal.http.Route;
import org.pabal.http.Routes;
import org.pabal.testkit.TrustingTls;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Door;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;

/// The server as ordinary clients meet it.
class HttpServerTest {
    @TempDir Path folder;

    private static final HttpHandler TELL =
            exchange ->
                    exchange.answer("Content-Type", "text/plain")
                            .send(
                                    (exchange.method()
                                                    + " "
                                                    + exchange.path()
                                                    + " "
                                                    + exchange.query("q").orElse("-")
                                                    + " "
                                                    + exchange.client().base())
                                            .getBytes(StandardCharsets.UTF_8));

    private static HttpResponse<String> get(
            HttpClient client, Door door, String scheme, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(Doors.uri(scheme, door, path)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void bothVersionsAreSpokenUnderTls() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.tls(folder, TELL);
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version == HttpClient.Version.HTTP_1_1
                        || version == HttpClient.Version.HTTP_2) {
                    HttpResponse<String> answer =
                            get(Doors.client(version), door, "https", "/a%20b/%ED%8C%8C?q=%26x");
                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body())
                            .isEqualTo(
                                    "GET /a b/파 &x https://127.0.0.1:"
                                            + Doors.uri("https", door, "/").getPort());
                    assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                            .contains("max-age=15552000");
                    assertThat(answer.headers().firstValue("Server")).isEmpty();
                }
            }
        }
    }

    @Test
    void bodiesOfBothWays() throws Exception {
        try (Doors doors = new Doors()) {
            Door door =
                    doors.tls(
                            folder,
                            exchange -> {
                                byte[] body = exchange.body(3_000_000);
                                try (OutputStream out = exchange.stream()) {
                                    out.write(body);
                                }
                            });
            byte[] octets = new byte[2_500_000];
            new java.util.Random(7).nextBytes(octets);
            for (HttpClient.Version version :
                    List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
                HttpResponse<byte[]> answer =
                        Doors.client(version)
                                .send(
                                        HttpRequest.newBuilder(Doors.uri("https", door, "/"))
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofByteArray(
                                                                octets))
                                                .build(),
                                        BodyHandlers.ofByteArray());
                assertThat(answer.body()).as("%s", version).isEqualTo(octets);
            }
        }
    }

    @Test
    void bodyOverTheLimitIs413() throws Exception {
        // THREATS J02
        try (Doors doors = new Doors()) {
            Door door = doors.plain(exchange -> exchange.send(exchange.body(10)));
            assertThat(
                            Doors.say(
                                    door,
                                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10737418240\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("A body of at most 10 octets is taken here.");
            assertThat(
                            Doors.say(
                                    door,
                                    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                            + "b\r\n01234567890\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aBugIsFiveHundredWithANumber() throws Exception {
        try (Doors doors = new Doors()) {
            Door door =
                    doors.plain(exchange -> {
                        throw new IllegalStateException("secret");
                    });
            String answer =
                    Doors.say(door, "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 500 ")
                    .contains("the number t")
                    .doesNotContain("secret");
        }
    }

    @Test
    void headersOnlyForHead() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.plain(new Routes(List.of(Route.get("/x", TELL))));
            assertThat(Doors.say(door, "HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Length: 29")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void longTextIsCompressedForWhoReadsIt() throws Exception {
        String text = "{\"name\":\"파발\"}".repeat(500);
        HttpHandler json =
                exchange -> {
                    exchange.answer("Content-Type", "application/json");
                    if (exchange.path().equals("/stream")) {
                        try (OutputStream out = exchange.stream()) {
                            out.write(text.getBytes(StandardCharsets.UTF_8));
                        }
                    } else {
                        exchange.send(text.getBytes(StandardCharsets.UTF_8));
                    }
                };
        try (Doors doors = new Doors()) {
            Door door = doors.plain(json);
            for (String path : List.of("/", "/stream")) {
                HttpResponse<byte[]> answer =
                        Doors.client(HttpClient.Version.HTTP_1_1)
                                .send(
                                        HttpRequest.newBuilder(Doors.uri("http", door, path))
                                                .header("Accept-Encoding", "gzip")
                                                .build(),
                                        BodyHandlers.ofByteArray());
                assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
                assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
                assertThat(answer.body().length).isLessThan(1000);
                assertThat(
                                new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))
                                        .readAllBytes())
                        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(get(Doors.client(HttpClient.Version.HTTP_1_1), door, "http", "/").body())
                    .isEqualTo(text);
        }
    }

    /// RFC 9110 §8.6: a file as it is, or a range of it.
    @Test
    void textWhoseLengthIsAnnouncedIsNotCompressed() throws Exception {
        byte[] text = "line\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        HttpHandler file =
                exchange -> {
                    exchange.answer("Content-Type", "text/plain")
                            .answer("Content-Length", Integer.toString(text.length));
                    try (OutputStream out = exchange.stream()) {
                        out.write(text);
                    }
                };
        try (Doors doors = new Doors()) {
            HttpResponse<byte[]> answer =
                    Doors.client(HttpClient.Version.HTTP_2)
                            .send(
                                    HttpRequest.newBuilder(
                                                    Doors.uri("http", doors.plain(file), "/"))
                                            .header("Accept-Encoding", "gzip")
                                            .build(),
                                    BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(answer.body()).isEqualTo(text);
        }
    }

    @Test
    void whoSpeaksPlainlyToTlsIsTold() throws Exception {
        try (Doors doors = new Doors()) {
            Door door = doors.tls(folder, TELL);
            assertThat(Doors.say(door, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("This port speaks TLS: use https://...\n");
            HostileHttpTest.await(() -> door.counts().misdirected() == 1);
        }
    }

    @Test
    void aHandlerMayTakeItsTime() throws Exception {
        try (Doors doors =
                new Doors(limits ->
                        limits.withTimes(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30)))) {
            HttpHandler slow =
                    exchange -> {
                        LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
                        TELL.handle(exchange);
                    };
            Door plain = doors.plain(slow);
            assertThat(get(Doors.client(HttpClient.Version.HTTP_1_1), plain, "http", "/a").body())
                    .startsWith("GET /a");
            Door tls = doors.tls(folder, slow);
            assertThat(get(Doors.client(HttpClient.Version.HTTP_2), tls, "https", "/a").body())
                    .startsWith("GET /a");
        }
    }

    @Test
    void aNewCertificateIsShownToTheNextClient() throws Exception {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
        CertificateFiles files = SelfSigned.createIfAbsent(folder, "one.example", clock);
        TlsCertificates certificates = new TlsCertificates(List.of(files), clock);
        try (Doors doors = new Doors()) {
            Door door = doors.plain(TELL, config -> config.withImplicitTls(certificates, ""));
            assertThat(names(door)).contains("one.example");
            Files.delete(files.chain());
            SelfSigned.createIfAbsent(folder, "two.example", clock);
            certificates.reload();
            assertThat(names(door)).contains("two.example");
        }
    }

    private static String names(Door door) throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        TrustingTls.context()
                                .getSocketFactory()
                                .createSocket(
                                        "127.0.0.1", Doors.uri("https", door, "/").getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectAlternativeNames()
                    .toString();
        }
    }

    @Test
    void anEmptyAnswerIsOne() throws Exception {
        HttpHandler silent = exchange -> {};
        try (Doors doors = new Doors()) {
            assertThat(
                            Doors.say(
                                    doors.plain(silent),
                                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Length: 0");
        }
    }
}
