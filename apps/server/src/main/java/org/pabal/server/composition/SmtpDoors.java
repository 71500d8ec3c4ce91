// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.pabal.cluster.HostService;
import org.pabal.cluster.member.Membership;
import org.pabal.mta.reception.DeliveryLogins;
import org.pabal.sasl.LoginGuard;
import org.pabal.server.settings.ServicesTable;
import org.pabal.smtp.MailService;
import org.pabal.smtp.Pause;
import org.pabal.smtp.ServiceByLogin;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpObserver;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.TlsServerContext;

/// The doors by which mail comes: SMTP at port 25, submission, LMTP, and the socket of this host's own
/// programs. What is said at each is counted.
final class SmtpDoors {
    /// While most of a service's connections are in use (THREATS S26).
    private static final Duration CROWDED_COMMAND_DEADLINE = Duration.ofSeconds(10);

    private static final String LMTP_OF_HOSTS = "lmtp";

    private final Ground here;
    private final LoginContexts logins;
    private final Membership membership;
    private final Inbound inbound;
    private final Submissions submissions;
    private final SmtpSurroundings surroundings;
    private final SmtpObserver log;
    private final Map<String, SmtpCounts> counts = new ConcurrentHashMap<>();

    SmtpDoors(
            Ground here,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            Cluster cluster,
            Inbound inbound,
            Submissions submissions,
            SmtpObserver log) {
        this.here = here;
        this.logins = logins;
        this.membership = cluster.membership();
        this.inbound = inbound;
        this.submissions = submissions;
        this.surroundings =
                new SmtpSurroundings(
                        Optional.of(tls),
                        SmtpObserver.NONE,
                        Pause.SLEEP,
                        here.clock(),
                        guard,
                        AccountsLoggedIn.of(here.directory(), logins),
                        cluster.doors(HostService.SUBMISSIONS));
        this.log = log;
    }

    void open(Listeners listeners, Optional<LocalPrograms> local) throws StartFailure {
        open(listeners, "smtp", SmtpConfig.Role.RECEPTION, this::openReception);
        open(listeners, "submission", SmtpConfig.Role.SUBMISSION, submissions::open);
        SmtpConfig submissionsConfig = config("submissions", SmtpConfig.Role.SUBMISSION);
        listeners.openTls(
                "submissions",
                submissionsConfig.tooManyConnections(),
                submissionsConfig.tlsExpected(),
                handler(listeners, "submissions", submissionsConfig, submissions::open));
        if (local.isPresent()) {
            local.get().open(listeners, here.name(), here.settings(), counted("local"));
        }
        Supplier<MailService> delivery = delivery();
        for (String lmtp : LmtpSettings.SERVICES) {
            if (lmtp.equals(LMTP_OF_HOSTS) && membership.isMember()) {
                continue; // opened for the other hosts, and for whom the settings name
            }
            LmtpSettings.requireSomebody(here.settings(), listeners, lmtp);
            open(listeners, lmtp, SmtpConfig.Role.LMTP, delivery);
        }
    }

    /// LMTP, by which the other hosts deliver.
    void openForHosts(Listeners listeners) throws StartFailure {
        if (listeners.isOpen(LMTP_OF_HOSTS)) {
            return;
        }
        SmtpConfig config = config(LMTP_OF_HOSTS, SmtpConfig.Role.LMTP);
        listeners.openForHosts(
                LMTP_OF_HOSTS,
                config.tooManyConnections(),
                handler(listeners, LMTP_OF_HOSTS, config, delivery()));
    }

    private void open(
            Listeners listeners, String name, SmtpConfig.Role role, Supplier<MailService> services)
            throws StartFailure {
        SmtpConfig config = config(name, role);
        listeners.openPlain(
                name, config.tooManyConnections(), handler(listeners, name, config, services));
    }

    private SmtpConfig config(String name, SmtpConfig.Role role) throws StartFailure {
        return SmtpSettings.of(here.settings(), name, role, here.name());
    }

    private MailService openReception() {
        MailService strangers = inbound.openSmtp();
        return here.settings().get(ServicesTable.SMTP_LOGIN)
                ? new ServiceByLogin(strangers, submissions::open)
                : strangers;
    }

    private Supplier<MailService> delivery() throws StartFailure {
        DeliveryLogins may = LmtpSettings.logins(here.settings(), here.directory(), logins);
        return () -> inbound.openLmtp(may);
    }

    private ConnectionHandler handler(
            Listeners listeners, String name, SmtpConfig config, Supplier<MailService> services) {
        SmtpConfig hurried = config.withCommandDeadline(CROWDED_COMMAND_DEADLINE);
        SmtpSurroundings counted = counted(name);
        return connection ->
                new SmtpSession(
                                connection,
                                listeners.isCrowded(name) ? hurried : config,
                                services.get(),
                                counted)
                        .run();
    }

    private SmtpSurroundings counted(String name) {
        return surroundings.with(counts.computeIfAbsent(name, _ -> new SmtpCounts()).and(log));
    }

    /// By service.
    Map<String, SmtpCounts> counts() {
        return Map.copyOf(counts);
    }
}
