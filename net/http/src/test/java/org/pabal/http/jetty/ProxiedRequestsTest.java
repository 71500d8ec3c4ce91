// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.http.HttpConfig;
import org.pabal.http.HttpHandler;
import org.pabal.http.OwnNames;
import org.pabal.http.TrustedProxies;
import org.pabal.testkit.TrustingTls;
import org.pabal.wire.Door;
import org.pabal.wire.IpNetwork;

/// Requests that come through proxies, by their fields and by the PROXY protocol.
class ProxiedRequestsTest {
    private static final List<IpNetwork> LOOPBACK = List.of(IpNetwork.parse("127.0.0.0/8"));

    private static final HttpHandler TELL =
            exchange ->
                    exchange.send(
                            (exchange.client().address().getAddress().getHostAddress()
                                            + " "
                                            + exchange.client().base()
                                            + exchange.path()
                                            + " "
                                            + exchange.target())
                                    .getBytes(StandardCharsets.UTF_8));

    @TempDir Path folder;

    private static Doors behind(List<IpNetwork> proxies) {
        return new Doors(
                HttpConfig.of(
                                new OwnNames(
                                        "mail.example",
                                        Set.of("mail.example", "web.example")::contains))
                        .withProxies(
                                new TrustedProxies(proxies, TrustedProxies.Fields.X_FORWARDED)));
    }

    private static String get(Door door, String path, String fields) throws IOException {
        return Doors.say(
                door,
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: inner:8080\r\nConnection: close\r\n"
                        + fields
                        + "\r\n");
    }

    @Test
    void whatATrustedProxySaysIsBelieved() throws Exception {
        String fields =
                "X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
                        + "X-Forwarded-Host: web.example\r\nX-Forwarded-Prefix: /mail/\r\n";
        try (Doors doors = behind(LOOPBACK)) {
            Door door = doors.plain(TELL);
            assertThat(get(door, "/mail/a?b=c", fields))
                    .endsWith("192.0.2.7 https://web.example/mail/a /a?b=c")
                    .contains("Strict-Transport-Security");
            assertThat(get(door, "/a", fields)).endsWith("192.0.2.7 https://web.example/mail/a /a");
        }
        try (Doors doors = behind(List.of())) {
            Door door = doors.plain(TELL);
            assertThat(get(door, "/mail/a?b=c", fields))
                    .endsWith("127.0.0.1 http://mail.example/mail/a /mail/a?b=c");
        }
    }

    @Test
    void whoIsBannedIsRefusedBehindAProxyToo() throws Exception {
        try (Doors doors = behind(LOOPBACK)) {
            doors.guard.refused.add(InetAddress.ofLiteral("192.0.2.7"));
            Door door = doors.plain(TELL);
            assertThat(get(door, "/", "X-Forwarded-For: 192.0.2.7\r\n"))
                    .startsWith("HTTP/1.1 429 ");
            assertThat(get(door, "/", "X-Forwarded-For: 192.0.2.8\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void theProxyProtocolNamesTheClient() throws Exception {
        try (Doors doors = behind(List.of())) {
            Door plain = doors.plain(TELL, config -> config.withTrustedProxies(LOOPBACK));
            assertThat(
                            Doors.say(
                                    plain,
                                    "PROXY TCP4 192.0.2.7 198.51.100.1 4000 80\r\n"
                                            + "GET / HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\n\r\n"))
                    .endsWith("192.0.2.7 http://mail.example/ /");
            assertThat(Doors.say(plain, "GET / HTTP/1.1\r\nHost: mail.example\r\n\r\n"))
                    .as("it must say so")
                    .isEmpty();
            doors.guard.refused.add(InetAddress.ofLiteral("192.0.2.7"));
            assertThat(
                            Doors.say(
                                    plain,
                                    "PROXY TCP4 192.0.2.7 198.51.100.1 4000 80\r\n"
                                            + "GET / HTTP/1.1\r\nHost: mail.example\r\n\r\n"))
                    .isEmpty();
            HostileHttpTest.await(() -> plain.counts().banned() == 1);
            HostileHttpTest.await(() -> plain.counts().open() == 0);
        }
    }

    @Test
    void theProxyProtocolBeforeTls() throws Exception {
        try (Doors doors = behind(List.of())) {
            Door door = doors.tls(folder, TELL, config -> config.withTrustedProxies(LOOPBACK));
            try (Socket socket = Doors.socket(door)) {
                socket.getOutputStream()
                        .write(
                                "PROXY TCP6 2001:db8::7 2001:db8::1 4000 443\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                try (SSLSocket tls =
                        (SSLSocket)
                                TrustingTls.context()
                                        .getSocketFactory()
                                        .createSocket(socket, "mail.example", 443, true)) {
                    tls.getOutputStream()
                            .write(
                                    "GET / HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                    assertThat(Doors.rest(tls))
                            .endsWith("2001:db8:0:0:0:0:0:7 https://mail.example/ /");
                }
            }
        }
    }

    @Test
    void aProxyMaySpeakHttp2InTheClear() throws Exception {
        try (Doors doors = behind(LOOPBACK)) {
            Door door = doors.plain(TELL);
            var answer =
                    Doors.client(java.net.http.HttpClient.Version.HTTP_2)
                            .send(
                                    java.net.http.HttpRequest.newBuilder(
                                                    Doors.uri("http", door, "/a"))
                                            .header("X-Forwarded-For", "192.0.2.7")
                                            .build(),
                                    java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            assertThat(answer.body()).startsWith("192.0.2.7 ");
        }
    }
}
