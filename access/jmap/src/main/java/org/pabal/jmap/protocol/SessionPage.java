// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.io.IOException;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapUser;

/// `GET /.well-known/jmap` and `GET /jmap/session`: the session object. RFC 8620 §2.
public record SessionPage(SessionObject session) implements JmapHandler.Page {

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "GET");
        exchange.answer("Content-Type", "application/json");
        exchange.send(JsonText.octets(session.json(user)));
    }
}
