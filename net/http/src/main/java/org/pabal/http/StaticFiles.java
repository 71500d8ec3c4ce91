// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The pages and what belongs to them. They are read at the start, into a map by path: no name that a
/// client sends ever reaches a file system (THREATS J10).
///
/// An address below which programs speak is never answered with a page; any other that a browser goes
/// to is one of the application, which finds its way itself.
public final class StaticFiles implements HttpHandler {
    private static final String INDEX = "/index.html";

    /// The pages beside the application: its two cages, and the first run.
    private static final Map<String, String> PAGES =
            Map.of("/frame", "/frame.html", "/editor", "/editor.html", "/setup", "/setup.html");

    /// Where programs speak.
    private static final List<String> RESERVED =
            List.of("/jmap", "/auth", "/api", "/push", "/b", "/px", "/.well-known", "/assets");

    /// As the build names what never changes: `index-B3xQ9_2a.js`.
    private static final Pattern HASHED =
            Pattern.compile("/assets/.*-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private static final String NO_PAGES =
            "This server was built without its web pages; mail programs use IMAP and SMTP.";

    private final Map<String, WebFile> files;
    private final Map<String, List<String>> scripts;

    private StaticFiles(Map<String, WebFile> files, Map<String, List<String>> scripts) {
        this.files = files;
        this.scripts = scripts;
    }

    /// The pages on the class path, in the folder `web`; none when it is not there.
    ///
    /// @throws IOException when they are there and cannot be read
    public static StaticFiles ofClassPath(ClassLoader loader) throws IOException {
        return of(WebFolder.ofClassPath(loader));
    }

    /// @param contents by path: `/index.html`, with their compressed twins
    static StaticFiles of(Map<String, byte[]> contents) {
        return new StaticFiles(WebFile.of(contents), WebFolder.scripts(contents));
    }

    /// Whether there are any pages.
    public boolean isEmpty() {
        return files.isEmpty();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (files.isEmpty()) {
            new Problem(404, NO_PAGES).send(exchange);
            return;
        }
        Optional<WebFile> file = find(exchange);
        if (isWithSlash(exchange)) {
            String page = exchange.path().substring(0, exchange.path().length() - 1);
            exchange.status(308).answer("Location", ".." + page).send(new byte[0]);
        } else if (file.isEmpty()) {
            new Problem(404, "There is nothing at this address.").send(exchange);
        } else if (exchange.method().equals("GET") || exchange.method().equals("HEAD")) {
            send(file.get(), exchange);
        } else {
            exchange.answer("Allow", "GET, HEAD");
            new Problem(405, "A page can only be read.").send(exchange);
        }
    }

    /// `/setup/`: what the page asks for would lie below it. The way is relative, since a proxy may show
    /// all below a path. RFC 9110 §15.4.9
    private static boolean isWithSlash(HttpExchange exchange) {
        String path = exchange.path();
        return path.endsWith("/") && PAGES.containsKey(path.substring(0, path.length() - 1));
    }

    private Optional<WebFile> find(HttpExchange exchange) {
        String path = exchange.path();
        WebFile file = files.get(PAGES.getOrDefault(path, path));
        if (file != null) {
            return Optional.of(file);
        }
        boolean page = path.equals("/") || isRead(exchange) && !isReserved(path);
        return page ? Optional.ofNullable(files.get(INDEX)) : Optional.empty();
    }

    /// A browser goes to an address; programs and scripts do not ask for HTML.
    private static boolean isRead(HttpExchange exchange) {
        return exchange.header("Accept").filter(accept -> accept.contains("text/html")).isPresent();
    }

    private static boolean isReserved(String path) {
        return RESERVED.stream()
                .anyMatch(reserved -> path.equals(reserved) || path.startsWith(reserved + "/"));
    }

    private void send(WebFile file, HttpExchange exchange) throws IOException {
        headers(file, exchange).apply(exchange);
        WebFile.Form form = file.formFor(exchange.headers("Accept-Encoding"));
        exchange.answer(
                        "Cache-Control",
                        HASHED.matcher(file.path()).matches() ? FOR_EVER : ASK_AGAIN)
                .answer("ETag", form.tag());
        if (file.hasTwins()) {
            exchange.answer("Vary", "Accept-Encoding");
        }
        if (form.matches(exchange.headers("If-None-Match"))) {
            exchange.status(304).send(new byte[0]);
            return;
        }
        exchange.answer("Content-Type", file.type());
        form.encoding().ifPresent(encoding -> exchange.answer("Content-Encoding", encoding));
        exchange.send(form.content());
    }

    private SecurityHeaders headers(WebFile file, HttpExchange exchange) {
        String here = exchange.client().base();
        return switch (file.path()) {
            case "/frame.html" -> SecurityHeaders.frame(hashes("frame"), here);
            case "/editor.html" -> SecurityHeaders.editor(hashes("editor"), here);
            default -> SecurityHeaders.application();
        };
    }

    private List<String> hashes(String cage) {
        return scripts.getOrDefault(cage, List.of());
    }
}
