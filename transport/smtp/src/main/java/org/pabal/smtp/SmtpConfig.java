// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How an SMTP or LMTP listener speaks. RFC 5321 §4.5.3 for the sizes and times.
///
/// @param role what kind of listener this is
/// @param hostname in the greeting
/// @param maxMessageOctets announced by SIZE
/// @param requireTlsForAuth AUTH is offered and taken under TLS only. RFC 8314
/// @param startTls STARTTLS is offered while the connection is plain
/// @param authMechanisms offered, strongest first; empty for no AUTH. Under LMTP a list that is not
///     empty makes AUTH necessary, as under submission (THREATS S33)
/// @param leniencies the deviations from the grammar that are tolerated
public record SmtpConfig(
        Role role,
        String hostname,
        long maxMessageOctets,
        int maxRecipients,
        int maxErrors,
        int maxMailsPerSession,
        Duration commandDeadline,
        Duration dataDeadline,
        boolean startTls,
        boolean requireTlsForAuth,
        List<String> authMechanisms,
        Set<Leniency> leniencies) {

    public SmtpConfig {
        authMechanisms = List.copyOf(authMechanisms);
        leniencies = Set.copyOf(leniencies);
        if (maxMessageOctets < 1 || maxRecipients < 1 || maxErrors < 1 || maxMailsPerSession < 1) {
            throw new IllegalArgumentException("the limits of an SMTP listener are at least 1");
        }
    }

    /// With the default leniencies.
    public SmtpConfig(
            Role role,
            String hostname,
            long maxMessageOctets,
            int maxRecipients,
            int maxErrors,
            int maxMailsPerSession,
            Duration commandDeadline,
            Duration dataDeadline,
            boolean startTls,
            boolean requireTlsForAuth,
            List<String> authMechanisms) {
        this(
                role,
                hostname,
                maxMessageOctets,
                maxRecipients,
                maxErrors,
                maxMailsPerSession,
                commandDeadline,
                dataDeadline,
                startTls,
                requireTlsForAuth,
                authMechanisms,
                Leniency.DEFAULTS);
    }

    public enum Role {
        /// Port 25: anyone may speak.
        RECEPTION,
        /// Ports 587 and 465: MAIL only after AUTH.
        SUBMISSION,
        LMTP
    }

    /// The defaults of THREATS §4 for a role; the message limit is that of the brief's server.
    public static SmtpConfig defaults(Role role, String hostname) {
        return new SmtpConfig(
                role,
                hostname,
                100L * 1024 * 1024,
                1_000,
                10,
                100,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                true,
                true,
                role == Role.SUBMISSION ? List.of("SCRAM-SHA-256", "PLAIN", "LOGIN") : List.of());
    }

    /// MAIL is refused before AUTH.
    public boolean requiresAuth() {
        return switch (role) {
            case RECEPTION -> false;
            case SUBMISSION -> true;
            case LMTP -> !authMechanisms.isEmpty();
        };
    }

    /// For a session that begins while a listener is crowded (THREATS S26).
    public SmtpConfig withCommandDeadline(Duration deadline) {
        return new SmtpConfig(
                role,
                hostname,
                maxMessageOctets,
                maxRecipients,
                maxErrors,
                maxMailsPerSession,
                deadline,
                dataDeadline,
                startTls,
                requireTlsForAuth,
                authMechanisms,
                leniencies);
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
