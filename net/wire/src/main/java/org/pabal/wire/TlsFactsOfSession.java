// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.pabal.wire.TlsServerContext.ChannelBinding;

/// Reads the facts of a finished handshake.
final class TlsFactsOfSession {

    /// Letters, digits and hyphens: nothing that could mean something in a path or a log (THREATS
    /// T06).
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63})*");

    /// RFC 9266 §2.
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_OCTETS = 32;

    private TlsFactsOfSession() {}

    /// @param binding of this end
    static TlsFacts of(
            SSLSession session,
            Optional<X509Certificate> clientCertificate,
            ChannelBinding binding) {
        return new TlsFacts(
                session.getProtocol(),
                session.getCipherSuite(),
                serverName(session),
                binding == ChannelBinding.OFFERED ? exporterBinding(session) : Optional.empty(),
                clientCertificate);
    }

    private static Optional<String> serverName(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return hostName(extended.getRequestedServerNames());
    }

    /// The host name of an SNI extension, if it is one. RFC 6066 §3.
    static Optional<String> hostName(List<SNIServerName> names) {
        for (SNIServerName name : names) {
            if (name instanceof SNIHostName host
                    && HOST_NAME.matcher(host.getAsciiName()).matches()) {
                return Optional.of(host.getAsciiName());
            }
        }
        return Optional.empty();
    }

    /// Absent for a TLS 1.2 session without extended master secret, where it would bind nothing.
    private static Optional<byte[]> exporterBinding(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    extended.exportKeyingMaterialData(
                            EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS));
        } catch (SSLKeyException | UnsupportedOperationException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
