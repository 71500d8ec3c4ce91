// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.sasl.TokenVerifier;
import org.pabal.server.settings.OauthTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.tokens.IntrospectedTokens;
import org.pabal.tokens.Provider;
import org.pabal.tokens.ProviderUrl;
import org.pabal.tokens.SignedTokens;
import org.pabal.tokens.TokenRules;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// The provider whose bearer tokens log people in, of the settings `oauth.*`.
final class TokenSettings {
    private TokenSettings() {}

    /// @return empty when no provider is set: OAUTHBEARER and XOAUTH2 are then not offered
    static Optional<TokenVerifier> verifier(Settings settings, Wire wire, InstantSource clock)
            throws StartFailure {
        Optional<ProviderUrl> asked = url(settings, OauthTable.OAUTH_INTROSPECTION_URL);
        Optional<ProviderUrl> keys = url(settings, OauthTable.OAUTH_JWKS_URL);
        TokenRules rules =
                new TokenRules(
                        settings.get(OauthTable.OAUTH_ISSUER),
                        Set.copyOf(settings.get(OauthTable.OAUTH_AUDIENCE)),
                        Set.copyOf(settings.get(OauthTable.OAUTH_SCOPE)),
                        settings.get(OauthTable.OAUTH_CLAIM));
        if (asked.isPresent() && keys.isPresent()) {
            throw new StartFailure(
                    "set oauth.jwks-url or oauth.introspection-url, not both: a token is judged in"
                            + " one way");
        }
        if (asked.isEmpty() && keys.isEmpty() && rules.issuer().isEmpty()) {
            return Optional.empty();
        }
        HttpClient https = new HttpClient(new Connector(wire), trust(settings));
        Provider provider = new Provider(https, host -> List.of(InetAddress.getAllByName(host)));
        return Optional.of(
                asked.isPresent()
                        ? new IntrospectedTokens(
                                rules, asked.get(), client(settings), provider, clock)
                        : signed(rules, keys, provider, clock));
    }

    private static SignedTokens signed(
            TokenRules rules, Optional<ProviderUrl> keys, Provider provider, InstantSource clock)
            throws StartFailure {
        if (rules.issuer().isEmpty() || rules.audiences().isEmpty()) {
            throw new StartFailure(
                    "oauth.issuer and oauth.audience must both be set: without them a token that was"
                            + " made for another service would open mailboxes");
        }
        if (keys.isEmpty() && ProviderUrl.parse(rules.issuer()).isEmpty()) {
            throw new StartFailure(
                    "oauth.issuer '"
                            + rules.issuer()
                            + "' is no https URL to find the provider's keys by; set oauth.jwks-url");
        }
        return new SignedTokens(rules, keys, provider, clock);
    }

    private static IntrospectedTokens.Client client(Settings settings) throws StartFailure {
        String id = settings.get(OauthTable.OAUTH_CLIENT_ID);
        Optional<Path> secret = settings.get(OauthTable.OAUTH_CLIENT_SECRET);
        if (id.isEmpty() || secret.isEmpty()) {
            throw new StartFailure(
                    "oauth.introspection-url needs oauth.client-id and oauth.client-secret-file, by"
                            + " which the provider knows this server");
        }
        return new IntrospectedTokens.Client(id, SecretFile.read(secret.get()));
    }

    private static Optional<ProviderUrl> url(Settings settings, Setting<String> setting)
            throws StartFailure {
        String text = settings.get(setting);
        Optional<ProviderUrl> url = ProviderUrl.parse(text);
        if (url.isEmpty() && !text.isEmpty()) {
            throw new StartFailure(setting.key() + " '" + text + "' is no https URL");
        }
        return url;
    }

    private static TlsClientContext trust(Settings settings) throws StartFailure {
        Optional<Path> authorities = settings.get(OauthTable.OAUTH_AUTHORITIES);
        try {
            return authorities.isPresent()
                    ? TlsClientContext.trusting(authorities.get())
                    : TlsClientContext.trustingAuthorities();
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "oauth.authorities cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
