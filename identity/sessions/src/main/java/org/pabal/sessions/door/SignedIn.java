// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.Sessions;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whose session a request's cookie is. Safe for use by many threads.
public final class SignedIn {
    private final Sessions sessions;
    private final Directory directory;
    private final Demands demands;
    private final InstantSource clock;

    public SignedIn(Sessions sessions, Directory directory, Demands demands, InstantSource clock) {
        this.sessions = sessions;
        this.directory = directory;
        this.demands = demands;
        this.clock = clock;
    }

    /// Whether the request shows a session at all, good or not.
    public static boolean showsAny(HttpExchange exchange) {
        return SessionCookies.session(exchange).isPresent();
    }

    /// A cookie that came in the clear is none: it was set by somebody on the way (THREATS J09).
    public Optional<Session> find(HttpExchange exchange) {
        return exchange.client().isSecure()
                ? SessionCookies.session(exchange)
                        .flatMap(token -> sessions.find(token, Browsers.visitor(exchange)))
                : Optional.empty();
    }

    /// The other host of ours whose session a request shows, for whoever passes it on.
    public Optional<Matter> elsewhere(HttpExchange exchange) {
        return HomeCookie.read(exchange);
    }

    /// Ends the session that a request shows, if there is one.
    void end(HttpExchange exchange) {
        find(exchange).ifPresent(session -> sessions.end(session.account(), session.id()));
    }

    /// Whether a session that was found a while ago goes on, perhaps under another token. It does not
    /// rest while a connection that came by it is used.
    public boolean lasts(Session session) {
        return sessions.lasts(session);
    }

    /// Whom it belongs to; empty when that account lets nobody in any more, or not without more than
    /// this session has shown.
    public Optional<Account> account(Session session) {
        return directory
                .account(session.account())
                .filter(Account::enabled)
                .filter(account -> demands.areMet(session, account));
    }

    Answer show(Account account, Session session) {
        ObjectNode body = Answer.object();
        body.put("account", account.address().toString());
        body.put("name", account.displayName());
        body.put("language", account.language().tag());
        body.put("session", session.id());
        body.put("shared", session.isShared());
        Instant now = clock.instant();
        if (session.isConfirmed(sessions.limits(), now)) {
            body.put("confirmedUntil", session.confirmedUntil(sessions.limits()).toString());
        } else {
            body.putNull("confirmedUntil");
        }
        body.put("until", session.until(sessions.limits()).toString());
        return Answer.of(body);
    }

    static ObjectNode shown(Session session, String current) {
        ObjectNode body = Answer.object();
        body.put("id", session.id());
        body.put("current", session.id().equals(current));
        body.put("device", session.visitor().device());
        body.put("address", session.visitor().address());
        body.put("made", session.made().toString());
        body.put("seen", session.seen().toString());
        body.put("shared", session.isShared());
        ArrayNode proofs = body.putArray("proofs");
        session.proofs().stream().map(Proof::word).sorted().forEach(proofs::add);
        return body;
    }
}
