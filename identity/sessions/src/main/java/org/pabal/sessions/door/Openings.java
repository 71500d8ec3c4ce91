// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.http.HttpExchange;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.Factors;
import org.pabal.sessions.KnownDevice;
import org.pabal.sessions.Proof;
import org.pabal.sessions.Session;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.door.PendingSignIns.PasswordShown;
import org.pabal.sessions.kept.Sessions.Opened;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of every sign-in: a session, its cookie, and what the browser remembers.
final class Openings {
    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);

    /// How long a browser is remembered in which the second factor was shown.
    private static final Duration DEVICE_KNOWN = Duration.ofDays(90);

    private final SignInServices services;
    private final SignedIn signedIn;

    Openings(SignInServices services, SignedIn signedIn) {
        this.services = services;
        this.signedIn = signedIn;
    }

    /// A new session; the one that the browser had before ends (THREATS J09).
    Answer open(
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
        signedIn.end(exchange);
        endIfThere(exchange, SessionCookies.STEP);
        endIfThere(exchange, SessionCookies.ASKED);
        endIfThere(exchange, SessionCookies.HOME);
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

    private static void endIfThere(HttpExchange exchange, String cookie) {
        if (exchange.cookie(cookie).isPresent()) {
            SessionCookies.end(exchange, cookie);
        }
    }

    Answer show(HttpExchange exchange, Account account, Opened opened) {
        SessionCookies.setSession(
                exchange,
                opened.session(),
                opened.token(),
                services.sessions().limits(),
                services.clock().instant());
        return signedIn.show(account, opened.session());
    }

    boolean isKnown(HttpExchange exchange, Factors factors) {
        return exchange.cookie(SessionCookies.DEVICE)
                .map(TokenHash::of)
                .filter(token -> factors.knows(token, services.clock().instant()))
                .isPresent();
    }

    /// In a browser of the owner's, where the owner wants it.
    void remember(HttpExchange exchange, Account account, PasswordShown shown) {
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
}
