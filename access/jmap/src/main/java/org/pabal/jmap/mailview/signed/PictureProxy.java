// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.Problem;
import org.pabal.mta.jobs.OutsideFetches;
import org.pabal.mta.jobs.OutsideFetches.Outcome;

/// `GET /px/{signature}`: a picture that another server has, fetched by this one, so that the other
/// learns neither who reads nor where (THREATS W05, W06, J07). Only what begins as a picture is passed on,
/// under the type that it begins with.
public final class PictureProxy implements HttpHandler {
    /// Of pictures that are fetched at a time, each of which is held in memory.
    private static final int AT_ONCE = 12;

    private final Visitors visitors;
    private final OutsideFetches fetches;
    private final Semaphore room = new Semaphore(AT_ONCE, true);

    public PictureProxy(Visitors visitors, OutsideFetches fetches) {
        this.visitors = visitors;
        this.fetches = fetches;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<URI> address = visitors.of(exchange).flatMap(PictureProxy::address);
        if (address.isEmpty()) {
            new Problem(404, "There is no such picture, or the link has ended.").send(exchange);
            return;
        }
        try {
            room.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            new Problem(503, "The server stops.").send(exchange);
            return;
        }
        try {
            pass(exchange, fetches.get(address.get()));
        } finally {
            room.release();
        }
    }

    private static Optional<URI> address(Visitors.Visit visit) {
        if (!(visit.grant().shown() instanceof Grant.Picture(String address))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(address));
        } catch (java.net.URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static void pass(HttpExchange exchange, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Fetched(byte[] octets) -> {
                Optional<ImageKind> kind = ImageKind.of(octets);
                if (kind.isEmpty()) {
                    new Problem(415, "What the other server has there is no picture.")
                            .send(exchange);
                    return;
                }
                exchange.answer("Content-Type", kind.get().type());
                fields(exchange);
                exchange.send(octets);
            }
            case Outcome.Impossible(String reason) ->
                    new Problem(403, "This is not fetched: " + reason).send(exchange);
            case Outcome.Failed(String reason) ->
                    new Problem(502, "The other server: " + reason).send(exchange);
        }
    }

    /// The cage, which has no origin, may show it; nobody may take it for a page.
    static void fields(HttpExchange exchange) {
        exchange.answer("X-Content-Type-Options", "nosniff");
        exchange.answer("Content-Security-Policy", "default-src 'none'; sandbox");
        exchange.answer("Cross-Origin-Resource-Policy", "cross-origin");
        exchange.answer("Cache-Control", "private, max-age=86400");
    }
}
