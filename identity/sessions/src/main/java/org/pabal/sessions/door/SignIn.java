// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.http.HttpExchange;
import org.pabal.http.PassedOn;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Proof;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.kept.Sessions.Beginning;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Signing in, and confirming what is dangerous: the password by the same log-in as at every other
/// door, then a second factor where the account has one.
final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /// Told where the guard does not say how long.
    private static final Duration SOME_TIME = Duration.ofMinutes(1);

    private final SignInServices services;
    private final PendingSignIns pending;
    private final Openings openings;
    private final SecondFactor second;
    private final SignInElsewhere elsewhere;

    SignIn(
            SignInServices services,
            PendingSignIns pending,
            Openings openings,
            SecondFactor second,
            SignInElsewhere elsewhere) {
        this.services = services;
        this.pending = pending;
        this.openings = openings;
        this.second = second;
        this.elsewhere = elsewhere;
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
            return elsewhere.begin(exchange, body, proven);
        }
        PasswordShown shown = new PasswordShown(account.id(), isShared, beginning);
        Factors factors = services.factors().of(account.id());
        boolean isFirst = !factors.isOn() && services.demands().areMadeOf(account);
        if (!factors.isOn() && !isFirst) {
            return openings.open(
                    exchange, account, shown, proven.attempt(), Set.of(Proof.PASSWORD));
        }
        if (openings.isKnown(exchange, factors)) {
            return openings.open(
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
        return isFirst ? FirstFactor.next(services, exchange) : next(services, exchange, factors);
    }

    /// For passkeys, which are where the mailboxes are.
    ///
    /// @throws Answer when these are on another host
    static void demandHere(Account account) {
        if (!account.isHere()) {
            throw Answer.no(
                    403,
                    "elsewhere",
                    "This account has moved to another host: sign in with its password once.");
        }
    }

    record Proven(Account account, LoginAttempt attempt) {}

    /// @throws Answer refused, throttled
    Proven prove(HttpExchange exchange, String name, String password) throws IOException {
        Optional<PassedOn> passed = exchange.passedOn();
        return passed.isPresent()
                ? provenByFront(exchange, passed.get())
                : proveHere(exchange, name, password);
    }

    /// No password comes from a front, but its word that it was right.
    private Proven provenByFront(HttpExchange exchange, PassedOn passed) {
        Account account =
                passed.account()
                        .flatMap(owner ->
                                services.directory().findByLogin(owner, LoginContext.ANYWHERE))
                        .filter(Account::enabled)
                        .orElseThrow(Answer::refused);
        return new Proven(account, services.logins().attempt(exchange.client().address()));
    }

    private Proven proveHere(HttpExchange exchange, String name, String password)
            throws IOException {
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

    static Answer throttled(LoginAttempt attempt) {
        Duration shut = attempt.shutFor();
        return Answer.throttled(shut.isZero() ? SOME_TIME : shut);
    }

    /// What is to be shown now, as the page asks for it, and what else it might be.
    static Answer next(SignInServices services, HttpExchange exchange, Factors factors) {
        List<Proof> asked = new ArrayList<>(factors.asked());
        if (services.passkeys().party().objection(exchange.client()).isPresent()) {
            asked.remove(Proof.PASSKEY);
        }
        ObjectNode body = Answer.object();
        body.put("next", word(asked.isEmpty() ? Proof.PASSKEY : asked.getFirst()));
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
        openings.remember(exchange, account, shown);
        return openings.open(exchange, account, shown, attempt, EnumSet.of(Proof.PASSWORD, kind));
    }

    static Answer expired() {
        return Answer.no(401, "expired", "This took too long, or too many tries: sign in anew.");
    }
}
