// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.LoginNames;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.message.Domain;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.kept.Sessions;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All below `/auth/`: apps/webmail/README.md and docs/operations/web-sign-in.md tell what is asked
/// and answered. Everything here is for scripts of the server's own pages, under TLS, and for nobody
/// else (THREATS J08).
public final class AuthDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AuthDoor.class);

    private static final String LOGIN = "/auth/login";
    private static final String SESSIONS = "/auth/sessions/";

    private final Sessions sessions;
    private final SignedIn signedIn;
    private final SignIn signIn;
    private final PasskeySteps passkeys;
    private final FirstFactor enrol;
    private final Confirmation confirmation;
    private final Openings openings;
    private final SignInServices services;
    private final SignInElsewhere elsewhere;

    public AuthDoor(SignInServices services, SignedIn signedIn) {
        this.services = services;
        this.sessions = services.sessions();
        this.signedIn = signedIn;
        PendingSignIns pending = new PendingSignIns(services.clock(), services.random());
        this.openings = new Openings(services, signedIn);
        PasskeyJudge judge = new PasskeyJudge(services);
        SecondFactor codes = new SecondFactor(services);
        this.elsewhere = new SignInElsewhere(signedIn, services.homes());
        this.signIn = new SignIn(services, pending, openings, codes, elsewhere);
        this.passkeys = new PasskeySteps(services, signedIn, pending, openings, judge);
        this.enrol = new FirstFactor(services, pending, openings);
        this.confirmation = new Confirmation(services, signedIn, openings, signIn, judge, codes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        answer(exchange).send(exchange);
    }

    /// Signs in whoever has made the account by this same request, with its password.
    public Answer open(HttpExchange exchange, Account account) throws IOException {
        return openings.open(
                exchange,
                account,
                new PasswordShown(account.id(), false, sessions.begin()),
                services.logins().attempt(exchange.client().address()),
                Set.of(Proof.PASSWORD));
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.client().isSecure()) {
            return Answer.no(403, "insecure", "Sign in over https only.");
        }
        if (!OwnPages.isScript(exchange)) {
            return Answer.no(
                    403,
                    "crossSite",
                    "Only this server's own pages may ask this: X-Pabal and Sec-Fetch-Site are"
                            + " missing.");
        }
        try {
            Optional<Matter> matter =
                    exchange.path().equals(LOGIN) ? Optional.empty() : signedIn.elsewhere(exchange);
            return matter.isPresent()
                    ? elsewhere.goOn(exchange, matter.get(), signIn)
                    : route(exchange);
        } catch (Answer instead) {
            return instead;
        }
    }

    private Answer route(HttpExchange exchange) throws IOException {
        String path = exchange.path();
        return switch (exchange.method() + " " + path) {
            case "POST /auth/login" -> signIn.password(exchange);
            case "POST /auth/totp" -> signIn.code(exchange, Proof.TOTP);
            case "POST /auth/recovery" -> signIn.code(exchange, Proof.RECOVERY_CODE);
            case "POST /auth/passkey" -> passkeys.show(exchange);
            case "POST /auth/passkey/options" -> passkeys.options(exchange);
            case "POST /auth/enrol" -> enrol.make(exchange);
            case "POST /auth/confirm" -> confirmation.confirm(exchange);
            case "POST /auth/logout" -> signOut(exchange);
            case "GET /auth/session" -> session(exchange);
            case "GET /auth/domain" -> domain(exchange);
            case "GET /auth/sessions" -> list(exchange);
            case "DELETE /auth/sessions" -> endOthers(exchange);
            default ->
                    exchange.method().equals("DELETE") && path.startsWith(SESSIONS)
                            ? end(exchange, path.substring(SESSIONS.length()))
                            : Answer.no(404, "notFound", "There is nothing at this address.");
        };
    }

    /// Always done: who is not signed in is signed out.
    private Answer signOut(HttpExchange exchange) {
        signedIn.find(exchange)
                .ifPresent(session -> {
                    sessions.end(session.account(), session.id());
                    LOG.info(
                            "event=logout session={} peer={} account={} browser={} door=web",
                            exchange.id(),
                            exchange.client().address(),
                            session.account(),
                            session.id());
                });
        SessionCookies.end(exchange, SessionCookies.SESSION);
        SessionCookies.end(exchange, SessionCookies.STEP);
        return Answer.done();
    }

    private Answer session(HttpExchange exchange) {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        Account account = signedIn.account(session).orElseThrow(Answer::signedOut);
        return signedIn.show(account, session);
    }

    /// What completes a name without a domain here, of whoever it is (THREATS A02).
    private Answer domain(HttpExchange exchange) {
        ObjectNode body = Answer.object();
        body.put(
                "domain",
                LoginNames.of(services.directory())
                        .completing(services.contexts().apply(exchange.client()))
                        .map(Domain::toString)
                        .orElse(null));
        return Answer.of(body);
    }

    private Answer list(HttpExchange exchange) {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        ObjectNode body = Answer.object();
        ArrayNode all = body.putArray("sessions");
        sessions.list(session.account())
                .forEach(each -> all.add(SignedIn.shown(each, session.id())));
        return Answer.of(body);
    }

    private Answer end(HttpExchange exchange, String id) {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        if (!sessions.end(session.account(), id)) {
            return Answer.no(404, "notFound", "There is no such session; it may have ended.");
        }
        LOG.info(
                "event=session-ended session={} account={} browser={} by={} door=web",
                exchange.id(),
                session.account(),
                new LogText(id),
                session.id());
        if (id.equals(session.id())) {
            SessionCookies.end(exchange, SessionCookies.SESSION);
        }
        return Answer.done();
    }

    /// Browsers that were remembered are asked for the second factor again.
    private Answer endOthers(HttpExchange exchange) {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        int ended = sessions.endOthers(session.account(), session.id());
        services.factors()
                .change(
                        session.account(),
                        factors ->
                                factors.devices().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(factors.withoutDevices()));
        LOG.info(
                "event=sessions-ended session={} account={} count={} by={} door=web",
                exchange.id(),
                session.account(),
                ended,
                session.id());
        ObjectNode body = Answer.object();
        body.put("ended", ended);
        return Answer.of(body);
    }
}
