// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Gives each request to the route that knows its path best: a whole path before the longest beginning.
///
/// A path that is known by another method is answered with 405 and `Allow`, OPTIONS by what is
/// allowed, an unknown path with 404. Every answer carries the fields that make a browser distrust
/// it; pages that need more set their own over them.
public final class Routes implements HttpHandler {
    private static final HttpHandler NOT_FOUND =
            exchange -> new Problem(404, "There is nothing at this address.").send(exchange);

    private final Map<String, Map<String, HttpHandler>> whole = new HashMap<>();

    /// By beginning, the longest first.
    private final TreeMap<String, Map<String, HttpHandler>> beginnings =
            new TreeMap<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    private final HttpHandler otherwise;

    /// @throws IllegalArgumentException when two routes are the same
    public Routes(List<Route> routes) {
        this(routes, NOT_FOUND);
    }

    /// @param otherwise answers what no route knows: pages
    public Routes(List<Route> routes, HttpHandler otherwise) {
        this.otherwise = otherwise;
        for (Route route : routes) {
            Map<String, HttpHandler> methods =
                    route.isPrefix()
                            ? beginnings.computeIfAbsent(route.prefix(), _ -> new HashMap<>())
                            : whole.computeIfAbsent(route.path(), _ -> new HashMap<>());
            for (String method : route.methods()) {
                if (methods.put(method, route.handler()) != null) {
                    throw new IllegalArgumentException(
                            "two routes for " + method + " " + route.path());
                }
            }
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        SecurityHeaders.api().apply(exchange);
        Optional<Map<String, HttpHandler>> methods = find(exchange.path());
        if (methods.isEmpty()) {
            otherwise.handle(exchange);
            return;
        }
        String asked = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        HttpHandler handler = methods.get().get(asked);
        if (handler != null) {
            handler.handle(exchange);
        } else if (asked.equals("OPTIONS")) {
            exchange.status(204).answer("Allow", allowed(methods.get())).send(new byte[0]);
        } else {
            exchange.answer("Allow", allowed(methods.get()));
            new Problem(405, "This address knows " + allowed(methods.get()) + " only.")
                    .send(exchange);
        }
    }

    private Optional<Map<String, HttpHandler>> find(String path) {
        Map<String, HttpHandler> exact = whole.get(path);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (Map.Entry<String, Map<String, HttpHandler>> beginning : beginnings.entrySet()) {
            if (path.startsWith(beginning.getKey())) {
                return Optional.of(beginning.getValue());
            }
        }
        return Optional.empty();
    }

    private static String allowed(Map<String, HttpHandler> methods) {
        TreeSet<String> allowed = new TreeSet<>(methods.keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        return String.join(", ", allowed);
    }
}
