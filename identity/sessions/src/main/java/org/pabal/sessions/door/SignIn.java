// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.http.HttpExchange;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Factors;
import org.pabal.sessions.KnownDevice;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.kept.Sessions.Beginning;
import org.pabal.sessions.kept.Sessions.Opened;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Signing in, and confirming what is dangerous: the password by the same log-in as at every other
/// door, then a second factor where the account has one.
final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /// How long a browser is remembered in which the second factor was shown.
    private static final Duration DEVICE_KNOWN = Duration.ofDays(90);

    /// Told where the guard does not say how long.
    private static final Duration SOME_TIME = Duration.ofMinutes(1);

    private final SignInServices services;
    private final PendingSignIns pending;
    private final SecondFactor second;
    private final SignedIn signedIn;

    SignIn(SignInServices services, SignedIn signedIn) {
        this.services = services;
        this.signedIn = signedIn;
        this.pending = new PendingSignIns(services.clock(), services.random());
        this.second = new SecondFactor(services);
    }

    /// `POST /auth/login`
    Answer password(HttpExchange exchange) throws IOException {
        RequestBody body = RequestBody.read(exchange);
        String name = body.text("address").strip();
        boolean isShared = body.isTrue("shared");
        Beginning beginning = services.sessions().begin();
        Proven proven = prove(exchange, name, body.text("password"));
        Account account = proven.account();
        if (!account.isHere()) {
            throw Answer.no(
                    403,
                    "elsewhere",
                    "The mailboxes of this account are on another host: sign in there.");
        }
        PasswordShown shown = new PasswordShown(account.id(), isShared, beginning);
        Factors factors = services.factors().of(account.id());
        if (!factors.isOn()) {
            return signIn(exchange, account, shown, proven.attempt(), Set.of(Proof.PASSWORD));
        }
        if (isKnown(exchange, factors)) {
            return signIn(
                    exchange,
                    account,
                    shown,
                    proven.attempt(),
                    Set.of(Proof.PASSWORD, Proof.KNOWN_DEVICE));
        }
        SessionCookies.set(
                exchange,
                SessionCookies.STEP,
                pending.add(shown),
                Optional.of(PendingSignIns.LASTING));
        return next(factors);
    }

    private record Proven(Account account, LoginAttempt attempt) {}

    /// @throws Answer refused, throttled
    private Proven prove(HttpExchange exchange, String name, String password) throws IOException {
        InetSocketAddress peer = exchange.client().address();
        LoginContext context = services.contexts().apply(exchange.client());
        LoginAttempt attempt = services.logins().attempt(peer);
        if (services.logins().turnsAway(peer)) {
            throw throttled(attempt);
        }
        return switch (services.passwords().prove(name, password, context, attempt)) {
            case PasswordChange.Proof.Proven(var account) -> new Proven(account, attempt);
            case PasswordChange.Proof.Refused(var reason) -> {
                LOG.info(
                        "event=login-failed session={} peer={} identity={} reason={} door=web",
                        exchange.id(),
                        peer,
                        new LogText(name),
                        new LogText(reason));
                throw failed(attempt, name, reason);
            }
        };
    }

    static Answer failed(LoginAttempt attempt, String name, String reason) throws IOException {
        return attempt.failed(name, reason) == LoginAttempt.Answer.TURNED_AWAY
                ? throttled(attempt)
                : Answer.refused();
    }

    private static Answer throttled(LoginAttempt attempt) {
        Duration shut = attempt.shutFor();
        return Answer.throttled(shut.isZero() ? SOME_TIME : shut);
    }

    private boolean isKnown(HttpExchange exchange, Factors factors) {
        return exchange.cookie(SessionCookies.DEVICE)
                .map(TokenHash::of)
                .filter(token -> factors.knows(token, services.clock().instant()))
                .isPresent();
    }

    /// What is to be shown now, as the page asks for it, and what else it might be.
    private static Answer next(Factors factors) {
        Set<Proof> asked = factors.asked();
        ObjectNode body = Answer.object();
        body.put("next", Proof.TOTP.word());
        ArrayNode proofs = body.putArray("proofs");
        asked.forEach(proof -> proofs.add(word(proof)));
        return Answer.of(body);
    }

    private static String word(Proof proof) {
        return proof == Proof.RECOVERY_CODE ? "recovery" : proof.word();
    }

    /// `POST /auth/totp`, `POST /auth/recovery`: the second step of signing in.
    Answer code(HttpExchange exchange, Proof kind) throws IOException {
        String code = RequestBody.read(exchange).text("code");
        String token = exchange.cookie(SessionCookies.STEP).orElse("");
        PasswordShown shown = pending.tryOnce(token).orElseThrow(SignIn::expired);
        Account account =
                services.directory()
                        .account(shown.account())
                        .filter(Account::enabled)
                        .orElseThrow(SignIn::expired);
        LoginAttempt attempt = second.judge(account, exchange.client().address(), kind, code);
        pending.remove(token);
        remember(exchange, account, shown);
        return signIn(exchange, account, shown, attempt, EnumSet.of(Proof.PASSWORD, kind));
    }

    private static Answer expired() {
        return Answer.no(401, "expired", "This took too long, or too many tries: sign in anew.");
    }

    /// In a browser of the owner's, where the owner wants it.
    private void remember(HttpExchange exchange, Account account, PasswordShown shown) {
        if (shown.isShared()) {
            return;
        }
        String token = services.random().token();
        var now = services.clock().instant();
        KnownDevice device =
                new KnownDevice(
                        TokenHash.of(token),
                        Browsers.visitor(exchange).device(),
                        now.plus(DEVICE_KNOWN));
        services.factors()
                .change(
                        account.id(),
                        factors ->
                                factors.policy() == Factors.Policy.NEW_DEVICES
                                        ? Optional.of(factors.with(device, now))
                                        : Optional.empty())
                .ifPresent(_ ->
                        SessionCookies.set(
                                exchange, SessionCookies.DEVICE, token, Optional.of(DEVICE_KNOWN)));
    }

    /// A new session; the one that the browser had before ends (THREATS J09).
    private Answer signIn(
            HttpExchange exchange,
            Account account,
            PasswordShown shown,
            LoginAttempt attempt,
            Set<Proof> proofs)
            throws IOException {
        Optional<Opened> opened =
                services.sessions()
                        .open(
                                shown.beginning(),
                                account.id(),
                                Browsers.visitor(exchange),
                                shown.isShared(),
                                proofs);
        if (opened.isEmpty()) {
            throw Answer.refused(); // the password has changed meanwhile
        }
        attempt.succeeded(account.address().toString());
        signedIn.find(exchange).ifPresent(old -> services.sessions().end(old.account(), old.id()));
        if (exchange.cookie(SessionCookies.STEP).isPresent()) {
            SessionCookies.end(exchange, SessionCookies.STEP);
        }
        Session session = opened.get().session();
        LOG.info(
                "event=login session={} peer={} account={} browser={} proofs={} door=web",
                exchange.id(),
                exchange.client().address(),
                new LogText(account.address()),
                session.id(),
                session.proofs());
        return show(exchange, account, opened.get());
    }

    private Answer show(HttpExchange exchange, Account account, Opened opened) {
        SessionCookies.setSession(
                exchange,
                opened.session(),
                opened.token(),
                services.sessions().limits(),
                services.clock().instant());
        return signedIn.show(account, opened.session());
    }

    /// `POST /auth/confirm`: shows anew who sits there, before what is dangerous. The session goes on
    /// under another token.
    Answer confirm(HttpExchange exchange) throws IOException {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        Account account = signedIn.account(session).orElseThrow(Answer::signedOut);
        RequestBody body = RequestBody.read(exchange);
        Factors factors = services.factors().of(account.id());
        String totp = body.textOrEmpty("code");
        String recovery = body.textOrEmpty("recovery");
        Proven proven = prove(exchange, account.address().toString(), body.text("password"));
        if (!proven.account().id().equals(account.id())) {
            throw Answer.refused();
        }
        Set<Proof> proofs = EnumSet.of(Proof.PASSWORD);
        if (factors.isOn() && totp.isEmpty() && recovery.isEmpty()) {
            return next(factors);
        }
        LoginAttempt attempt = proven.attempt();
        if (factors.isOn()) {
            Proof kind = totp.isEmpty() ? Proof.RECOVERY_CODE : Proof.TOTP;
            String code = totp.isEmpty() ? recovery : totp;
            attempt = second.judge(account, exchange.client().address(), kind, code);
            proofs.add(kind);
        }
        attempt.succeeded(account.address().toString());
        Opened confirmed =
                services.sessions().confirm(session, proofs).orElseThrow(Answer::signedOut);
        return show(exchange, account, confirmed);
    }
}
