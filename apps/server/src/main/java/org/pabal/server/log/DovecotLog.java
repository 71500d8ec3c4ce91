// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginTry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failed log-ins in the words of Dovecot, so that fail2ban's filter of that name reads them, besides
/// what the guard itself does. Those of SMTP are in the words of Postfix already.
public final class DovecotLog implements LoginGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PostfixLog.LOGGER);

    private final LoginGuard guard;

    public DovecotLog(LoginGuard guard) {
        this.guard = guard;
    }

    @Override
    public boolean isTurnedAway(InetAddress peer) {
        return guard.isTurnedAway(peer);
    }

    @Override
    public OptionalLong fingerprint(String name, String secret) {
        return guard.fingerprint(name, secret);
    }

    @Override
    public Admission tried(LoginTry attempt) {
        Admission admission = guard.tried(attempt);
        if (!admission.judged()) {
            line(attempt);
        }
        return admission;
    }

    @Override
    public Duration shutFor(InetAddress peer, String name) {
        return guard.shutFor(peer, name);
    }

    @Override
    public void undecided(LoginTry attempt) {
        guard.undecided(attempt);
    }

    @Override
    public Duration failed(LoginTry attempt, String reason) {
        line(attempt);
        return guard.failed(attempt, reason);
    }

    @Override
    public void succeeded(LoginTry attempt, String account) {
        guard.succeeded(attempt, account);
    }

    private static void line(LoginTry attempt) {
        String daemon =
                switch (attempt.service()) {
                    case "imap" -> "imap-login";
                    case "pop3" -> "pop3-login";
                    case "sieve" -> "managesieve-login";
                    default -> "";
                };
        if (!daemon.isEmpty()) {
            LOG.info(
                    "dovecot: {}: Disconnected (auth failed, 1 attempts in 0 secs): user=<{}>,"
                            + " rip={}",
                    daemon,
                    word(attempt.name()),
                    attempt.peer().getHostAddress());
        }
    }

    /// Nothing that could end the name, or the line, before its time.
    private static String word(String name) {
        return name.replaceAll("[\\s<>\\p{Cntrl}]", "?");
    }
}
