// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.Problem;
import org.pabal.http.Route;
import org.pabal.http.Routes;

/// What is answered on the port without TLS: little; everything else is sent on to the port with it.
/// Requests that a trusted proxy brings from a client under TLS are answered as there.
///
/// @param plain what is answered in the clear
/// @param all what is answered under TLS
/// @param inTheClear the routes of `plain`
record PlainHttp(Routes plain, Routes all, WebNames names, List<Route> inTheClear)
        implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.client().isSecure()) {
            all.handle(exchange);
        } else if (isPlain(exchange.path())) {
            plain.handle(exchange);
        } else if (isFromMuteProxy(exchange)) {
            new Problem(
                            500,
                            "The proxy before this server does not tell whether you came by https;"
                                    + " let it set X-Forwarded-Proto (or Forwarded with proto).")
                    .send(exchange);
        } else {
            sendOn(exchange);
        }
    }

    private boolean isPlain(String path) {
        return inTheClear.stream()
                .map(Route::path)
                .anyMatch(known ->
                        known.endsWith("/*")
                                ? path.startsWith(known.substring(0, known.length() - 1))
                                : path.equals(known));
    }

    /// To send it on would send the client round for ever.
    private static boolean isFromMuteProxy(HttpExchange exchange) {
        return !exchange.client().isDirect()
                && exchange.header("X-Forwarded-Proto").isEmpty()
                && exchange.header("Forwarded").isEmpty();
    }

    private void sendOn(HttpExchange exchange) throws IOException {
        Optional<String> host =
                exchange.client().isDirect()
                        ? names.secure(exchange.client().host())
                        : Optional.of(exchange.client().host());
        boolean asks = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (host.isEmpty()) {
            new Problem(
                            403,
                            "Nothing is answered here without TLS; open services.https, or let a"
                                    + " trusted proxy bring the requests.")
                    .send(exchange);
        } else if (asks) {
            exchange.status(301)
                    .answer(
                            "Location",
                            "https://"
                                    + host.get()
                                    + exchange.client().prefix()
                                    + exchange.target())
                    .send(new byte[0]);
        } else {
            new Problem(403, "This came without TLS; use https.").send(exchange);
        }
    }
}
