// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.InstantSource;
import java.util.Optional;
import org.pabal.sasl.FailedLogins;
import org.pabal.wire.TlsServerContext;

/// What the sessions of a service share.
///
/// @param tls for STARTTLS; empty where there is no certificate
/// @param pause taken before a peer that guesses gets its reply
/// @param failedLogins one for all services that log in
public record SmtpSurroundings(
        Optional<TlsServerContext> tls,
        SmtpObserver observer,
        Pause pause,
        InstantSource clock,
        FailedLogins failedLogins,
        LoggedInSessions loggedIn) {

    /// For sessions that are counted apart from others.
    public SmtpSurroundings with(SmtpObserver other) {
        return new SmtpSurroundings(tls, other, pause, clock, failedLogins, loggedIn);
    }

    /// Without metrics, for services that nobody logs in to or that stand alone.
    public static SmtpSurroundings of(Optional<TlsServerContext> tls, InstantSource clock) {
        return new SmtpSurroundings(
                tls,
                SmtpObserver.NONE,
                Pause.SLEEP,
                clock,
                FailedLogins.standard(clock),
                LoggedInSessions.NONE);
    }
}
