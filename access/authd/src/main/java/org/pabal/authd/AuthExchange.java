// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pabal.authd.AuthConfig.Cleartext;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One exchange of one client of an asker. Its steps come one after the other, each on a thread of
/// its own: between them it waits for the client.
final class AuthExchange {
    private static final Logger LOG = LoggerFactory.getLogger(AuthExchange.class);

    /// Says something to the asker.
    interface Replies {
        /// @param last whether the exchange is over with it
        void reply(AuthExchange of, byte[] line, boolean last);
    }

    private final AuthCommand.Begin begin;
    private final AuthServices services;
    private final Cleartext cleartext;
    private final String session;
    private final Replies replies;

    /// Present while a challenge is out: since when.
    private final AtomicReference<@Nullable Instant> challenged = new AtomicReference<>();

    private final LoginAttempt attempt;
    private Optional<SaslServerMechanism> mechanism = Optional.empty();
    private Optional<SaslStep.Success> proven = Optional.empty();

    AuthExchange(
            AuthCommand.Begin begin,
            AuthServices services,
            Cleartext cleartext,
            String session,
            Replies replies) {
        this.begin = begin;
        this.services = services;
        this.cleartext = cleartext;
        this.session = session;
        this.replies = replies;
        this.attempt = services.logins().attempt(peer());
    }

    String id() {
        return begin.id();
    }

    private AuthParameters parameters() {
        return begin.parameters();
    }

    /// Takes the turn after a challenge, once.
    boolean mayProceed() {
        return challenged.getAndSet(null) != null;
    }

    boolean waitsFor(Duration patience) {
        @Nullable Instant since = challenged.get();
        return since != null && services.clock().instant().isAfter(since.plus(patience));
    }

    void begin() {
        guarded(() -> {
            String name = begin.mechanism().toUpperCase(Locale.ROOT);
            if (services.logins().turnsAway(peer())) {
                LOG.info("event=login-turned-away session={} peer={}", session, peer());
                fail();
            } else if (AuthMechanisms.givesTheSecretAway(name)
                    && !parameters().secured()
                    && cleartext == Cleartext.REFUSED) {
                LOG.info(
                        "event=login-failed session={} reason=\"the asker does not say that its"
                                + " client speaks TLS\" hint=\"services.auth.login-without-tls\"",
                        session);
                fail("reason=Log in over TLS");
            } else {
                mechanism =
                        SaslMechanisms.start(
                                name,
                                attempt.watch(credentials()),
                                SaslChannel.PLAIN,
                                services.random());
                if (mechanism.isEmpty()) {
                    fail("reason=Unknown authentication mechanism");
                } else if (parameters().initial().isEmpty() && mechanism.get().clientFirst()) {
                    challenge(new byte[0]);
                } else {
                    step(parameters().initial().orElse(new byte[0]));
                }
            }
        });
    }

    void proceed(byte[] response) {
        guarded(() -> {
            if (proven.isPresent()) {
                admit(proven.get(), Optional.empty()); // it has read the server's proof
            } else {
                step(response);
            }
        });
    }

    /// Whatever goes wrong is temporary (THREATS A13).
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (UnavailableException trouble) {
            LOG.warn("session={} event=unavailable reason=\"{}\"", session, trouble.getMessage());
            fail("temp", "code=temp_fail");
        } catch (RuntimeException bug) {
            LOG.error("session {}: bug in an exchange of {}", session, begin.mechanism(), bug);
            fail("temp", "code=temp_fail");
        }
    }

    private LoginContext context() {
        LoginService service = AuthServices.serviceOf(parameters().service());
        return services.contexts().of(parameters().local(), parameters().serverName(), service);
    }

    private Credentials credentials() {
        return services.directory().credentials(context());
    }

    private void step(byte[] response) {
        switch (mechanism.orElseThrow().step(response)) {
            case SaslStep.Challenge(var octets) -> challenge(octets);
            case SaslStep.Success success -> {
                if (success.additionalData().isEmpty() || parameters().takesFinalData()) {
                    admit(success, success.additionalData());
                } else {
                    proven = Optional.of(success);
                    challenge(success.additionalData().get());
                }
            }
            case SaslStep.Refused(var who, var reason) -> refuse(who, reason);
            case SaslStep.Malformed(var reason) -> refuse("", reason);
        }
    }

    private void challenge(byte[] octets) {
        challenged.set(services.clock().instant());
        replies.reply(this, AuthText.line("CONT", id(), AuthText.base64(octets)), false);
    }

    private void admit(SaslStep.Success success, Optional<byte[]> finalData) {
        Optional<Account> account =
                services.directory()
                        .findByLogin(success.authorizationIdentity(), context())
                        .filter(Account::enabled);
        if (account.isEmpty()) {
            refuse(success.authenticationIdentity(), "no enabled account to act for");
            return;
        }
        LOG.info(
                "event=login session={} account={} service={} peer={}",
                session,
                account.get().id(),
                new LogText(parameters().service()),
                peer());
        attempt.succeeded(account.get().address().toString());
        List<String> fields = new ArrayList<>(List.of("OK", id()));
        fields.add("user=" + account.get().address());
        finalData.ifPresent(data -> fields.add("resp=" + AuthText.base64(data)));
        replies.reply(this, AuthText.line(fields.toArray(String[]::new)), true);
    }

    /// One answer for every reason (THREATS A02), later with each failure.
    private void refuse(String who, String reason) {
        LOG.info(
                "event=login-failed session={} peer={} service={} identity={} reason=\"{}\"",
                session,
                peer(),
                new LogText(parameters().service()),
                new LogText(who),
                reason);
        if (answer(who, reason) == LoginAttempt.Answer.TURNED_AWAY) {
            fail("temp", "code=temp_fail");
        } else if (who.isEmpty()) {
            fail();
        } else {
            fail("user=" + who);
        }
    }

    private LoginAttempt.Answer answer(String who, String reason) {
        try {
            return attempt.failed(who, reason);
        } catch (IOException _) { // stopping
            return LoginAttempt.Answer.WRONG;
        }
    }

    private void fail(String... fields) {
        List<String> all = new ArrayList<>(List.of("FAIL", id()));
        all.addAll(List.of(fields));
        replies.reply(this, AuthText.line(all.toArray(String[]::new)), true);
    }

    /// An asker that does not say for whom it asks is this host.
    private InetSocketAddress peer() {
        return new InetSocketAddress(
                parameters().remote().orElseGet(InetAddress::getLoopbackAddress), 0);
    }
}
