// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.HttpExchange;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.enrolment.Enrolment;
import org.pabal.sessions.passkey.Ceremonies.Claim;
import org.pabal.sessions.passkey.Ceremonies.Judged;
import org.pabal.sessions.passkey.Ceremonies.UserVerification;
import org.pabal.sessions.passkey.Purpose;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges passkeys that are shown. What was counted is durable before it lets anybody in.
final class PasskeyJudge {
    private static final Logger LOG = LoggerFactory.getLogger(PasskeyJudge.class);

    private final SignInServices services;

    PasskeyJudge(SignInServices services) {
        this.services = services;
    }

    /// @param attempt which the one who asks concludes
    record Shown(Account account, LoginAttempt attempt) {}

    /// @param json `AuthenticationResponseJSON`
    /// @param known whose it must be; empty for whoever the authenticator names
    /// @throws Answer refused, throttled; the same for an account that is not there
    Shown judge(
            HttpExchange exchange,
            Purpose purpose,
            Optional<Account> known,
            UserVerification verification,
            String json)
            throws IOException {
        LoginAttempt attempt = services.logins().attempt(exchange.client().address());
        if (services.logins().turnsAway(exchange.client().address())) {
            throw SignIn.throttled(attempt);
        }
        Claim claim =
                services.passkeys()
                        .claim(json)
                        .orElseThrow(() -> Answer.badRequest("The property credential is none."));
        Optional<Account> account =
                known.or(() ->
                                Enrolment.accountIn(claim.handle())
                                        .flatMap(services.directory()::account))
                        .filter(Account::enabled);
        String name = account.map(found -> found.address().toString()).orElse("");
        String[] reason = {"no such passkey"};
        boolean right =
                attempt.watch(
                                new CodeCredentials(_ -> {
                                    Judged judged =
                                            judge(
                                                    account,
                                                    known,
                                                    claim,
                                                    purpose,
                                                    verification,
                                                    json);
                                    reason[0] = reason(judged);
                                    return judged instanceof Judged.Right;
                                }))
                        .verify(name, claim.idText());
        if (right) {
            return new Shown(account.orElseThrow(), attempt);
        }
        LOG.info(
                "event=login-failed session={} peer={} identity={} reason={} door=web",
                exchange.id(),
                exchange.client().address(),
                new LogText(name),
                new LogText("passkey: " + reason[0]));
        throw SignIn.failed(attempt, name, "passkey: " + reason[0]);
    }

    private static String reason(Judged judged) {
        return switch (judged) {
            case Judged.Right _ -> "";
            case Judged.Wrong(var why) -> why;
            case Judged.Copied _ -> "its counter went back, there may be a copy of it";
        };
    }

    /// The same work whether there is such a passkey or not (THREATS A02).
    private Judged judge(
            Optional<Account> account,
            Optional<Account> known,
            Claim claim,
            Purpose purpose,
            UserVerification verification,
            String json) {
        Optional<Passkey> passkey =
                account.map(found -> services.factors().of(found.id()))
                        .filter(factors -> isOf(factors, claim, known.isPresent()))
                        .flatMap(factors -> factors.passkeys().find(claim.id()));
        if (passkey.isEmpty()) {
            services.passkeys().shownByNobody(purpose, claim, verification, json);
            return new Judged.Wrong("no such passkey");
        }
        return kept(account.orElseThrow(), claim, purpose, verification, json);
    }

    /// Web Authentication §7.2: the handle is of the account, and is there where nothing else names it.
    private static boolean isOf(Factors factors, Claim claim, boolean isNamed) {
        return isNamed && claim.handle().length == 0
                || MessageDigest.isEqual(factors.passkeys().handle(), claim.handle());
    }

    private Judged kept(
            Account account,
            Claim claim,
            Purpose purpose,
            UserVerification verification,
            String json) {
        Judged[] judged = {new Judged.Wrong("no such passkey")};
        services.factors()
                .change(
                        account.id(),
                        before -> {
                            Optional<Passkey> passkey = before.passkeys().find(claim.id());
                            passkey.ifPresent(found ->
                                    judged[0] =
                                            services.passkeys()
                                                    .shown(purpose, found, verification, json));
                            return after(judged[0])
                                    .map(now -> before.withPasskeys(before.passkeys().with(now)));
                        });
        if (judged[0] instanceof Judged.Copied(Passkey copied)) {
            LOG.warn(
                    "event=passkey-counter-went-back account={} passkey=\"{}\" door=web",
                    account.address(),
                    new LogText(copied.name()));
        }
        return judged[0];
    }

    private static Optional<Passkey> after(Judged judged) {
        return switch (judged) {
            case Judged.Right(Passkey used) -> Optional.of(used);
            case Judged.Copied(Passkey suspected) -> Optional.of(suspected);
            case Judged.Wrong _ -> Optional.empty();
        };
    }
}
