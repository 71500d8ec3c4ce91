// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.pabal.http.HttpExchange;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a request is answered with: a status and JSON. Also thrown, as the way out of what cannot go
/// on.
public final class Answer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int GIVEN = 0;

    private final int status;
    private final transient ObjectNode body;

    private Answer(int status, ObjectNode body) {
        super("answered", null, false, false);
        this.status = status;
        this.body = body;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static Answer of(ObjectNode body) {
        return new Answer(200, body);
    }

    /// Somebody else has answered.
    static Answer given() {
        return new Answer(GIVEN, object());
    }

    /// Done, with nothing to say.
    public static Answer done() {
        return new Answer(204, object());
    }

    /// @param code for the page, which words it
    /// @param detail for whoever reads the traffic
    public static Answer no(int status, String code, String detail) {
        ObjectNode body = object();
        body.put("code", code);
        body.put("detail", detail);
        return new Answer(status, body);
    }

    public static Answer badRequest(String detail) {
        return no(400, "badRequest", detail);
    }

    /// One for a wrong password, an unknown name and all else (THREATS A02).
    static Answer refused() {
        return no(401, "refused", "Check the address and the password.");
    }

    static Answer signedOut() {
        return no(401, "signedOut", "Nobody is signed in here; sign in.");
    }

    /// @param left how long nobody is listened to
    public static Answer throttled(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        Answer answer = no(429, "throttled", "Too many attempts; try again later.");
        answer.body.put("retryAfter", seconds);
        return answer;
    }

    /// The same, of something that was made.
    public Answer made() {
        return new Answer(201, body);
    }

    /// The same with something more.
    Answer with(String name, List<String> texts) {
        texts.forEach(body.putArray(name)::add);
        return this;
    }

    public void send(HttpExchange exchange) throws IOException {
        if (status == GIVEN) {
            return;
        }
        exchange.status(status).answer("Cache-Control", "no-store");
        if (status == 204) {
            exchange.send(new byte[0]);
            return;
        }
        if (body.has("retryAfter")) {
            exchange.answer("Retry-After", body.get("retryAfter").asString());
        }
        exchange.answer("Content-Type", "application/json");
        exchange.send(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
