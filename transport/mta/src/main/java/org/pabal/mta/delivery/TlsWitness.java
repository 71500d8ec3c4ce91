// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.mta.delivery.RemoteHost.Exchanger;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.smtp.Opening;
import org.pabal.wire.Connection;

/// Tells the observer how TLS went in a session that was opened. For one thread.
final class TlsWitness {
    private static final String NO_STARTTLS = "4.7.10";

    private final RemoteHost host;
    private final TlsObserver observer;
    private Optional<TlsFailure> distrusted = Optional.empty();

    TlsWitness(RemoteHost host, TlsObserver observer) {
        this.host = host;
        this.observer = observer;
    }

    /// A certificate was taken that proves nothing.
    void distrust(CertificateException why) {
        distrusted = Optional.of(TlsFailure.of(why));
    }

    /// A session came to its first mail or failed on the way there.
    ///
    /// @param broken the handshake that failed
    void opened(Connection connection, Opening opening, Optional<SSLException> broken) {
        if (host.exchanger().isPresent() && cameToTls(connection, opening)) {
            Exchanger exchanger = host.exchanger().get();
            observer.observed(
                    new TlsResult(
                            exchanger.of(),
                            exchanger.policy(),
                            host.name(),
                            Optional.of(connection.local().getAddress()),
                            host.internet(),
                            exchanger
                                    .policy()
                                    .trouble()
                                    .or(() -> failure(connection, opening, broken))));
        }
    }

    /// A session that is lost before says nothing of TLS.
    private static boolean cameToTls(Connection connection, Opening opening) {
        return connection.tls().isPresent()
                || switch (opening) {
                    case Opening.Ready _ -> true;
                    case Opening.Refused(var step, _) -> step == Opening.Step.STARTTLS;
                    case Opening.Failed(var step, _, _) -> step == Opening.Step.STARTTLS;
                };
    }

    private Optional<TlsFailure> failure(
            Connection connection, Opening opening, Optional<SSLException> broken) {
        if (connection.tls().isPresent()) {
            return distrusted;
        }
        if (broken.isPresent()) {
            return Optional.of(TlsFailure.of(broken.get()));
        }
        return Optional.of(
                switch (opening) {
                    case Opening.Ready _ -> notOffered("");
                    case Opening.Refused(_, var reply) -> notOffered(reply.inOneLine());
                    case Opening.Failed(_, var status, var reason) ->
                            status.toString().equals(NO_STARTTLS)
                                    ? notOffered("")
                                    : new TlsFailure(Kind.VALIDATION_FAILURE, reason);
                });
    }

    private static TlsFailure notOffered(String reason) {
        return new TlsFailure(Kind.STARTTLS_NOT_SUPPORTED, reason);
    }
}
