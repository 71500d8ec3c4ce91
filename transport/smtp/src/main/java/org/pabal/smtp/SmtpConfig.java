// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.wire.IpNetwork;

/// How an SMTP or LMTP listener speaks. RFC 5321 §4.5.3 for the sizes and times.
///
/// @param role what kind of listener this is
/// @param hostname in the greeting
/// @param startTls STARTTLS is offered while the connection is plain
/// @param leniencies the deviations from the grammar that are tolerated of anybody
public record SmtpConfig(
        Role role,
        String hostname,
        MailLimits mail,
        SessionLimits session,
        Login login,
        boolean startTls,
        Clients clients,
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
    /// @param maxJunk commands that move no mail on (NOOP, RSET, VRFY, EHLO again…) before one is done
    /// @param commandDeadline for each line
    /// @param dataDeadline for each wait within a mail's content
    /// @param longest after which a session ends where no mail is under way
    /// @param errorDelay before each reply to a mistake, once half of the errors are used up
    /// @param greetingDelay how long a stranger must keep silent before the greeting of reception; what
    ///     has already come is looked at even when it is zero
    public record SessionLimits(
            int maxErrors,
            int maxMails,
            int maxJunk,
            Duration commandDeadline,
            Duration dataDeadline,
            Duration longest,
            Duration errorDelay,
            Duration greetingDelay) {
        /// THREATS §4.
        public static final SessionLimits DEFAULTS =
                new SessionLimits(
                        10,
                        100,
                        100,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofSeconds(1),
                        Duration.ZERO);

        public SessionLimits {
            if (maxErrors < 1 || maxMails < 1 || maxJunk < 1) {
                throw new IllegalArgumentException("the limits of a session are at least 1");
            }
        }
    }

    /// Clients that are not strangers.
    ///
    /// @param own our machines and devices, of which every {@link Leniency} is tolerated
    /// @param fronts that may tell by XCLIENT and XFORWARD whom they speak for
    /// @param deliverers that may use LMTP without a log-in (THREATS S33); so may who has opened a
    ///     socket in the file system
    public record Clients(List<IpNetwork> own, List<IpNetwork> fronts, List<IpNetwork> deliverers) {
        /// This host: who wants mail in a mailbox here could as well send it to port 25.
        public static final List<IpNetwork> THIS_HOST =
                List.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1"));

        public static final Clients STRANGERS_ALL = new Clients(List.of(), List.of());

        public Clients {
            own = List.copyOf(own);
            fronts = List.copyOf(fronts);
            deliverers = List.copyOf(deliverers);
        }

        /// With this host delivering.
        public Clients(List<IpNetwork> own, List<IpNetwork> fronts) {
            this(own, fronts, THIS_HOST);
        }

        boolean mayDeliver(InetAddress client) {
            return holds(deliverers, client);
        }

        boolean isOwn(InetAddress client) {
            return holds(own, client);
        }

        boolean isFront(InetAddress client) {
            return holds(fronts, client);
        }

        private static boolean holds(List<IpNetwork> networks, InetAddress client) {
            for (IpNetwork network : networks) {
                if (network.contains(client)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Who may log in, and how.
    ///
    /// @param mechanisms offered, as far as secrets and connection allow; empty for no AUTH
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
                Clients.STRANGERS_ALL,
                Leniency.DEFAULTS);
    }

    public SmtpConfig with(MailLimits limits) {
        return new SmtpConfig(
                role, hostname, limits, session, login, startTls, clients, leniencies);
    }

    public SmtpConfig with(SessionLimits limits) {
        return new SmtpConfig(role, hostname, mail, limits, login, startTls, clients, leniencies);
    }

    public SmtpConfig with(Login how) {
        return new SmtpConfig(role, hostname, mail, session, how, startTls, clients, leniencies);
    }

    public SmtpConfig with(Clients known) {
        return new SmtpConfig(role, hostname, mail, session, login, startTls, known, leniencies);
    }

    /// For a session that begins while a listener is crowded (THREATS S26).
    public SmtpConfig withCommandDeadline(Duration deadline) {
        return with(
                new SessionLimits(
                        session.maxErrors,
                        session.maxMails,
                        session.maxJunk,
                        deadline,
                        session.dataDeadline,
                        session.longest,
                        session.errorDelay,
                        session.greetingDelay));
    }

    /// What is tolerated of a client.
    Set<Leniency> tolerated(InetAddress client) {
        return clients.isOwn(client) ? Leniency.ALL : leniencies;
    }

    /// Strangers are tested for their manners: not our machines, nor this one.
    boolean isStranger(InetAddress client) {
        return !clients.isOwn(client) && !client.isLoopbackAddress();
    }

    /// The whole line for a connection over a listener's limits (THREATS S27).
    public String tooManyConnections() {
        return "421 4.7.0 " + hostname + " Too many connections, try again later\r\n";
    }

    /// For a client that begins with TLS where plain text is due.
    SmtpReply plainExpected() {
        return SmtpReply.of(
                554,
                "5.7.0",
                hostname
                        + (role == Role.SUBMISSION
                                ? " This port begins without TLS, use STARTTLS; 465 begins with it"
                                : " This port begins without TLS; use STARTTLS"));
    }

    /// The whole line for a client that speaks plainly where TLS is due. RFC 8314 §3.3.
    public String tlsExpected() {
        return "554 5.7.0 " + hostname + " This port begins with TLS; 587 begins without\r\n";
    }
}
