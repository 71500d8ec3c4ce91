// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.Proof;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.Session;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.door.PasskeyJudge.Shown;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.kept.Sessions.Beginning;
import org.pabal.sessions.passkey.Ceremonies.UserVerification;
import org.pabal.sessions.passkey.Purpose;
import tools.jackson.databind.node.ObjectNode;

/// Passkeys at the door: in the place of name and password, and behind them.
final class PasskeySteps {
    private final SignInServices services;
    private final SignedIn signedIn;
    private final PendingSignIns pending;
    private final Openings openings;
    private final PasskeyJudge judge;

    PasskeySteps(
            SignInServices services,
            SignedIn signedIn,
            PendingSignIns pending,
            Openings openings,
            PasskeyJudge judge) {
        this.services = services;
        this.signedIn = signedIn;
        this.pending = pending;
        this.openings = openings;
        this.judge = judge;
    }

    /// `POST /auth/passkey/options {for}`: what the browser is to ask its authenticators.
    Answer options(HttpExchange exchange) throws IOException {
        String wanted = RequestBody.read(exchange).text("for");
        services.passkeys()
                .party()
                .objection(exchange.client())
                .ifPresent(objection -> {
                    throw Answer.no(403, "otherName", objection);
                });
        return switch (wanted) {
            case "sign-in" -> anybody(exchange);
            case "step" -> {
                String token = exchange.cookie(SessionCookies.STEP).orElse("");
                PasswordShown shown = pending.find(token).orElseThrow(SignIn::expired);
                yield told(step(token), of(shown.account()), UserVerification.PREFERRED);
            }
            case "confirm" -> {
                Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
                if (signedIn.account(session).isEmpty()) {
                    throw Answer.signedOut();
                }
                yield told(confirm(session), of(session.account()), UserVerification.PREFERRED);
            }
            default -> throw Answer.badRequest("for is one of sign-in, step and confirm.");
        };
    }

    private List<Passkey> of(AccountId account) {
        return services.factors().of(account).passkeys().all();
    }

    private Answer told(Purpose purpose, List<Passkey> allowed, UserVerification verification) {
        ObjectNode body = Answer.object();
        body.set("publicKey", services.passkeys().request(purpose, allowed, verification));
        return Answer.of(body);
    }

    /// Names nobody, so that nobody learns who is here (THREATS A02).
    private Answer anybody(HttpExchange exchange) {
        String token =
                exchange.cookie(SessionCookies.ASKED)
                        .filter(RandomText::isToken)
                        .orElseGet(services.random()::token);
        SessionCookies.set(
                exchange, SessionCookies.ASKED, token, Optional.of(PendingSignIns.LASTING));
        return told(signIn(token), List.of(), UserVerification.REQUIRED);
    }

    private static Purpose signIn(String token) {
        return new Purpose(Purpose.Kind.SIGN_IN, TokenHash.of(token).hex());
    }

    private static Purpose step(String token) {
        return new Purpose(Purpose.Kind.SECOND_STEP, TokenHash.of(token).hex());
    }

    static Purpose confirm(Session session) {
        return new Purpose(Purpose.Kind.CONFIRM, session.id());
    }

    /// `POST /auth/passkey {for, credential, shared}`
    Answer show(HttpExchange exchange) throws IOException {
        RequestBody body = RequestBody.read(exchange);
        String credential =
                body.object("credential")
                        .orElseThrow(
                                () -> Answer.badRequest("The property credential is missing."));
        return switch (body.text("for")) {
            case "sign-in" -> alone(exchange, credential, body.isTrue("shared"));
            case "step" -> second(exchange, credential);
            default -> throw Answer.badRequest("for is one of sign-in and step.");
        };
    }

    /// It stands for name, password and second factor: the authenticator has to know its owner.
    private Answer alone(HttpExchange exchange, String credential, boolean isShared)
            throws IOException {
        Beginning beginning = services.sessions().begin();
        String token = exchange.cookie(SessionCookies.ASKED).orElse("");
        Shown shown =
                judge.judge(
                        exchange,
                        signIn(token),
                        Optional.empty(),
                        UserVerification.REQUIRED,
                        credential);
        SignIn.demandHere(shown.account());
        return openings.open(
                exchange,
                shown.account(),
                new PasswordShown(shown.account().id(), isShared, beginning),
                shown.attempt(),
                Set.of(Proof.PASSKEY));
    }

    private Answer second(HttpExchange exchange, String credential) throws IOException {
        String token = exchange.cookie(SessionCookies.STEP).orElse("");
        PasswordShown before = pending.tryOnce(token).orElseThrow(SignIn::expired);
        Account account =
                services.directory()
                        .account(before.account())
                        .filter(Account::enabled)
                        .orElseThrow(SignIn::expired);
        Shown shown =
                judge.judge(
                        exchange,
                        step(token),
                        Optional.of(account),
                        UserVerification.PREFERRED,
                        credential);
        pending.remove(token);
        openings.remember(exchange, account, before);
        return openings.open(
                exchange,
                account,
                before,
                shown.attempt(),
                EnumSet.of(Proof.PASSWORD, Proof.PASSKEY));
    }
}
