// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.Flags;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// RFC 8887 as a client sees it.
@Timeout(20)
final class WebSocketTest {
    private static final String CORE = "\"using\":[\"urn:ietf:params:jmap:core\"]";

    private final OpenDoor door;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    WebSocketTest() throws IOException {
        this.door = new OpenDoor();
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        door.close();
    }

    /// Puts what it hears into the queue; the close as its number.
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }
    }

    private WebSocket connect(String... origin) {
        WebSocket.Builder builder =
                client.newWebSocketBuilder()
                        .subprotocols("jmap")
                        .header("Authorization", JmapStage.basic("alice"));
        if (origin.length > 0) {
            builder.header("Origin", origin[0]);
        }
        WebSocket socket = builder.buildAsync(door.uri("ws", "/jmap/ws"), new Ear()).join();
        assertThat(socket.getSubprotocol()).isEqualTo("jmap");
        return socket;
    }

    private String hear() throws InterruptedException {
        @Nullable String text = heard.poll(10, TimeUnit.SECONDS);
        assertThat(text).isNotNull();
        return text;
    }

    private JsonNode ask(WebSocket socket, String text) throws InterruptedException {
        socket.sendText(text, true).join();
        return new JsonMapper().readTree(hear());
    }

    @Test
    void requestsAreAnsweredUnderTheirIds() throws Exception {
        WebSocket socket = connect();
        JsonNode response =
                ask(
                        socket,
                        "{\"@type\":\"Request\",\"id\":\"r1\","
                                + CORE
                                + ",\"methodCalls\":[[\"Core/echo\",{\"a\":1},\"c\"]]}");
        assertThat(response.path("@type").asString()).isEqualTo("Response");
        assertThat(response.path("requestId").asString()).isEqualTo("r1");
        assertThat(response.path("methodResponses").path(0).path(1).path("a").asInt()).isEqualTo(1);
        assertThat(response.has("sessionState")).isTrue();
    }

    @Test
    void whatIsNoRequestIsRefusedAndTheSocketGoesOn() throws Exception {
        WebSocket socket = connect();
        JsonNode error = ask(socket, "{");
        assertThat(error.path("@type").asString()).isEqualTo("RequestError");
        assertThat(error.path("type").asString()).endsWith("notJSON");
        assertThat(error.path("requestId").isNull()).isTrue();
        error = ask(socket, "{\"@type\":\"Poem\",\"id\":\"x\"}");
        assertThat(error.path("type").asString()).endsWith("notRequest");
        assertThat(error.path("requestId").asString()).isEqualTo("x");
        error = ask(socket, "{\"@type\":\"Request\",\"id\":\"y\",\"using\":[\"urn:x\"]}");
        assertThat(error.path("type").asString()).endsWith("unknownCapability");
    }

    @Test
    void changesArePushedOnceAskedForAndUntilNoMore() throws Exception {
        WebSocket socket = connect();
        socket.sendText("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":[\"Email\"]}", true)
                .join();
        ask(socket, "{\"@type\":\"Request\"," + CORE + ",\"methodCalls\":[]}");
        door.stage.append("alice", "INBOX", Flags.NONE, "Subject: x\r\n\r\nx\r\n");
        JsonNode change = new JsonMapper().readTree(hear());
        assertThat(change.path("@type").asString()).isEqualTo("StateChange");
        assertThat(change.path("changed").path("A1").propertyNames()).containsExactly("Email");
        String pushState = change.path("pushState").asString();
        socket.sendText("{\"@type\":\"WebSocketPushDisable\"}", true).join();
        ask(socket, "{\"@type\":\"Request\"," + CORE + ",\"methodCalls\":[]}");
        door.stage.append("alice", "INBOX", Flags.NONE, "Subject: y\r\n\r\ny\r\n");
        JsonNode missed =
                ask(
                        socket,
                        "{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":null,\"pushState\":\""
                                + pushState
                                + "\"}");
        assertThat(missed.path("changed").path("A1").has("EmailDelivery")).isTrue();
    }

    /// THREATS A09.
    @Test
    void anotherPasswordClosesIt() throws Exception {
        WebSocket socket = connect();
        ask(socket, "{\"@type\":\"Request\"," + CORE + ",\"methodCalls\":[]}");
        door.service.changes().end(door.stage.account("alice").id());
        assertThat(hear()).isEqualTo("closed 1008");
    }

    /// THREATS J08.
    @Test
    void pagesOfOtherSitesDoNotConnect() {
        assertThatThrownBy(() -> connect("https://evil.example.net")).isNotNull();
    }
}
