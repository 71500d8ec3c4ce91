// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate that the client asked for by SNI, else the first. RFC 6066 §3.
final class KeysByServerName extends X509ExtendedKeyManager {

    private final List<KeyAndChain> keys;

    KeysByServerName(List<KeyAndChain> keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        Optional<String> asked =
                engine.getHandshakeSession() instanceof ExtendedSSLSession session
                        ? TlsFactsOfSession.hostName(session.getRequestedServerNames())
                        : Optional.empty();
        List<KeyAndChain> named =
                asked.map(host -> keys.stream().filter(key -> key.isFor(host)).toList())
                        .filter(found -> !found.isEmpty())
                        .orElseGet(this::byDefault);
        // TLS asks for one type of key after the other: an RSA certificate of the right name comes
        // before an EC one of another.
        return named.stream()
                .filter(key -> key.own().getPublicKey().getAlgorithm().equals(keyType))
                .findFirst()
                .map(key -> Integer.toString(keys.indexOf(key)))
                .orElse(null);
    }

    /// The first, and those of other key types for the same names.
    private List<KeyAndChain> byDefault() {
        var names = keys.getFirst().names();
        return keys.stream().filter(key -> key.names().equals(names)).toList();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias).map(key -> key.chain().toArray(new X509Certificate[0])).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).map(KeyAndChain::key).orElse(null);
    }

    private Optional<KeyAndChain> of(String alias) {
        return Optional.of(keys.get(Integer.parseInt(alias)));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
