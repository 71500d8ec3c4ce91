// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.pabal.wire.TlsServerContext.ChannelBinding;

/// Reads the facts of a finished handshake.
final class TlsFactsOfSession {

    /// Letters, digits and hyphens: nothing that could mean something in a path or a log (THREATS
    /// T06).
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63})*");

    private TlsFactsOfSession() {}

    /// Of the server's end.
    static TlsFacts ofServer(SSLSession session, TlsServerContext context) {
        return new TlsFacts(
                session.getProtocol(),
                session.getCipherSuite(),
                serverName(session),
                context.channelBinding() == ChannelBinding.OFFERED
                        ? ChannelBindings.ofServer(session)
                        : Map.of(),
                context.clientCertificate(session),
                context.hostCertificate(session));
    }

    /// Of the client's end.
    static TlsFacts ofClient(SSLSession session) {
        return new TlsFacts(
                session.getProtocol(),
                session.getCipherSuite(),
                serverName(session),
                ChannelBindings.ofClient(session),
                Optional.empty());
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
}
