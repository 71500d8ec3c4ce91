// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.http.WebSocketHandler;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.JmapApi;
import org.pabal.jmap.protocol.JsonText;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.protocol.Slots;
import org.pabal.jmap.push.StateChange;
import org.pabal.jmap.push.StateChanges;
import org.pabal.jmap.push.StateListener;
import org.pabal.jmap.push.WantedTypes;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One WebSocket: requests and their responses one after the other, and between them, where the
/// client wants them, state changes. RFC 8887 §4.
final class WebSocketSession implements WebSocketHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSession.class);
    private static final Duration FOREVER = Duration.ofHours(1);

    /// RFC 6455 §7.4.1: policy violation.
    private static final int POLICY = 1008;

    private final JmapUser first;
    private final JmapApi api;
    private final int maxRequest;
    private final StateChanges changes;
    private final Slots requests;
    private volatile @Nullable WebSocketPeer peer;
    private volatile boolean loginEnded;
    private @Nullable StateListener listener;

    WebSocketSession(
            JmapUser user, JmapApi api, int maxRequest, StateChanges changes, Slots requests) {
        this.first = user;
        this.api = api;
        this.maxRequest = maxRequest;
        this.changes = changes;
        this.requests = requests;
    }

    /// By another thread.
    void endLogin() {
        loginEnded = true;
        WebSocketPeer now = peer;
        if (now != null) {
            now.close(POLICY, "Sign in again.");
        }
    }

    @Override
    public void opened(WebSocketPeer opened) {
        peer = opened;
        if (loginEnded) {
            endLogin();
        }
    }

    @Override
    public void text(String message) throws IOException {
        Optional<String> id = Optional.empty();
        try {
            JsonNode json = parse(message);
            id = id(json);
            answer(json, id);
        } catch (RequestError refused) {
            send(error(refused, id));
        } catch (UnavailableException out) {
            LOG.warn("websocket: {}", out.getMessage());
            send(error(RequestError.status(503, "A part of the server is out of order now."), id));
        }
    }

    private JsonNode parse(String message) throws RequestError {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        if (octets.length > maxRequest) {
            throw RequestError.limit(
                    "maxSizeRequest", "A request has at most " + maxRequest + " octets.");
        }
        return JsonText.parse(octets);
    }

    private static Optional<String> id(JsonNode json) {
        JsonNode id = json.path("id");
        return id.isString() ? Optional.of(id.stringValue()) : Optional.empty();
    }

    private void answer(JsonNode json, Optional<String> id) throws IOException, RequestError {
        switch (json.path("@type").asString("")) {
            case "Request" -> run(json, id);
            case "WebSocketPushEnable" -> enable(json);
            case "WebSocketPushDisable" -> disable();
            default ->
                    throw RequestError.notRequest(
                            "`@type` must be Request, WebSocketPushEnable or"
                                    + " WebSocketPushDisable.");
        }
    }

    private void run(JsonNode json, Optional<String> id) throws IOException, RequestError {
        JmapUser user = user();
        if (!requests.enter(user.account().id())) {
            throw RequestError.busy(
                    "maxConcurrentRequests", "Too many requests run at one time; try again.");
        }
        ObjectNode response;
        try {
            response = api.run(api.read(json), user);
        } finally {
            requests.leave(user.account().id());
        }
        response.put("@type", "Response");
        id.ifPresent(text -> response.put("requestId", text));
        send(response);
    }

    /// As the directory has it now: a WebSocket may last for days.
    private JmapUser user() throws RequestError {
        return first.again()
                .orElseThrow(() -> RequestError.status(403, "This account may log in no more."));
    }

    private void enable(JsonNode json) throws RequestError {
        WantedTypes wanted = wanted(json.path("dataTypes"));
        JsonNode since = json.path("pushState");
        if (!since.isString() && !since.isNull() && !since.isMissingNode()) {
            throw RequestError.notRequest("`pushState` must be a string.");
        }
        disable();
        StateListener opened =
                changes.listen(
                        user(),
                        wanted,
                        api::state,
                        since.isString() ? Optional.of(since.stringValue()) : Optional.empty());
        listener = opened;
        Thread.ofVirtual().name("jmap-push").start(() -> push(opened));
    }

    private static WantedTypes wanted(JsonNode types) throws RequestError {
        if (types.isNull() || types.isMissingNode()) {
            return WantedTypes.ALL;
        }
        Set<String> names = new HashSet<>();
        for (JsonNode each : types) {
            if (!each.isString() || names.size() == WantedTypes.MAX_NAMES) {
                throw notTypes();
            }
            names.add(each.stringValue());
        }
        if (!types.isArray()) {
            throw notTypes();
        }
        return WantedTypes.of(names);
    }

    private static RequestError notTypes() {
        return RequestError.notRequest("`dataTypes` must be an array of names of types, or null.");
    }

    private void push(StateListener opened) {
        try {
            while (!opened.hasEnded()) {
                Optional<StateChange> change = opened.await(FOREVER);
                if (change.isPresent()) {
                    send(change.get().jsonWithPushState());
                }
            }
        } catch (IOException gone) {
            LOG.debug("websocket: {}", gone.getMessage());
        } catch (UnavailableException out) {
            LOG.warn("websocket: {}", out.getMessage());
            endLogin(); // the client comes again and asks what it has missed
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void disable() {
        StateListener open = listener;
        if (open != null) {
            listener = null;
            open.close();
        }
    }

    /// RFC 8887 §4.3.4.
    private static ObjectNode error(RequestError refused, Optional<String> id) {
        ObjectNode json = refused.json();
        json.put("@type", "RequestError");
        id.ifPresentOrElse(text -> json.put("requestId", text), () -> json.putNull("requestId"));
        return json;
    }

    private void send(ObjectNode json) throws IOException {
        WebSocketPeer now = peer;
        if (now == null) {
            throw new IOException("the WebSocket is not open");
        }
        now.send(new String(JsonText.octets(json), StandardCharsets.UTF_8));
    }

    @Override
    public void closed() {
        disable();
    }
}
