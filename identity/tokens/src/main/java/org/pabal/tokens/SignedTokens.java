// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.TokenHint;
import org.pabal.sasl.TokenJudgement;
import org.pabal.sasl.TokenVerifier;

/// Tokens that a provider has signed: JWT, RFC 7519 (access tokens as in RFC 9068), judged by the
/// provider's public keys. The provider is asked for its keys only.
///
/// Signatures of RSA, ECDSA and Ed25519 count; `none` and those by a shared secret do not, whatever
/// the token says (THREATS A10, RFC 8725 §3.1). Extensions that must be understood (`crit`) are not.
public final class SignedTokens implements TokenVerifier {
    /// Behind the issuer: OpenID Connect Discovery §4, RFC 8414 §3.
    static final String METADATA = "/.well-known/openid-configuration";

    /// Such a token does not come through a mail client, and is not decoded.
    private static final int MAX_CHARS = 16 * 1024;

    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    /// A token without a key's name is tried with so many.
    private static final int MAX_TRIED = 10;

    private final TokenRules rules;
    private final ProviderKeys keys;
    private final InstantSource clock;

    /// @param rules with an issuer and an audience
    /// @param keys where they are; empty to learn it from the issuer's metadata
    public SignedTokens(
            TokenRules rules, Optional<ProviderUrl> keys, Provider provider, InstantSource clock) {
        if (rules.issuer().isEmpty() || rules.audiences().isEmpty()) {
            throw new IllegalArgumentException("a signed token has an issuer and an audience");
        }
        this.rules = rules;
        this.clock = clock;
        this.keys =
                new ProviderKeys(
                        () -> provider.get(keys.orElseGet(() -> discover(rules, provider))), clock);
    }

    private static ProviderUrl discover(TokenRules rules, Provider provider) {
        ProviderUrl metadata =
                ProviderUrl.parse(rules.issuer() + METADATA)
                        .orElseThrow(() ->
                                new UnavailableException(
                                        "the issuer " + rules.issuer() + " is no https URL"));
        Map<String, Object> answer = provider.get(metadata);
        if (!rules.issuer().equals(answer.get("issuer"))) {
            throw new UnavailableException(
                    "the metadata at " + metadata + " is that of another issuer");
        }
        return ProviderUrl.parse(String.valueOf(answer.get("jwks_uri")))
                .orElseThrow(() ->
                        new UnavailableException(
                                "the metadata at " + metadata + " names no https URL of keys"));
    }

    @Override
    public TokenHint hint() {
        return rules.hint();
    }

    @Override
    public TokenJudgement judge(String token) {
        if (token.length() > MAX_CHARS) {
            return TokenJudgement.invalid("it is too long");
        }
        JWSObject parsed;
        try {
            parsed = JWSObject.parse(token);
        } catch (ParseException | IllegalArgumentException notSigned) {
            return TokenJudgement.invalid("it is no signed JWT");
        }
        return headerObjection(parsed.getHeader())
                .map(TokenJudgement::invalid)
                .orElseGet(() -> judge(parsed));
    }

    private static Optional<String> headerObjection(JWSHeader header) {
        String type = header.getType() == null ? "" : header.getType().getType();
        if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            return Optional.of("it is a JWT for something else");
        }
        if (!VerificationKey.isKnown(header.getAlgorithm())) {
            return Optional.of("its signature algorithm does not count here");
        }
        boolean extended = header.getCriticalParams() != null || !header.isBase64URLEncodePayload();
        return extended ? Optional.of("it has extensions that are unknown here") : Optional.empty();
    }

    private TokenJudgement judge(JWSObject token) {
        JWSHeader header = token.getHeader();
        String id = header.getKeyID() == null ? "" : header.getKeyID();
        List<VerificationKey> possible = keys.find(id, header.getAlgorithm().getName());
        byte[] signed = token.getSigningInput();
        boolean genuine =
                possible.stream()
                        .limit(MAX_TRIED)
                        .anyMatch(key -> key.verifies(header, signed, token.getSignature()));
        if (!genuine) {
            return TokenJudgement.invalid(
                    possible.isEmpty()
                            ? "the provider has no such key for that algorithm"
                            : "its signature is wrong");
        }
        Optional<Map<String, Object>> claims = TokenRules.json(token.getPayload().toString());
        return claims.isEmpty()
                ? TokenJudgement.invalid("its claims are no JSON object")
                : rules.judge(claims.get(), TokenRules.Origin.SIGNED, clock.instant());
    }
}
