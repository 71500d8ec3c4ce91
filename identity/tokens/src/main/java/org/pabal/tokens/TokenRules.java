// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.sasl.TokenHint;
import org.pabal.sasl.TokenJudgement;
import org.pabal.sasl.TokenJudgement.Fault;

/// What a token must say to be good here.
///
/// @param issuer the provider, to the letter (`iss`); empty only where the provider itself is asked
/// @param audiences of which the token must be for one (`aud`): without them a token that was made
///     for any other service of the provider would open mailboxes
/// @param scopes which the token must have, all of them
/// @param claim that names the account: `email`, `preferred_username`, `sub` or another
public record TokenRules(String issuer, Set<String> audiences, Set<String> scopes, String claim) {

    /// Two clocks that are synchronised differ by less.
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String EMAIL = "email";

    /// Beyond it a number is no time; RFC 7519 §2 leaves it open.
    private static final long MAX_SECONDS = Instant.MAX.getEpochSecond() / 2;

    public TokenRules {
        audiences = Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
    }

    /// Who made the claims.
    enum Origin {
        /// They are signed, for anybody to read.
        SIGNED,
        /// The provider gave them to us just now: what it left out was checked by it. RFC 7662 §4.
        ASKED
    }

    TokenHint hint() {
        return new TokenHint(
                String.join(" ", scopes.stream().sorted().toList()),
                issuer.isEmpty() ? "" : issuer + SignedTokens.METADATA);
    }

    TokenJudgement judge(Map<String, Object> claims, Origin origin, Instant now) {
        Optional<String> objection =
                issuerObjection(claims, origin)
                        .or(() -> audienceObjection(claims, origin))
                        .or(() -> timeObjection(claims, origin, now));
        if (objection.isPresent()) {
            return TokenJudgement.invalid(objection.get());
        }
        if (!scopesOf(claims).containsAll(scopes)) {
            return new TokenJudgement.Bad(
                    Fault.INSUFFICIENT_SCOPE, "it has not all of the scopes " + scopes);
        }
        return identity(claims);
    }

    private Optional<String> issuerObjection(Map<String, Object> claims, Origin origin) {
        @Nullable Object given = claims.get("iss");
        if (given == null ? origin == Origin.ASKED : issuer.equals(given)) {
            return Optional.empty();
        }
        return origin == Origin.ASKED && issuer.isEmpty()
                ? Optional.empty()
                : Optional.of("it is not of the issuer " + issuer);
    }

    private Optional<String> audienceObjection(Map<String, Object> claims, Origin origin) {
        @Nullable Object given = claims.get("aud");
        if (origin == Origin.ASKED && (given == null || audiences.isEmpty())) {
            return Optional.empty();
        }
        boolean fits =
                given instanceof List<?> several
                        ? several.stream().anyMatch(audiences::contains)
                        : given != null && audiences.contains(given);
        return fits
                ? Optional.empty()
                : Optional.of("it is for another audience than one of " + audiences);
    }

    private static Optional<String> timeObjection(
            Map<String, Object> claims, Origin origin, Instant now) {
        Optional<Instant> expiry = time(claims, "exp");
        if (expiry.isEmpty() && (origin == Origin.SIGNED || claims.containsKey("exp"))) {
            return Optional.of("it does not say until when it is good");
        }
        if (expiry.isPresent() && !now.isBefore(expiry.get().plus(SKEW))) {
            return Optional.of("it has expired");
        }
        Optional<Instant> begin = time(claims, "nbf");
        if (claims.containsKey("nbf")
                && (begin.isEmpty() || now.isBefore(begin.get().minus(SKEW)))) {
            return Optional.of("it is not good yet");
        }
        return Optional.empty();
    }

    /// `NumericDate`, RFC 7519 §2.
    static Optional<Instant> time(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof Number number
                        && number.longValue() >= 0
                        && number.longValue() < MAX_SECONDS
                ? Optional.of(Instant.ofEpochSecond(number.longValue()))
                : Optional.empty();
    }

    /// `scope`, words with spaces between (RFC 8693 §4.2), or the list `scp` of some providers.
    private static Set<String> scopesOf(Map<String, Object> claims) {
        Set<String> scopes = new HashSet<>();
        for (String name : List.of("scope", "scp")) {
            switch (claims.get(name)) {
                case String text -> scopes.addAll(Arrays.asList(text.split(" ")));
                case List<?> list -> list.forEach(each -> scopes.add(String.valueOf(each)));
                case null, default -> {}
            }
        }
        return scopes;
    }

    /// An address that nobody has verified is what its owner typed at the provider's.
    private TokenJudgement identity(Map<String, Object> claims) {
        if (claim.equals(EMAIL) && isFalse(claims.get("email_verified"))) {
            return TokenJudgement.invalid("its provider has not verified the address in it");
        }
        return claims.get(claim) instanceof String identity && !identity.isEmpty()
                ? new TokenJudgement.Good(identity)
                : TokenJudgement.invalid("it has no claim " + claim);
    }

    private static boolean isFalse(@Nullable Object value) {
        return value != null && !Boolean.TRUE.equals(value) && !"true".equals(value);
    }

    /// A JSON object of a provider or a token; empty for anything else.
    static Optional<Map<String, Object>> json(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty(); // the library would make an empty object of a list
        }
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text));
        } catch (ParseException notAnObject) {
            return Optional.empty();
        }
    }
}
