// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.jmap.JmapDoor;
import org.pabal.jmap.JmapDoor.Entry;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.door.AuthorizationDoor;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that lies below `/jmap/`, and `/.well-known/jmap`: finds out who asks, and has the page of the
/// path answer. RFC 8620 §2.2. Safe for use by many threads.
///
/// Nothing here may be read by the scripts of other sites: there is no CORS, neither with credentials
/// nor without (THREATS J08).
public final class JmapHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(JmapHandler.class);

    /// What answers for one path, or for all below it.
    @FunctionalInterface
    public interface Page {

        /// @throws RequestError when nothing is answered yet
        void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError;
    }

    private final List<JmapDoor> doors;
    private final Directory directory;
    private final MailboxStore store;
    private final Map<String, Page> pages;
    private final Homes homes;

    /// @param doors in the order in which they are asked
    /// @param homes who answers for accounts that are not here
    /// @param pages by path; one that ends with `/` is for all below
    public JmapHandler(
            List<JmapDoor> doors,
            Homes homes,
            Directory directory,
            MailboxStore store,
            Map<String, Page> pages) {
        this.doors = List.copyOf(doors);
        this.homes = homes;
        this.directory = directory;
        this.store = store;
        this.pages = Map.copyOf(pages);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.answer("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.answer("X-Content-Type-Options", "nosniff");
        try {
            Page page = page(exchange.path());
            Optional<JmapUser> user = user(exchange);
            if (user.isPresent()) {
                page.answer(exchange, user.get());
            }
        } catch (RequestError refused) {
            refuse(exchange, refused);
        } catch (BodyTooLargeException large) {
            refuse(exchange, RequestError.status(413, String.valueOf(large.getMessage())));
        } catch (UnavailableException out) {
            LOG.warn("{}: {}", exchange.path(), out.getMessage());
            exchange.answer("Retry-After", "10");
            refuse(
                    exchange,
                    RequestError.status(503, "A part of the server is out of order for now."));
        }
    }

    private Page page(String path) throws RequestError {
        Page exact = pages.get(path);
        if (exact != null) {
            return exact;
        }
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            Page above = pages.get(path.substring(0, end + 1));
            if (above != null) {
                return above;
            }
        }
        throw RequestError.status(404, "There is nothing at this address.");
    }

    /// @return empty when another host has answered
    private Optional<JmapUser> user(HttpExchange exchange) throws IOException, RequestError {
        for (JmapDoor door : doors) {
            switch (door.enter(exchange)) {
                case Entry.Admitted admitted -> {
                    return Optional.of(
                            new SignedInUser(admitted, exchange.client(), directory, store));
                }
                case Entry.Elsewhere(var matter) -> {
                    pass(exchange, matter);
                    return Optional.empty();
                }
                case Entry.NoProof _ -> {}
                case Entry.Refused(int status, String detail, var fields) -> {
                    fields.forEach(exchange::answer);
                    throw RequestError.status(status, detail);
                }
            }
        }
        AuthorizationDoor.challenge(exchange).forEach(exchange::answer);
        throw RequestError.status(401, "Say who you are.");
    }

    private void pass(HttpExchange exchange, Matter matter) throws IOException {
        if (exchange.passedOn().isPresent()) {
            Homes.astray(exchange);
        } else {
            homes.pass(exchange, matter);
        }
    }

    private static void refuse(HttpExchange exchange, RequestError error) throws IOException {
        exchange.status(error.status());
        exchange.answer("Content-Type", "application/problem+json");
        exchange.send(error.octets());
    }

    /// @throws RequestError 405
    public static void demand(HttpExchange exchange, String method) throws RequestError {
        if (!exchange.method().equals(method)) {
            exchange.answer("Allow", method);
            throw RequestError.status(405, "Use " + method + " here.");
        }
    }
}
