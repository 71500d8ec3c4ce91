// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Optional;
import org.pabal.mta.routing.RelayTls;
import org.pabal.wire.CertificateCheck;

/// What is demanded of TLS with one host.
///
/// @param start when TLS begins
/// @param check what the certificate must stand; empty for the public authorities' word that it is
///     the host's. Asked at {@link Level#VERIFIED} only
/// @param naming how we came by the host's name
/// @param asked the name that TLS asks for (SNI) and is verified for; empty for the host's own
public record TlsDemand(
        Level level,
        Start start,
        Optional<CertificateCheck> check,
        Naming naming,
        Optional<String> asked) {

    public enum Level {
        NONE,
        /// Where it is offered, with any certificate; in the clear otherwise. RFC 7435
        OPPORTUNISTIC,
        /// The same, but that what {@link #VERIFIED} would not take is observed. RFC 8461 §5
        TESTING,
        /// With any certificate, or nothing is sent.
        ENCRYPTED,
        /// With a certificate that proves who the host is, or nothing is sent.
        VERIFIED
    }

    public enum Start {
        STARTTLS,
        AT_ONCE
    }

    /// Whether a certificate for the host's name proves anything about the domain. RFC 8689 §4.2.1
    public enum Naming {
        /// By an MX record that anyone on the way may have made up.
        BY_MX,
        /// By the settings, the domain itself, or a policy that cannot be forged.
        SURE
    }

    public static final TlsDemand OPPORTUNISTIC = byMx(Level.OPPORTUNISTIC);

    /// By STARTTLS with a host that an MX record names.
    public static TlsDemand byMx(Level level) {
        return new TlsDemand(
                level, Start.STARTTLS, Optional.empty(), Naming.BY_MX, Optional.empty());
    }

    /// By STARTTLS, with a certificate of the public authorities for a host that a policy names.
    public static TlsDemand verified() {
        return sure(Level.VERIFIED, Start.STARTTLS);
    }

    /// By STARTTLS, with a certificate that stands this check. RFC 7672 §3
    public static TlsDemand verifiedBy(CertificateCheck check) {
        return new TlsDemand(
                Level.VERIFIED, Start.STARTTLS, Optional.of(check), Naming.SURE, Optional.empty());
    }

    /// Of a host that the settings name.
    static TlsDemand of(RelayTls policy) {
        return switch (policy) {
            case NONE -> sure(Level.NONE, Start.STARTTLS);
            case OPPORTUNISTIC -> sure(Level.OPPORTUNISTIC, Start.STARTTLS);
            case REQUIRED -> sure(Level.VERIFIED, Start.STARTTLS);
            case IMPLICIT -> sure(Level.VERIFIED, Start.AT_ONCE);
        };
    }

    /// Of a host of this mail system, by the name in its certificate.
    static TlsDemand mutual(String serverName) {
        return verified().asking(serverName);
    }

    private static TlsDemand sure(Level level, Start start) {
        return new TlsDemand(level, start, Optional.empty(), Naming.SURE, Optional.empty());
    }

    TlsDemand named(Naming other) {
        return new TlsDemand(level, start, check, other, asked);
    }

    /// RFC 7672 §8.1: the name that the TLSA records stand under.
    TlsDemand asking(String name) {
        return new TlsDemand(level, start, check, naming, Optional.of(name));
    }

    /// For a mail that must not travel otherwise; empty when no certificate would prove anything.
    Optional<TlsDemand> raised() {
        return level == Level.VERIFIED || naming == Naming.SURE
                ? Optional.of(new TlsDemand(Level.VERIFIED, start, check, naming, asked))
                : Optional.empty();
    }
}
