// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// What the connection below an exchange brings along.
///
/// @param binding the connection's `tls-exporter` value (RFC 9266), for `-PLUS`
/// @param clientCertificate that the client showed in TLS and that was found good, for EXTERNAL
public record SaslChannel(Optional<byte[]> binding, Optional<X509Certificate> clientCertificate) {
    public static final SaslChannel PLAIN = new SaslChannel(Optional.empty(), Optional.empty());

    public static SaslChannel bound(byte[] binding) {
        return new SaslChannel(Optional.of(binding), Optional.empty());
    }

    /// For an exchange whose announcement had no `-PLUS`, see {@link SaslMechanisms#offered}.
    public SaslChannel withoutBinding() {
        return new SaslChannel(Optional.empty(), clientCertificate);
    }
}
