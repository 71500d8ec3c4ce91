// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pabal.dns.Resolver;
import org.pabal.mda.FilingRules;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.bounce.BounceConfig;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.bounce.ReportLimit;
import org.pabal.mta.delivery.CommitPause;
import org.pabal.mta.delivery.LocalDelivery;
import org.pabal.mta.delivery.QueueDelivery;
import org.pabal.mta.delivery.RemoteDelivery;
import org.pabal.mta.delivery.SmtpRemoteSession;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.queue.QueueStatus;
import org.pabal.mta.reception.Reception;
import org.pabal.mta.routing.Router;
import org.pabal.mta.submission.Submission;
import org.pabal.mta.submission.SubmissionConfig;
import org.pabal.server.administration.QueueAdministration;
import org.pabal.server.administration.RouteAdministration;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpConfig.Login;
import org.pabal.smtp.SmtpConfig.MailLimits;
import org.pabal.smtp.SmtpConfig.SessionLimits;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.storage.StorageException;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The roles that move mail: reception, submission, the queue and what works on it.
final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final Duration LEDGER_REST = Duration.ofHours(1);

    /// While most of a service's connections are in use (THREATS S26).
    private static final Duration CROWDED_COMMAND_DEADLINE = Duration.ofSeconds(10);

    private final Settings settings;
    private final String hostname;
    private final LoginContexts logins;
    private final TlsServerContext tls;
    private final RouteAdministration routes;
    private final Queue queue;
    private final Ledger ledger;
    private final InstantSource clock;
    private final QueueDelivery delivery;
    private final Reception reception;
    private final Submission submission;
    private final CountDownLatch closing = new CountDownLatch(1);

    Transport(
            Foundation foundation,
            Settings settings,
            String hostname,
            Wire wire,
            LoginContexts logins,
            TlsServerContext tls)
            throws StartFailure {
        this.settings = settings;
        this.hostname = hostname;
        this.logins = logins;
        this.tls = tls;
        RandomGenerator random = new SecureRandom();
        MailIds ids = new MailIds(foundation.clock(), random);
        this.clock = foundation.clock();
        this.ledger = new Ledger(foundation.storage(), clock, random);
        Router router =
                new Router(
                        foundation.directory(),
                        TransportSettings.routing(settings, logins.preset()));
        this.routes = new RouteCalls(foundation.directory(), logins::preset, () -> router);
        QueueConfig queueConfig = TransportSettings.queue(settings);
        this.queue =
                new Queue(
                        foundation.storage(),
                        queueConfig,
                        foundation.clock(),
                        random,
                        ledger,
                        AttemptMarks.NONE);
        Consignment consignment = new Consignment(new FilingRules(), queue);
        Commitments commitments =
                new Commitments(foundation.storage(), foundation.mailboxes(), queue, ledger);
        Promise promise =
                new Promise(
                        new Acceptance(foundation.mailboxes(), queue, consignment, commitments));
        RecipientRules rules =
                new RecipientRules(
                        foundation.directory(), router, foundation.mailboxes(), logins.preset());
        Resolver resolver = TransportSettings.resolver(settings, random);
        this.reception =
                new Reception(
                        TransportSettings.reception(settings, hostname),
                        rules,
                        promise,
                        foundation.mailboxes(),
                        ids,
                        resolver,
                        foundation.clock());
        this.submission =
                new Submission(
                        new SubmissionConfig(
                                hostname,
                                MessageLimits.defaults(),
                                settings.get(SettingsTable.SHOW_CLIENT_ADDRESS)),
                        foundation.directory(),
                        rules,
                        promise,
                        foundation.mailboxes(),
                        ids,
                        foundation.clock());
        Bounces bounces =
                new Bounces(
                        BounceConfig.defaults(hostname),
                        router,
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.storage(),
                        consignment,
                        ids,
                        new ReportLimit(foundation.clock(), 10, Duration.ofMinutes(1)));
        this.delivery =
                new QueueDelivery(
                        router,
                        new RemoteDelivery(
                                TransportSettings.delivery(settings, hostname),
                                resolver,
                                random,
                                new SmtpRemoteSession(
                                        hostname,
                                        new Connector(wire),
                                        TlsClientContext.trustingAuthorities(),
                                        foundation.storage())),
                        (keeper, _, _) ->
                                Diagnosis.ours("4.3.5", keeper + " is not in the settings"),
                        new LocalDelivery(foundation.storage(), foundation.mailboxes()),
                        bounces,
                        consignment,
                        commitments,
                        ids,
                        foundation.clock(),
                        CommitPause.SLEEP);
    }

    void open(Listeners listeners) throws StartFailure {
        open(listeners, "smtp", SmtpConfig.Role.RECEPTION, reception::openSmtp);
        open(listeners, "submission", SmtpConfig.Role.SUBMISSION, this::openSubmission);
        SmtpConfig submissions = smtpConfig("submissions", SmtpConfig.Role.SUBMISSION);
        listeners.openTls(
                "submissions",
                submissions.tooManyConnections(),
                submissions.tlsExpected(),
                handler(listeners, "submissions", submissions, this::openSubmission));
        if (settings.get(SettingsTable.service("lmtp").enabled())
                && !listeners.isOnLoopback("lmtp")) {
            throw new StartFailure(
                    "the service lmtp has no log-in and is for this host only (RFC 2033 §5); set"
                            + " services.lmtp.address = \"127.0.0.1\"");
        }
        open(listeners, "lmtp", SmtpConfig.Role.LMTP, reception::openLmtp);
    }

    private void open(
            Listeners listeners, String name, SmtpConfig.Role role, Supplier<MailService> services)
            throws StartFailure {
        SmtpConfig config = smtpConfig(name, role);
        listeners.openPlain(
                name, config.tooManyConnections(), handler(listeners, name, config, services));
    }

    private MailService openSubmission() {
        return submission.open(client -> logins.of(client.tls()));
    }

    private ConnectionHandler handler(
            Listeners listeners, String name, SmtpConfig config, Supplier<MailService> services) {
        SmtpConfig hurried = config.withCommandDeadline(CROWDED_COMMAND_DEADLINE);
        return connection ->
                new SmtpSession(
                                connection,
                                listeners.isCrowded(name) ? hurried : config,
                                services.get(),
                                SmtpSurroundings.of(Optional.of(tls), clock))
                        .run();
    }

    private SmtpConfig smtpConfig(String service, SmtpConfig.Role role) {
        SmtpConfig defaults = SmtpConfig.defaults(role, hostname);
        return defaults.with(
                        new MailLimits(
                                settings.get(SettingsTable.MAX_MESSAGE_SIZE),
                                settings.get(SettingsTable.MAX_RECIPIENTS)))
                .with(
                        new SessionLimits(
                                settings.get(SettingsTable.MAX_ERRORS),
                                settings.get(SettingsTable.MAX_MAILS_PER_SESSION),
                                defaults.session().commandDeadline(),
                                defaults.session().dataDeadline()))
                .with(
                        new Login(
                                defaults.login().mechanisms(),
                                !SettingsTable.service(service).allowsLoginWithoutTls(settings)));
    }

    void start() {
        queue.start(delivery);
        Thread.ofVirtual().name("ledger").start(this::keepLedger);
    }

    /// Once an hour forgets what the ledger has kept long enough, a little at a time.
    private void keepLedger() {
        Duration retention = settings.get(SettingsTable.LEDGER_RETENTION);
        try {
            do {
                prune(clock.instant().minus(retention));
            } while (!closing.await(LEDGER_REST.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void prune(Instant before) {
        try {
            boolean more = true;
            while (more && closing.getCount() > 0) {
                more = ledger.prune(before) > 0; // a bounded number at a time
            }
        } catch (StorageException unavailable) {
            LOG.warn("event=ledger-not-pruned reason=\"{}\"", unavailable.getMessage());
        }
    }

    Queue queue() {
        return queue;
    }

    Map<String, Object> queueStatus() {
        QueueStatus status = queue.status();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("entries", status.entries());
        shown.put("active", status.active());
        shown.put("held", status.held());
        return shown;
    }

    RouteAdministration routeAdministration() {
        return routes;
    }

    QueueAdministration queueAdministration() {
        return new QueueCalls(queue);
    }

    @Override
    public void close() {
        closing.countDown();
        queue.close();
    }
}
