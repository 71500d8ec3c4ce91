// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.io.IOException;
import java.util.Locale;
import org.pabal.directory.AccountId;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapUser;
import tools.jackson.databind.node.ObjectNode;

/// `POST /jmap/api`: requests of methods. RFC 8620 §3.1.
public final class ApiPage implements JmapHandler.Page {
    private final JmapApi api;
    private final JmapLimits limits;
    private final Slots slots;

    /// @param slots of requests that a user has under way
    public ApiPage(JmapApi api, JmapLimits limits, Slots slots) {
        this.api = api;
        this.limits = limits;
        this.slots = slots;
    }

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "POST");
        demandJson(exchange);
        AccountId who = user.account().id();
        if (!slots.enter(who)) {
            exchange.answer("Retry-After", "1");
            throw RequestError.busy(
                    "maxConcurrentRequests",
                    "At most " + limits.maxConcurrentRequests() + " requests run at one time.");
        }
        try {
            ObjectNode response = api.run(api.read(body(exchange)), user);
            exchange.answer("Content-Type", "application/json");
            exchange.send(JsonText.octets(response));
        } finally {
            slots.leave(who);
        }
    }

    private byte[] body(HttpExchange exchange) throws IOException, RequestError {
        try {
            return exchange.body(limits.maxSizeRequest());
        } catch (BodyTooLargeException _) {
            throw RequestError.limit(
                    "maxSizeRequest",
                    "A request has at most " + limits.maxSizeRequest() + " octets.");
        }
    }

    /// Forms of other sites cannot be of this type (THREATS J08).
    private static void demandJson(HttpExchange exchange) throws RequestError {
        String type = exchange.header("Content-Type").orElse("");
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json")) {
            throw RequestError.notJson("The Content-Type must be application/json.");
        }
    }
}
