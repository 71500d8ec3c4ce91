// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.http.Homes;
import org.pabal.http.HttpHandler;
import org.pabal.http.Problem;
import org.pabal.http.Route;
import org.pabal.http.Routes;
import org.pabal.http.StaticFiles;
import org.pabal.http.jetty.HttpServer;
import org.pabal.message.UnavailableException;
import org.pabal.server.settings.Settings;
import org.pabal.storage.Storage;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The doors of HTTP, and who answers behind them. Others add their routes before the doors open.
final class Web implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);

    private static final String RETRY_AFTER_SECONDS = "30";

    private final HttpServer server;
    private final WebNames names;
    private final Homes homes;
    private final StaticFiles pages;
    private final List<Route> routes = new ArrayList<>();

    /// What is answered in the clear, too.
    private final List<Route> plain = new ArrayList<>();

    /// @param homes who answers for accounts of other hosts
    Web(Foundation foundation, Settings settings, String hostname, Wire wire, Homes homes)
            throws StartFailure {
        this.homes = homes;
        this.names = WebNames.of(settings, hostname, foundation.directory());
        this.server = new HttpServer(wire, WebSettings.config(settings, names));
        this.pages = pages();
        addInTheClear(Route.get("/healthz", health(foundation.storage())));
        StsPolicyFile.of(settings, hostname)
                .ifPresent(policy ->
                        addInTheClear(
                                Route.get(
                                        "/.well-known/mta-sts.txt",
                                        exchange -> policy.send(exchange, names))));
    }

    private static StaticFiles pages() throws StartFailure {
        try {
            return StaticFiles.ofClassPath(Web.class.getClassLoader());
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "the web pages cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /// Answers requests that came under TLS.
    void add(Route route) {
        routes.add(new Route(route.methods(), route.path(), whileAvailable(route.handler())));
    }

    /// Answers these in the clear, too: what holds no secret and is asked for so.
    void addInTheClear(Route route) {
        plain.add(route);
        add(route);
    }

    /// A part that is out of order is no bug of the request's.
    private static HttpHandler whileAvailable(HttpHandler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (UnavailableException down) {
                LOG.warn(
                        "event=request-deferred session={} reason=\"{}\"",
                        exchange.id(),
                        down.getMessage());
                exchange.answer("Retry-After", RETRY_AFTER_SECONDS);
                new Problem(503, "A part of this server is out of order, try again later.")
                        .send(exchange);
            }
        };
    }

    /// For those who look whether this server lives; metrics have an address of their own.
    private static HttpHandler health(Storage storage) {
        return exchange -> {
            boolean readOnly = storage.status().readOnly();
            exchange.status(readOnly ? 503 : 200)
                    .answer("Content-Type", "text/plain; charset=utf-8")
                    .send((readOnly ? "read-only\n" : "ok\n").getBytes(StandardCharsets.UTF_8));
        };
    }

    void open(Listeners listeners) throws StartFailure {
        Routes all = new Routes(routes, pages);
        listeners.openHttp(
                "http", false, server, new PlainHttp(new Routes(plain), all, names, plain));
        listeners.openHttp("https", true, server, all);
    }

    /// Who answers for accounts of other hosts.
    Homes homes() {
        return homes;
    }

    /// Answers what other hosts pass on: all but the pages.
    HttpHandler forFronts() {
        return new Routes(routes);
    }

    private boolean hasPages() {
        return !pages.isEmpty();
    }

    /// Where a browser of this host finds the pages; empty when there are none or no TLS.
    Optional<String> addressHere() {
        return hasPages()
                ? names.secure("localhost").map(host -> "https://" + host + "/")
                : Optional.empty();
    }

    /// Where a browser anywhere finds a page; empty when there are none or no TLS.
    Optional<String> page(String path) {
        return hasPages() && names.httpsPort().isPresent()
                ? Optional.of("https://" + names.publicName() + path)
                : Optional.empty();
    }

    HttpServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
