// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.pabal.sasl.SaslMechanisms;

/// How an SMTP or LMTP listener speaks. RFC 5321 §4.5.3 for the sizes and times.
///
/// @param role what kind of listener this is
/// @param hostname in the greeting
/// @param startTls STARTTLS is offered while the connection is plain
/// @param leniencies the deviations from the grammar that are tolerated
public record SmtpConfig(
        Role role,
        String hostname,
        MailLimits mail,
        SessionLimits session,
        Login login,
        boolean startTls,
        Set<Leniency> leniencies) {

    public SmtpConfig {
        leniencies = Set.copyOf(leniencies);
    }

    public enum Role {
        /// Port 25: anyone may speak.
        RECEPTION,
        /// Ports 587 and 465: MAIL only after AUTH.
        SUBMISSION,
        LMTP
    }

    /// What one mail may be.
    ///
    /// @param maxOctets announced by SIZE
    /// @param leastDeliverBy the shortest time within which delivery can be asked for. RFC 2852 §3
    /// @param maxHold the longest time for which a submitted mail can be held back; zero for not at
    ///     all. RFC 4865 §4
    public record MailLimits(
            long maxOctets, int maxRecipients, Duration leastDeliverBy, Duration maxHold) {
        /// THREATS §4; the message limit is that of the brief's server.
        public static final MailLimits DEFAULTS =
                new MailLimits(
                        100L * 1024 * 1024, 1_000, Duration.ofMinutes(1), Duration.ofDays(30));

        public MailLimits {
            if (maxOctets < 1 || maxRecipients < 1) {
                throw new IllegalArgumentException("the limits of a mail are at least 1");
            }
        }
    }

    /// How long and how badly a client may speak.
    ///
    /// @param commandDeadline for each line
    /// @param dataDeadline for each wait within a mail's content
    public record SessionLimits(
            int maxErrors, int maxMails, Duration commandDeadline, Duration dataDeadline) {
        /// THREATS §4.
        public static final SessionLimits DEFAULTS =
                new SessionLimits(10, 100, Duration.ofMinutes(5), Duration.ofMinutes(5));

        public SessionLimits {
            if (maxErrors < 1 || maxMails < 1) {
                throw new IllegalArgumentException("the limits of a session are at least 1");
            }
        }
    }

    /// Who may log in, and how.
    ///
    /// @param mechanisms offered, as far as secrets and connection allow; empty for no AUTH. Under LMTP a list that is not
    ///     empty makes AUTH necessary, as under submission (THREATS S33)
    /// @param requireTls AUTH is offered and taken under TLS only. RFC 8314
    public record Login(List<String> mechanisms, boolean requireTls) {
        public static final Login NONE = new Login(List.of(), true);

        public Login {
            mechanisms = List.copyOf(mechanisms);
        }
    }

    public static SmtpConfig defaults(Role role, String hostname) {
        return new SmtpConfig(
                role,
                hostname,
                MailLimits.DEFAULTS,
                SessionLimits.DEFAULTS,
                role == Role.SUBMISSION ? new Login(SaslMechanisms.names(), true) : Login.NONE,
                true,
                Leniency.DEFAULTS);
    }

    public SmtpConfig with(MailLimits limits) {
        return new SmtpConfig(role, hostname, limits, session, login, startTls, leniencies);
    }

    public SmtpConfig with(SessionLimits limits) {
        return new SmtpConfig(role, hostname, mail, limits, login, startTls, leniencies);
    }

    public SmtpConfig with(Login how) {
        return new SmtpConfig(role, hostname, mail, session, how, startTls, leniencies);
    }

    /// For a session that begins while a listener is crowded (THREATS S26).
    public SmtpConfig withCommandDeadline(Duration deadline) {
        return with(
                new SessionLimits(
                        session.maxErrors, session.maxMails, deadline, session.dataDeadline));
    }

    /// MAIL is refused before AUTH.
    public boolean requiresAuth() {
        return switch (role) {
            case RECEPTION -> false;
            case SUBMISSION -> true;
            case LMTP -> !login.mechanisms.isEmpty();
        };
    }

    /// The whole line for a connection over a listener's limits (THREATS S27).
    public String tooManyConnections() {
        return "421 4.7.0 " + hostname + " Too many connections, try again later\r\n";
    }

    /// The whole line for a client that speaks plainly where TLS is due. RFC 8314 §3.3.
    public String tlsExpected() {
        return "554 5.7.0 " + hostname + " This port begins with TLS; 587 begins without\r\n";
    }
}
