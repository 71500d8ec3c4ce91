// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.InstantSource;
import java.util.Optional;
import org.pabal.sasl.LoginGuard;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.TlsServerContext;

/// What the sessions of a service share.
///
/// @param tls for STARTTLS; empty where there is no certificate
/// @param pause taken before a peer that guesses gets its reply
/// @param guard one for all services that log in
/// @param hosts of this mail system: they may deliver by LMTP and tell whom they speak for
public record SmtpSurroundings(
        Optional<TlsServerContext> tls,
        SmtpObserver observer,
        Pause pause,
        InstantSource clock,
        LoginGuard guard,
        LoggedInSessions loggedIn,
        OtherHosts hosts) {

    /// Where no other host is known.
    public SmtpSurroundings(
            Optional<TlsServerContext> tls,
            SmtpObserver observer,
            Pause pause,
            InstantSource clock,
            LoginGuard guard,
            LoggedInSessions loggedIn) {
        this(tls, observer, pause, clock, guard, loggedIn, OtherHosts.NONE);
    }

    /// For sessions that are counted apart from others.
    public SmtpSurroundings with(SmtpObserver other) {
        return new SmtpSurroundings(tls, other, pause, clock, guard, loggedIn, hosts);
    }

    public SmtpSurroundings with(OtherHosts known) {
        return new SmtpSurroundings(tls, observer, pause, clock, guard, loggedIn, known);
    }

    /// Without metrics, for services that nobody logs in to or that stand alone.
    public static SmtpSurroundings of(Optional<TlsServerContext> tls, InstantSource clock) {
        return new SmtpSurroundings(
                tls, SmtpObserver.NONE, Pause.SLEEP, clock, LoginGuard.NONE, LoggedInSessions.NONE);
    }
}
