// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.util.EnumSet;
import org.pabal.directory.Account;
import org.pabal.http.HttpExchange;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Proof;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.Totp;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.enrolment.Enrolment.Terms;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where nobody may be without a second factor: whoever has none makes one right behind the password,
/// and is let in with it. Until then the browser has no session.
final class FirstFactor {
    private static final Logger LOG = LoggerFactory.getLogger(FirstFactor.class);

    private final SignInServices services;
    private final PendingSignIns pending;
    private final Openings openings;

    FirstFactor(SignInServices services, PendingSignIns pending, Openings openings) {
        this.services = services;
        this.pending = pending;
        this.openings = openings;
    }

    /// What can be made.
    static Answer next(SignInServices services, HttpExchange exchange) {
        ObjectNode body = Answer.object();
        body.put("next", "enrol");
        ArrayNode proofs = body.putArray("proofs");
        if (services.passkeys().party().objection(exchange.client()).isEmpty()) {
            proofs.add(Proof.PASSKEY.word());
        }
        proofs.add(Proof.TOTP.word());
        return Answer.of(body);
    }

    /// `POST /auth/enrol {type: "passkey"}`, `{type: "passkey", name, credential}`, `{type: "totp"}`,
    /// `{type: "totp", code}`
    Answer make(HttpExchange exchange) throws IOException {
        RequestBody body = RequestBody.read(exchange);
        String token = exchange.cookie(SessionCookies.STEP).orElse("");
        PasswordShown shown = pending.find(token).orElseThrow(SignIn::expired);
        Account account =
                services.directory()
                        .account(shown.account())
                        .filter(Account::enabled)
                        .filter(found -> !services.factors().of(found.id()).isOn())
                        .orElseThrow(SignIn::expired);
        String whose = TokenHash.of(token).hex();
        return switch (body.text("type")) {
            case "passkey" ->
                    body.object("credential").isPresent()
                            ? made(exchange, account, token, passkey(body, account, whose))
                            : options(exchange, account, whose);
            case "totp" ->
                    body.json().hasNonNull("code")
                            ? made(exchange, account, token, totp(body, account, whose))
                            : secret(exchange, account, whose);
            default -> throw Answer.badRequest("type is one of passkey and totp.");
        };
    }

    private Answer options(HttpExchange exchange, Account account, String whose) {
        services.passkeys()
                .party()
                .objection(exchange.client())
                .ifPresent(objection -> {
                    throw Answer.no(403, "otherName", objection);
                });
        ObjectNode body = Answer.object();
        body.set("publicKey", services.enrolment().passkey(account, whose));
        return Answer.of(body);
    }

    private Answer secret(HttpExchange exchange, Account account, String whose) {
        Totp totp = services.enrolment().totp(whose);
        ObjectNode body = Answer.object();
        body.put("secret", totp.base32());
        body.put("url", totp.url(exchange.client().host(), account.address().toString()));
        return Answer.of(body);
    }

    private record Tried(Proof proof, Enrolment.Outcome outcome) {}

    private Tried passkey(RequestBody body, Account account, String whose) {
        return new Tried(
                Proof.PASSKEY,
                services.enrolment()
                        .passkey(
                                account,
                                whose,
                                body.text("name"),
                                body.object("credential").orElseThrow(),
                                Terms.FIRST_ONLY));
    }

    private Tried totp(RequestBody body, Account account, String whose) {
        String code = body.text("code");
        return new Tried(
                Proof.TOTP, services.enrolment().totp(account, whose, code, Terms.FIRST_ONLY));
    }

    private Answer made(HttpExchange exchange, Account account, String token, Tried tried)
            throws IOException {
        return switch (tried.outcome()) {
            case Enrolment.Outcome.Refused(var property, var reason) ->
                    Answer.no(422, "notMade", property + ": " + reason);
            case Enrolment.Outcome.Made(var id, var codes) -> {
                LOG.info(
                        "event=credential-changed account={} peer={} what={}-on about=\"{}\""
                                + " door=web",
                        account.address(),
                        exchange.client().address(),
                        tried.proof().word(),
                        new LogText(id));
                PasswordShown shown = pending.find(token).orElseThrow(SignIn::expired);
                pending.remove(token);
                LoginAttempt attempt = services.logins().attempt(exchange.client().address());
                yield openings.open(
                                exchange,
                                account,
                                shown,
                                attempt,
                                EnumSet.of(Proof.PASSWORD, tried.proof()))
                        .with("codes", codes);
            }
        };
    }
}
