// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.http.HttpExchange;
import org.pabal.message.Address;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sessions.door.Answer;
import org.pabal.sessions.door.RequestBody;
import org.pabal.sessions.door.SessionCookies;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is asked before there is an administrator: the code, then who it is to be.
final class Beginning {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    private final SetupServices services;
    private final SetupCode code;
    private final Progress progress;
    private final Phases phases;

    Beginning(SetupServices services, SetupCode code, Progress progress, Phases phases) {
        this.services = services;
        this.code = code;
        this.progress = progress;
        this.phases = phases;
    }

    boolean isKnown(HttpExchange exchange) {
        return exchange.client().isSecure()
                && exchange.cookie(SessionCookies.SETUP).filter(code::isRemembered).isPresent();
    }

    /// `POST /setup/api/begin`
    Answer begin(HttpExchange exchange) throws IOException {
        String given = RequestBody.read(exchange).text("code");
        LoginAttempt attempt = services.logins().attempt(exchange.client().address());
        Duration shut = code.shutFor();
        if (services.logins().turnsAway(exchange.client().address()) || !shut.isZero()) {
            throw Answer.throttled(shut.isZero() ? attempt.shutFor() : shut);
        }
        if (!code.isRight(given)) {
            LOG.warn(
                    "event=setup-code-wrong session={} peer={}",
                    exchange.id(),
                    exchange.client().address());
            throw attempt.failed("", "wrong set-up code") == LoginAttempt.Answer.TURNED_AWAY
                    ? Answer.throttled(attempt.shutFor())
                    : Answer.no(401, "refused", "This is not the code that the server shows.");
        }
        LOG.info(
                "event=setup-code-shown session={} peer={}",
                exchange.id(),
                exchange.client().address());
        SessionCookies.set(
                exchange, SessionCookies.SETUP, code.remember(), Optional.of(SetupCode.SHOWN));
        return Answer.done();
    }

    /// `POST /setup/api/administrator`. What was noted before is true also when the server is killed
    /// after any line: there is an administrator, who goes on by signing in, or none, and the code is
    /// asked for again.
    Answer administrator(HttpExchange exchange) throws IOException {
        if (!isKnown(exchange)) {
            throw Answer.no(403, "codeNeeded", "Show the code of the server first.");
        }
        NewAccount asked = read(RequestBody.read(exchange));
        progress.begin();
        Outcome outcome = services.directory().addFirstAdministrator(asked);
        phases.changed();
        if (outcome instanceof Outcome.Refused(var reason)) {
            throw Answer.no(422, "unusable", reason);
        }
        Account made =
                services.directory()
                        .account(asked.address())
                        .orElseThrow(() -> Answer.no(409, "gone", "The account has gone again."));
        LOG.info(
                "event=setup-administrator session={} peer={} account={}",
                exchange.id(),
                exchange.client().address(),
                new LogText(made.address()));
        code.spend();
        services.domainAdded().accept(made.address().domain());
        return services.door().open(exchange, made).made();
    }

    private static NewAccount read(RequestBody body) {
        Address address =
                Address.parse(body.text("address").strip())
                        .orElseThrow(() ->
                                Answer.no(
                                        422,
                                        "badAddress",
                                        "The address is not one such as jiwoo@example.org."));
        return new NewAccount(
                address, body.text("password"), "", language(body), OptionalLong.empty());
    }

    private static Language language(RequestBody body) {
        String tag = body.text("language").toLowerCase(Locale.ROOT);
        for (Language language : Language.values()) {
            if (language.tag().equals(tag)) {
                return language;
            }
        }
        throw Answer.badRequest("The language is ko or en.");
    }
}
