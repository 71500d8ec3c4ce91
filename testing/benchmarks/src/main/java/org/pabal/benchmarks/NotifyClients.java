// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Clients that wait for mail, each with connections of its own.
final class NotifyClients {
    static final String PASSWORD = "bench-secret";
    private static final Pattern ID = Pattern.compile("\"id\":\"(W[0-9]+)\"");
    private static final Pattern ACCOUNT = Pattern.compile("\"accounts\":\\{\"(A[0-9]+)\"");

    private final int offset;
    private final SSLContext trusting = ImapConnection.TRUSTING;

    NotifyClients(int offset) {
        this.offset = offset;
    }

    private HttpClient http() {
        return HttpClient.newBuilder()
                .sslContext(trusting)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private HttpRequest.Builder request(int account, String path) {
        String login = "user" + account + "@" + Peer.DOMAIN + ":" + PASSWORD;
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("https://localhost:" + (offset + 443) + path))
                .header("Authorization", "Basic " + basic);
    }

    private String call(int account, String method, String arguments) throws Exception {
        try (HttpClient http = http()) {
            String session =
                    http.send(
                                    request(account, "/jmap/session").build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            Matcher id = ACCOUNT.matcher(session);
            if (!id.find()) {
                throw new IOException(session);
            }
            String body =
                    "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:pabal:params:jmap:webhook\"],"
                            + "\"methodCalls\":[[\""
                            + method
                            + "\",{\"accountId\":\""
                            + id.group(1)
                            + "\","
                            + arguments
                            + "},\"0\"]]}";
            return http.send(
                            request(account, "/jmap/api")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    void webhook(int account, String url) throws Exception {
        String made =
                call(
                        account,
                        "Webhook/set",
                        "\"create\":{\"k\":{\"url\":\"" + url + "\",\"format\":\"values\"}}");
        if (!ID.matcher(made).find()) {
            throw new IOException(made);
        }
    }

    void removeWebhooks(int accounts) throws Exception {
        for (int i = 0; i < accounts; i++) {
            Matcher ids = ID.matcher(call(i, "Webhook/get", "\"ids\":null"));
            while (ids.find()) {
                call(i, "Webhook/set", "\"destroy\":[\"" + ids.group(1) + "\"]");
            }
        }
    }

    void idle(int account, CountDownLatch ready, Runnable heard) {
        try (Socket socket =
                        trusting.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), offset + 993);
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            String commands =
                    "a LOGIN user"
                            + account
                            + "@"
                            + Peer.DOMAIN
                            + " "
                            + PASSWORD
                            + "\r\nb SELECT INBOX\r\nc IDLE\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            boolean idling = false;
            String line = in.readLine();
            while (line != null) {
                if (idling && line.endsWith(" EXISTS")) {
                    heard.run();
                } else if (line.startsWith("+")) {
                    idling = true;
                    ready.countDown();
                }
                line = in.readLine();
            }
        } catch (IOException ended) {
            // the server has stopped, or nobody was let in, which the latch tells
        }
    }

    void stream(int account, CountDownLatch ready, Runnable heard) {
        HttpRequest asked =
                request(account, "/jmap/eventsource?types=EmailDelivery&closeafter=no&ping=5")
                        .build();
        try (HttpClient http = http();
                Stream<String> lines =
                        http.send(asked, HttpResponse.BodyHandlers.ofLines()).body()) {
            boolean[] listens = {false};
            lines.forEach(line -> {
                if (line.startsWith("event: ping") && !listens[0]) {
                    listens[0] = true;
                    ready.countDown();
                } else if (line.startsWith("event: state") && listens[0]) {
                    heard.run();
                }
            });
        } catch (IOException | java.io.UncheckedIOException ended) {
            // as above
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
