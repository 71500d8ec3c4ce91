// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.exceptions.WebSocketException;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.pabal.http.HttpLimits;

/// The WebSockets of a server.
final class WebSockets {
    private final ServerWebSocketContainer container;
    private final Set<WebSocketEnd> open = ConcurrentHashMap.newKeySet();

    WebSockets(Server server, HttpLimits limits) {
        this.container = ServerWebSocketContainer.ensure(server);
        container.setMaxTextMessageSize(limits.messageOctets());
        container.setMaxBinaryMessageSize(1);
        container.setMaxFrameSize(limits.messageOctets());
        // Pings are answered, so that silence is no rest.
        container.setIdleTimeout(
                limits.ping().multipliedBy(2).plusMillis(limits.ping().toMillis() / 2));
    }

    /// @return false when the request is not one for a WebSocket
    boolean upgrade(
            String subprotocol, WebSocketEnd end, Request request, Response response, Callback done)
            throws IOException {
        try {
            return container.upgrade(
                    (_, answer, _) -> {
                        if (!subprotocol.isEmpty()) {
                            answer.setAcceptedSubProtocol(subprotocol);
                        }
                        return end;
                    },
                    request,
                    response,
                    done);
        } catch (WebSocketException e) {
            throw new IOException("the request for a WebSocket is not in order", e);
        }
    }

    /// Serves it until it has ended.
    void run(WebSocketEnd end) throws IOException {
        open.add(end);
        try {
            end.run();
        } finally {
            open.remove(end);
        }
    }

    int open() {
        return open.size();
    }

    /// The server stops: clients come again elsewhere or later. RFC 6455 §7.4.1
    void endAll() {
        open.forEach(WebSocketEnd::goAway);
    }
}
