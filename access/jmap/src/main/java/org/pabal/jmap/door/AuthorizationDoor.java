// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapDoor;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header field `Authorization`: `Basic` with the account's password or an app password (RFC
/// 7617), `Bearer` with a token (RFC 6750).
///
/// What was found good is remembered for a short while: a client proves who it is with every request,
/// and each proof of a password costs 28 ms of a core. A change of a password ends that at once
/// (THREATS A09).
public final class AuthorizationDoor implements JmapDoor {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationDoor.class);

    /// Octets of a header field that is looked at.
    private static final int MAX_FIELD = 24 << 10;

    /// For a client that is turned away.
    private static final String RETRY_SECONDS = "60";

    private static final String REALM = "realm=\"Pabal\"";

    private final Directory directory;
    private final Function<HttpClientFacts, LoginContext> contexts;
    private final LoginDoor logins;
    private final Predicate<HttpClientFacts> allowsLogin;
    private final RememberedProofs remembered;

    /// @param contexts what a request says about whose names are meant
    /// @param allowsLogin false where the client's connection is in the clear (THREATS A06)
    public AuthorizationDoor(
            Directory directory,
            Function<HttpClientFacts, LoginContext> contexts,
            LoginDoor logins,
            Predicate<HttpClientFacts> allowsLogin,
            RememberedProofs remembered) {
        this.directory = directory;
        this.contexts = contexts;
        this.logins = logins;
        this.allowsLogin = allowsLogin;
        this.remembered = remembered;
        directory.whenLoginChanges(remembered::forget);
    }

    /// One proof, taken from the field.
    ///
    /// @param mechanism of SASL that judges it
    /// @param message its one message
    private record Proof(String mechanism, byte[] message) {}

    @Override
    public Entry enter(HttpExchange exchange) {
        Optional<String> field = exchange.header("Authorization");
        if (field.isEmpty()) {
            return new Entry.NoProof();
        }
        HttpClientFacts client = exchange.client();
        if (!allowsLogin.test(client)) {
            return new Entry.Refused(
                    403, "Passwords and tokens are taken over https only.", Map.of());
        }
        Optional<Proof> proof = proof(field.get());
        if (proof.isEmpty()) {
            return wrong(exchange, "The Authorization is neither Basic nor Bearer.");
        }
        try {
            return enter(exchange, client, field.get(), proof.get());
        } catch (UnavailableException out) {
            LOG.warn("log-in over HTTP: {}", out.getMessage());
            return unavailable();
        } catch (IOException stopping) {
            LOG.info("log-in over HTTP: {}", stopping.getMessage());
            return unavailable();
        }
    }

    private Entry enter(HttpExchange exchange, HttpClientFacts client, String field, Proof proof)
            throws IOException {
        LoginContext context = contexts.apply(client);
        String key = context.defaultDomain().map(Object::toString).orElse("") + '\n' + field;
        Optional<AccountId> known = remembered.find(key);
        if (known.isPresent()) {
            return admit(directory.account(known.get()).filter(Account::enabled), exchange);
        }
        if (logins.turnsAway(client.address())) {
            return turnedAway();
        }
        LoginAttempt attempt = logins.attempt(client.address());
        Credentials credentials = attempt.watch(directory.credentials(context));
        RememberedProofs.Ticket ticket = remembered.begin();
        Optional<SaslServerMechanism> mechanism =
                SaslMechanisms.start(proof.mechanism(), credentials, SaslChannel.PLAIN);
        if (mechanism.isEmpty()) {
            return wrong(exchange, "No tokens are taken here; use a password.");
        }
        return switch (judge(mechanism.get(), proof.message())) {
            case SaslStep.Success success -> {
                Optional<Account> account =
                        directory
                                .findByLogin(success.authorizationIdentity(), context)
                                .filter(Account::enabled);
                if (account.isEmpty()) {
                    yield failed(exchange, attempt, success.authenticationIdentity(), "no account");
                }
                attempt.succeeded(account.get().address().toString());
                remembered.remember(ticket, key, account.get().id());
                yield admit(account, exchange);
            }
            case SaslStep.Refused(String who, String reason) ->
                    failed(exchange, attempt, who, reason);
            case SaslStep.Malformed(String reason) -> failed(exchange, attempt, "", reason);
            case SaslStep.Challenge _ -> throw new IllegalStateException("these have one step");
        };
    }

    /// A token that is no good is told so in a challenge, and the exchange ends with any response.
    private static SaslStep judge(SaslServerMechanism mechanism, byte[] message) {
        SaslStep step = mechanism.step(message);
        return step instanceof SaslStep.Challenge ? mechanism.step(new byte[] {1}) : step;
    }

    private static Entry admit(Optional<Account> account, HttpExchange exchange) {
        if (account.isEmpty()) {
            return wrong(exchange, "Wrong credentials.");
        }
        if (!account.get().isHere()) {
            return Entry.Elsewhere.judged(account.get());
        }
        return new Entry.Admitted(account.get());
    }

    private Entry failed(HttpExchange exchange, LoginAttempt attempt, String who, String reason)
            throws IOException {
        LOG.info(
                "event=login-failed service=jmap peer={} name={} reason={}",
                exchange.client().address(),
                who.replaceAll("[^\\x21-\\x7E]", "?"),
                reason);
        return attempt.failed(who, reason) == LoginAttempt.Answer.TURNED_AWAY
                ? turnedAway()
                : wrong(exchange, "Wrong credentials.");
    }

    private static Entry wrong(HttpExchange exchange, String detail) {
        return new Entry.Refused(401, detail, challenge(exchange));
    }

    private static Entry turnedAway() {
        return new Entry.Refused(
                429,
                "Too many log-ins failed from this address; try again later.",
                Map.of("Retry-After", RETRY_SECONDS));
    }

    private static Entry unavailable() {
        return new Entry.Refused(
                503,
                "Who you are cannot be found out for now; try again later.",
                Map.of("Retry-After", RETRY_SECONDS));
    }

    /// What is asked for. A page's own script is not asked for `Basic`: the browser would put its
    /// window for passwords over the page.
    public static Map<String, String> challenge(HttpExchange exchange) {
        boolean ofScript =
                exchange.header("Sec-Fetch-Mode")
                        .filter(mode -> !mode.equals("navigate"))
                        .isPresent();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(
                "WWW-Authenticate",
                ofScript
                        ? "Bearer " + REALM
                        : "Basic " + REALM + ", charset=\"UTF-8\", Bearer " + REALM);
        return fields;
    }

    private static Optional<Proof> proof(String field) {
        int space = field.indexOf(' ');
        if (space < 0 || field.length() > MAX_FIELD) {
            return Optional.empty();
        }
        String value = field.substring(space + 1).strip();
        return switch (field.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(value);
            case "bearer" ->
                    Optional.of(
                            new Proof(
                                    "OAUTHBEARER",
                                    ("n,,\1auth=Bearer " + value + "\1\1")
                                            .getBytes(StandardCharsets.UTF_8)));
            default -> Optional.empty();
        };
    }

    /// RFC 7617 §2: the name has no colon, the password may. In PLAIN's own form a NUL parts them.
    private static Optional<Proof> basic(String value) {
        try {
            byte[] octets = Base64.getDecoder().decode(value);
            byte[] message = new byte[octets.length + 1];
            System.arraycopy(octets, 0, message, 1, octets.length);
            for (int i = 1; i < message.length; i++) {
                if (message[i] == ':') {
                    message[i] = 0;
                    return Optional.of(new Proof("PLAIN", message));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
