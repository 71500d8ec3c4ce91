// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.door;

import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapDoor;
import org.pabal.message.UnavailableException;
import org.pabal.sessions.Session;
import org.pabal.sessions.door.OwnPages;
import org.pabal.sessions.door.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The session of a browser that is signed in, when this server's own pages ask (THREATS J08, J09).
/// Whoever sends an `Authorization` is no page: its cookies are not looked at.
public final class BrowserDoor implements JmapDoor {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserDoor.class);

    private final SignedIn signedIn;

    public BrowserDoor(SignedIn signedIn) {
        this.signedIn = signedIn;
    }

    @Override
    public Entry enter(HttpExchange exchange) {
        if (!SignedIn.showsAny(exchange) || exchange.header("Authorization").isPresent()) {
            return new Entry.NoProof();
        }
        if (!isOwn(exchange)) {
            return new Entry.Refused(
                    403,
                    "Only this server's own pages may use a session: Sec-Fetch-Site, or X-Pabal, is"
                            + " missing.",
                    Map.of());
        }
        try {
            Optional<Matter> elsewhere = signedIn.elsewhere(exchange);
            if (elsewhere.isPresent()) {
                return new Entry.Elsewhere(elsewhere.get());
            }
            Optional<Session> session = signedIn.find(exchange);
            Optional<Account> account = session.flatMap(signedIn::account);
            if (session.isEmpty() || account.isEmpty() || !account.get().isHere()) {
                return new Entry.Refused(
                        401,
                        "The session is over; sign in.",
                        AuthorizationDoor.challenge(exchange));
            }
            return admitted(account.get(), session.get());
        } catch (UnavailableException out) {
            LOG.warn("session of a browser: {}", out.getMessage());
            return new Entry.Refused(
                    503,
                    "Who you are cannot be found out for now; try again later.",
                    Map.of("Retry-After", "60"));
        }
    }

    private Entry admitted(Account account, Session session) {
        return new Entry.Admitted(
                account, Optional.of(session.id()), () -> signedIn.lasts(session));
    }

    /// Links to downloads and event streams cannot carry a field of ours, nor can WebSockets; what is
    /// asked by GET changes nothing.
    private static boolean isOwn(HttpExchange exchange) {
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (exchange.header("Sec-WebSocket-Version").isPresent()) {
            return OwnPages.isOwnOrigin(exchange);
        }
        return reads ? OwnPages.isSameOrigin(exchange) : OwnPages.isScript(exchange);
    }
}
