// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the connection below an exchange brings along.
///
/// @param bindings the connection's channel bindings by type, for `-PLUS`: `tls-exporter` (RFC 9266),
///     `tls-server-end-point` (RFC 5929); a client says by which it binds
/// @param clientCertificate that the client showed in TLS and that was found good, for EXTERNAL
public record SaslChannel(
        Map<String, byte[]> bindings, Optional<X509Certificate> clientCertificate) {
    public static final SaslChannel PLAIN = new SaslChannel(Map.of(), Optional.empty());

    /// The best first: one stands for the session, the other for the server's certificate only.
    private static final List<String> PREFERRED = List.of("tls-exporter", "tls-server-end-point");

    public SaslChannel {
        bindings = Map.copyOf(bindings);
    }

    /// As the client's end of a connection has it.
    public static SaslChannel bound(Map<String, byte[]> bindings) {
        return new SaslChannel(bindings, Optional.empty());
    }

    /// For an exchange whose announcement had no `-PLUS`, see {@link SaslMechanisms#offered}.
    public SaslChannel withoutBindings() {
        return new SaslChannel(Map.of(), clientCertificate);
    }

    boolean canBind() {
        return !bindings.isEmpty();
    }

    /// The type by which a client of ours binds.
    Optional<String> bestType() {
        return PREFERRED.stream().filter(bindings::containsKey).findFirst();
    }
}
