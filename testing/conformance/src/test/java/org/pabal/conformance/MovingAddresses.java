// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.testkit.TrustingTls;

/// Bob makes addresses and gives some of them up, by JMAP at whichever host; what he was told is judged
/// by what SMTP says.
final class MovingAddresses {
    private static final int TRIES = 400;
    private static final String BASIC =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("bob:bob-secret".getBytes(StandardCharsets.UTF_8));

    /// So that every third is given up.
    private static final int CYCLE = 3;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .sslContext(TrustingTls.context())
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();

    /// Makes one, and gives it up again now and then.
    void use(PabalProcess server) throws IOException, InterruptedException {
        long number = names.incrementAndGet();
        String address = "shop" + number + "@pabal.test";
        String account = between(ask(server, "/jmap/session", ""), "\"accounts\":{\"");
        String made = set(server, account, "\"create\":{\"k\":{\"address\":\"" + address + "\"}}");
        String id = between(made, "\"id\":\"");
        if (number % CYCLE != 0) {
            inUse.add(address);
        } else if (set(server, account, "\"destroy\":[\"" + id + "\"]")
                .contains("\"destroyed\":[\"" + id)) {
            givenUp.add(address);
        }
    }

    private String set(PabalProcess server, String account, String arguments)
            throws IOException, InterruptedException {
        return ask(
                server,
                "/jmap/api",
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:pabal:params:jmap:alias\"],"
                        + "\"methodCalls\":[[\"Alias/set\",{\"accountId\":\""
                        + account
                        + "\","
                        + arguments
                        + "},\"0\"]]}");
    }

    private String ask(PabalProcess server, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port(443) + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", BASIC);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String between(String text, String before) throws IOException {
        int from = text.indexOf(before);
        if (from < 0) {
            throw new IOException(text);
        }
        int start = from + before.length();
        return text.substring(start, text.indexOf('"', start));
    }

    /// Every address that was made takes mail at this host, or comes to; none that was given up does.
    void judge(PabalProcess server, String when) throws Exception {
        assertThat(inUse).as(when).isNotEmpty();
        assertThat(givenUp).as(when).isNotEmpty();
        for (String each : inUse) {
            awaitReply(server, each, "250 ", when);
        }
        for (String each : givenUp) {
            awaitReply(server, each, "550 5.1.6", when);
        }
    }

    private static void awaitReply(
            PabalProcess server, String address, String expected, String when) throws Exception {
        String reply = "";
        for (int i = 0; i < TRIES; i++) {
            reply = recipient(server, address);
            if (reply.contains(expected)) {
                return;
            }
            Thread.sleep(200); // it is being told
        }
        throw new AssertionError(when + " " + address + ": " + reply);
    }

    private static String recipient(PabalProcess server, String address) throws Exception {
        try (LineClient smtp = LineClient.connect(server.port(25))) {
            smtp.reply();
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<ann@far.test>");
            return smtp.ask("RCPT TO:<" + address + ">");
        }
    }
}
