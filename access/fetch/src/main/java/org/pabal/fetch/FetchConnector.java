// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.FetchSource.Security;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;

/// Makes connections to other servers, always under TLS with a certificate that proves the server's
/// name. Safe for use by many threads; blocks.
///
/// @param tls whom to trust
public record FetchConnector(Connector connector, TlsClientContext tls, FetchLimits limits) {
    private static final int MAX_ADDRESSES = 4;

    /// Hears how far a connection has come.
    public interface Progress {
        Progress UNHEARD = new Progress() {};

        default void connected(InetAddress server) {}

        /// @param protection version and cipher suite
        default void secured(String protection) {}
    }

    /// Connects and secures the connection; nobody is logged in.
    ///
    /// @param addresses of the server, judged by the caller: no others are dialled
    public ImapFetcher open(FetchSource source, List<InetAddress> addresses, Progress progress)
            throws IOException {
        Connection connection = connect(source, addresses);
        try {
            progress.connected(connection.remote().getAddress());
            return source.security() == Security.TLS
                    ? underTls(connection, source, progress)
                    : afterStartTls(connection, source, progress);
        } catch (IOException | RuntimeException broken) {
            connection.close();
            throw broken;
        }
    }

    private Connection connect(FetchSource source, List<InetAddress> addresses)
            throws FetchException {
        String why = "the server has no address";
        for (InetAddress address :
                addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES))) {
            try {
                return connector.connect(
                        new InetSocketAddress(address, source.port()), limits.connect());
            } catch (SocketTimeoutException late) {
                why = "no answer within " + limits.connect().toSeconds() + " s";
            } catch (IOException unreachable) {
                why = String.valueOf(unreachable.getMessage());
            }
        }
        throw new FetchException(Reason.UNREACHABLE, why);
    }

    private ImapFetcher underTls(Connection connection, FetchSource source, Progress progress)
            throws IOException {
        startTls(connection, source.host(), progress);
        return ImapFetcher.over(connection, limits);
    }

    /// What was said in the clear counts no more. RFC 3501 §6.2.1.
    private ImapFetcher afterStartTls(Connection connection, FetchSource source, Progress progress)
            throws IOException {
        Dialogue clear = new Dialogue(connection, limits);
        clear.greeting();
        ImapReply.Tagged outcome =
                clear.outcome(
                        new Dialogue.Command("STARTTLS"), Dialogue.Listener.DEAF, Optional.empty());
        if (!outcome.isOk()) {
            throw new FetchException(Reason.NO_TLS, outcome.text());
        }
        startTls(connection, source.host(), progress);
        ImapFetcher fetcher = new ImapFetcher(new Dialogue(connection, limits), limits);
        fetcher.begin();
        return fetcher;
    }

    private void startTls(Connection connection, String host, Progress progress)
            throws FetchException {
        try {
            connection.startTlsClient(tls, host, true);
            progress.secured(
                    connection
                            .tls()
                            .map(facts -> facts.version() + " " + facts.cipherSuite())
                            .orElse(""));
        } catch (SSLException refused) {
            throw new FetchException(
                    isOfCertificate(refused) ? Reason.CERTIFICATE : Reason.TLS, words(refused));
        } catch (SocketTimeoutException late) {
            throw new FetchException(Reason.TLS, "no TLS within the time for it");
        } catch (IOException broken) {
            throw new FetchException(Reason.TLS, String.valueOf(broken.getMessage()));
        }
    }

    private static boolean isOfCertificate(Throwable trouble) {
        for (Throwable at = trouble; at != null; at = at.getCause()) {
            if (at instanceof CertificateException
                    || at instanceof CertPathValidatorException
                    || at instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    /// The innermost words say what is wrong with a certificate.
    private static String words(Throwable trouble) {
        Throwable at = trouble;
        while (at.getCause() != null && at.getCause().getMessage() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }
}
