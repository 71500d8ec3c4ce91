// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.http.HttpExchange;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.door.SignIn.Proven;
import org.pabal.sessions.kept.Sessions.Opened;
import org.pabal.sessions.passkey.Ceremonies.UserVerification;

/// Showing anew who sits there, before what is dangerous: by a passkey that knows its owner, or by the
/// password with whatever stands behind it at signing in. The session goes on under another token.
final class Confirmation {
    private final SignInServices services;
    private final SignedIn signedIn;
    private final Openings openings;
    private final SignIn signIn;
    private final PasskeyJudge passkeys;
    private final SecondFactor codes;

    Confirmation(
            SignInServices services,
            SignedIn signedIn,
            Openings openings,
            SignIn signIn,
            PasskeyJudge passkeys,
            SecondFactor codes) {
        this.services = services;
        this.signedIn = signedIn;
        this.openings = openings;
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.codes = codes;
    }

    /// `POST /auth/confirm`
    Answer confirm(HttpExchange exchange) throws IOException {
        Session session = signedIn.find(exchange).orElseThrow(Answer::signedOut);
        Account account = signedIn.account(session).orElseThrow(Answer::signedOut);
        RequestBody body = RequestBody.read(exchange);
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        Optional<String> credential = body.object("credential");
        Optional<LoginAttempt> attempt = Optional.empty();
        if (credential.isEmpty() || body.json().hasNonNull("password")) {
            attempt = Optional.of(password(exchange, account, body.text("password")));
            proofs.add(Proof.PASSWORD);
        }
        Factors factors = services.factors().of(account.id());
        String totp = body.textOrEmpty("code");
        String recovery = body.textOrEmpty("recovery");
        if (credential.isPresent()) {
            UserVerification verification =
                    proofs.isEmpty() ? UserVerification.REQUIRED : UserVerification.PREFERRED;
            attempt =
                    Optional.of(
                            passkey(exchange, session, account, verification, credential.get()));
            proofs.add(Proof.PASSKEY);
        } else if (factors.isOn()) {
            if (totp.isEmpty() && recovery.isEmpty()) {
                return SignIn.next(services, exchange, factors);
            }
            Proof kind = totp.isEmpty() ? Proof.RECOVERY_CODE : Proof.TOTP;
            String code = totp.isEmpty() ? recovery : totp;
            attempt = Optional.of(codes.judge(account, exchange.client().address(), kind, code));
            proofs.add(kind);
        }
        attempt.orElseThrow().succeeded(account.address().toString());
        Opened confirmed =
                services.sessions().confirm(session, proofs).orElseThrow(Answer::signedOut);
        return openings.show(exchange, account, confirmed);
    }

    private LoginAttempt password(HttpExchange exchange, Account account, String password)
            throws IOException {
        Proven proven = signIn.prove(exchange, account.address().toString(), password);
        if (!proven.account().id().equals(account.id())) {
            throw Answer.refused();
        }
        return proven.attempt();
    }

    private LoginAttempt passkey(
            HttpExchange exchange,
            Session session,
            Account account,
            UserVerification verification,
            String credential)
            throws IOException {
        return passkeys.judge(
                        exchange,
                        PasskeySteps.confirm(session),
                        Optional.of(account),
                        verification,
                        credential)
                .attempt();
    }
}
