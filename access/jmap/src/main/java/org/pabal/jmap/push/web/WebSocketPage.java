// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.protocol.JmapApi;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.protocol.Slots;
import org.pabal.jmap.push.StateChanges;

/// `GET /jmap/ws`: JMAP over WebSocket. RFC 8887.
///
/// Browsers let the pages of any site open a WebSocket here, with the cookies and the passwords that
/// they remember. So a page's `Origin` must be ours (THREATS J08, RFC 6455 §10.2).
public final class WebSocketPage implements JmapHandler.Page {
    static final String SUBPROTOCOL = "jmap";

    private final JmapApi api;
    private final JmapLimits limits;
    private final StateChanges changes;
    private final Slots streams;
    private final Slots requests;

    /// @param streams of one user, {@link EventSourcePage#MAX_STREAMS}
    /// @param requests of one user, those over HTTP included
    public WebSocketPage(
            JmapApi api, JmapLimits limits, StateChanges changes, Slots streams, Slots requests) {
        this.api = api;
        this.limits = limits;
        this.changes = changes;
        this.streams = streams;
        this.requests = requests;
    }

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        demandOwnOrigin(exchange);
        demandSubprotocol(exchange);
        AccountId who = user.account().id();
        if (!streams.enter(who)) {
            exchange.answer("Retry-After", "30");
            throw RequestError.status(
                    429,
                    "A user has "
                            + EventSourcePage.MAX_STREAMS
                            + " WebSockets and event streams at most at one time.");
        }
        WebSocketSession session =
                new WebSocketSession(user, api, limits.maxSizeRequest(), changes, requests);
        try (StateChanges.Ending _ = changes.whenEnded(user, session::endLogin)) {
            exchange.upgrade(SUBPROTOCOL, session);
        } finally {
            session.closed();
            streams.leave(who);
        }
    }

    private static void demandOwnOrigin(HttpExchange exchange) throws RequestError {
        Optional<String> origin = exchange.header("Origin");
        HttpClientFacts client = exchange.client();
        String own = (client.isSecure() ? "https://" : "http://") + client.host();
        if (origin.isPresent() && !origin.get().equalsIgnoreCase(own)) {
            throw RequestError.status(403, "Pages of other sites may not connect here.");
        }
    }

    /// RFC 8887 §4.1.
    private static void demandSubprotocol(HttpExchange exchange) throws RequestError {
        boolean offered =
                exchange.headers("Sec-WebSocket-Protocol").stream()
                        .flatMap(field -> Stream.of(field.split(",")))
                        .anyMatch(each -> each.strip().equals(SUBPROTOCOL));
        if (!offered) {
            throw RequestError.status(
                    400, "Ask for a WebSocket with Sec-WebSocket-Protocol: jmap.");
        }
    }
}
