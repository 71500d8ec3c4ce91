// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.Flags;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// RFC 8620 §7.3 as a client sees it.
@Timeout(20)
final class EventSourceTest {
    private static final String MAIL = "Subject: x\r\n\r\nx\r\n";

    private final OpenDoor door;
    private final HttpClient client = HttpClient.newHttpClient();

    EventSourceTest() throws IOException {
        this.door = new OpenDoor();
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        door.close();
    }

    private HttpResponse<InputStream> open(String query, String... fields) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(door.uri("http", "/jmap/eventsource?" + query))
                        .header("Authorization", JmapStage.basic("alice"));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private BufferedReader stream(String query, String... fields) throws Exception {
        HttpResponse<InputStream> response = open(query, fields);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("text/event-stream; charset=utf-8");
        BufferedReader in =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(block(in)).containsExactly(":");
        return in;
    }

    /// The lines up to an empty one; none at the end.
    private static List<String> block(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (@Nullable String line = in.readLine();
                line != null && !line.isEmpty();
                line = in.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private static JsonNode data(List<String> event) {
        return new JsonMapper().readTree(event.getLast().substring("data: ".length()));
    }

    private void arrive() throws Exception {
        door.stage.append("alice", "INBOX", Flags.NONE, MAIL);
    }

    @Test
    void newMailIsToldAndTheStreamGoesOn() throws Exception {
        try (BufferedReader in = stream("types=*&closeafter=no&ping=0")) {
            arrive();
            List<String> event = block(in);
            assertThat(event.getFirst()).isEqualTo("event: state");
            assertThat(event.get(1)).startsWith("id: A1=");
            JsonNode data = data(event);
            assertThat(data.path("@type").asString()).isEqualTo("StateChange");
            assertThat(data.path("changed").path("A1").path("Email").asString())
                    .isEqualTo(door.stage.mailboxes("alice").state().point().toString());
            arrive();
            assertThat(block(in).getFirst()).isEqualTo("event: state");
        }
    }

    @Test
    void closeAfterStateEndsIt() throws Exception {
        try (BufferedReader in = stream("types=EmailDelivery&closeafter=state&ping=0")) {
            arrive();
            assertThat(data(block(in)).path("changed").path("A1").propertyNames())
                    .containsExactly("EmailDelivery");
            assertThat(in.readLine()).isNull();
        }
    }

    @Test
    void whoComesAgainHearsWhatItHasMissed() throws Exception {
        String id;
        try (BufferedReader in = stream("types=Email&closeafter=state&ping=0")) {
            arrive();
            id = block(in).get(1).substring("id: ".length());
        }
        arrive();
        try (BufferedReader in =
                stream("types=Email&closeafter=state&ping=0", "Last-Event-ID", id)) {
            assertThat(block(in).getFirst()).isEqualTo("event: state");
        }
    }

    /// A ping says how often pings come: what was asked for was too often.
    @Test
    void pingsComeAsOftenAsTheySay() throws Exception {
        try (BufferedReader in = stream("types=*&closeafter=no&ping=1")) {
            assertThat(block(in)).containsExactly("event: ping", "data: {\"interval\":5}");
        }
    }

    /// THREATS A09.
    @Test
    void anotherPasswordEndsTheStream() throws Exception {
        try (BufferedReader in = stream("types=*&closeafter=no&ping=0")) {
            door.service.changes().end(door.stage.account("alice").id());
            assertThat(in.readLine()).isNull();
        }
    }

    /// THREATS §1: 10 event streams a user.
    @Test
    void theEleventhStreamIsRefused() throws Exception {
        List<BufferedReader> open = new ArrayList<>();
        for (int i = 0; i < EventSourcePage.MAX_STREAMS; i++) {
            open.add(stream("types=*&closeafter=no&ping=0"));
        }
        assertThat(open("types=*&closeafter=no&ping=0").statusCode()).isEqualTo(429);
        for (BufferedReader in : open) {
            in.close();
        }
    }

    /// A thousand mails are a handful of events.
    @Test
    void aStormIsAFewEvents() throws Exception {
        try (BufferedReader in = stream("types=Email&closeafter=no&ping=0")) {
            for (int i = 0; i < 1000; i++) {
                arrive();
            }
            String last = door.stage.mailboxes("alice").state().point().toString();
            int events = 0;
            String told = "";
            while (!told.equals(last)) {
                told = data(block(in)).path("changed").path("A1").path("Email").asString();
                events++;
            }
            assertThat(events).isLessThan(30);
        }
    }
}
