// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pabal.cluster.HostService;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginService;
import org.pabal.dns.Resolver;
import org.pabal.jmap.Check;
import org.pabal.jmap.MailSending;
import org.pabal.mda.FilingRules;
import org.pabal.mda.agent.KnownPeople;
import org.pabal.mda.agent.MailboxScripts;
import org.pabal.mda.agent.ReplyLimit;
import org.pabal.mda.agent.ScriptedDelivery;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.notes.NotingAgent;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.ContentChecks;
import org.pabal.mta.acceptance.Destinations;
import org.pabal.mta.acceptance.LocalCopies;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.bounce.ReportLimit;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.delivery.CommitPause;
import org.pabal.mta.delivery.DanePolicies;
import org.pabal.mta.delivery.HostHealth;
import org.pabal.mta.delivery.HostSearch;
import org.pabal.mta.delivery.Keepers;
import org.pabal.mta.delivery.LocalDelivery;
import org.pabal.mta.delivery.QueueDelivery;
import org.pabal.mta.delivery.RemoteDelivery;
import org.pabal.mta.delivery.SmtpRemoteSession;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.imapsieve.ScriptedMailboxes;
import org.pabal.mta.jobs.JobDelivery;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.jobs.ScriptedRuns;
import org.pabal.mta.jobs.WebNotifications;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.queue.QueueStatus;
import org.pabal.mta.queue.QueueWorker;
import org.pabal.mta.reception.DeliveryLogins;
import org.pabal.mta.reception.Reception;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.ReturnAddresses;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.submission.AccountRates;
import org.pabal.mta.submission.SentMail;
import org.pabal.mta.submission.Submission;
import org.pabal.mta.submission.SubmissionConfig;
import org.pabal.mta.webhook.WebhookAgent;
import org.pabal.mta.webhook.WebhookDelivery;
import org.pabal.sasl.LoginGuard;
import org.pabal.server.administration.OutgoingOperations;
import org.pabal.server.administration.QueueOperations;
import org.pabal.server.administration.RouteAdministration;
import org.pabal.server.administration.TraceOperations;
import org.pabal.server.checks.ForwardCheck;
import org.pabal.server.checks.WebhookCheck;
import org.pabal.server.program.HostPrograms;
import org.pabal.server.settings.AddressTable;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.LocalTable;
import org.pabal.server.settings.QueueTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SieveTable;
import org.pabal.server.settings.SubmissionTable;
import org.pabal.smtp.MailService;
import org.pabal.smtp.Pause;
import org.pabal.smtp.ServiceByLogin;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpObserver;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// The roles that move mail: reception, submission, the queue and what works on it.
final class Transport implements AutoCloseable {
    /// While most of a service's connections are in use (THREATS S26).
    private static final Duration CROWDED_COMMAND_DEADLINE = Duration.ofSeconds(10);

    /// A person waits for it.
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(15);

    /// A server that does not answer by then does not answer.
    private static final Duration WEBHOOK_TIME_LIMIT = Duration.ofSeconds(10);

    private static final int SHOWN_DESTINATIONS = 10;

    private static final String LMTP_OF_HOSTS = "lmtp";

    private final Settings settings;
    private final SpamFilter spam;
    private final QuarantineDesk quarantine;
    private final String hostname;
    private final LoginContexts logins;
    private final Cluster cluster;
    private final Directory directory;
    private final SmtpSurroundings surroundings;
    private final SmtpObserver sessionLog;
    private final Map<String, SmtpCounts> smtpCounts = new ConcurrentHashMap<>();
    private final RouteAdministration routes;
    private final Queue queue;
    private final DeliveryNotes notes;
    private final Ledger ledger;
    private final Resolver resolver;
    private final List<Check> checks;
    private final InstantSource clock;
    private final SmtpRemoteSession sessions;
    private final QueueWorker delivery;
    private final OutsidePosts posts;
    private final WebhookDelivery webhooks;
    private final Refusals refusals;
    private final ScriptedMailboxes mailboxScripts;
    private final Forwarders forwarders;
    private final Reception reception;
    private final Submission submission;
    private final SessionCheckers checkers;
    private final Checks smtpChecks;
    private final Checks submissionChecks;
    private final Checks lmtpChecks;
    private final Greylists greylists;
    private final OutgoingNotices notices;
    private final Breaker breaker;
    private final LedgerKeeper ledgerKeeper;
    private final Snoozes snoozes;
    private final Outbound outbound;
    private final Signing signing;
    private final OutboundTls outboundTls;
    private final Reports reports;
    private final Optional<LocalPrograms> local;

    Transport(
            DataDirectory data,
            Foundation foundation,
            Settings settings,
            String hostname,
            Wire wire,
            LoginContexts logins,
            TlsServerContext tls,
            Cluster cluster,
            LoginGuard guard,
            ScriptStore scripts,
            DeliveryMemory memory,
            Resolver resolver,
            Connectors connectors,
            SpamFilter spam,
            Greylists greylists,
            WebhookParts webhooks,
            MailLogs logs)
            throws StartFailure {
        this.settings = settings;
        this.spam = spam;
        this.hostname = hostname;
        this.logins = logins;
        this.directory = foundation.directory();
        this.sessionLog = logs.sessions();
        this.surroundings =
                new SmtpSurroundings(
                        Optional.of(tls),
                        SmtpObserver.NONE,
                        Pause.SLEEP,
                        foundation.clock(),
                        guard,
                        AccountsLoggedIn.of(foundation.directory(), logins),
                        cluster.doors(HostService.SUBMISSIONS));
        this.cluster = cluster;
        MailHosts others = ClusterSettings.mailHosts(settings, cluster.membership());
        RandomGenerator random = new SecureRandom();
        MailIds ids = new MailIds(foundation.clock(), random);
        this.clock = foundation.clock();
        this.checkers = new SessionCheckers(settings, hostname, connectors.refusals(), clock);
        this.greylists = greylists;
        this.submissionChecks = checkers.of("submission");
        this.lmtpChecks = checkers.of("lmtp");
        this.notices =
                new OutgoingNotices(
                        directory,
                        foundation.mailboxes(),
                        clock,
                        hostname,
                        account -> OutgoingOperations.hold(queue(), account));
        this.breaker =
                new Breaker(
                        TransportSettings.breaker(settings), foundation.storage(), clock, notices);
        this.ledger =
                new Ledger(
                        foundation.storage(),
                        clock,
                        random,
                        logs.ledger()
                                .and(new UnknownRecipients(directory, breaker, notices::later)));
        RoutingConfig routing =
                RoutingSettings.config(settings, logins.preset(), foundation.clock());
        ReturnAddresses returns = SrsSettings.returns(settings, data.path(), random, clock);
        Router router = new Router(foundation.directory(), routing.with(returns).with(others));
        this.resolver = resolver;
        this.outbound =
                new Outbound(foundation, settings, hostname, routing.smarthosts(), wire, resolver);
        this.routes =
                new RouteCalls(
                        foundation.directory(),
                        logins::preset,
                        () -> router,
                        () -> RoutingSettings.aliasRules(settings, logins.preset()));
        this.signing = new Signing(foundation, settings, resolver);
        QueueConfig queueConfig = QueueSettings.queue(settings);
        this.queue =
                new Queue(
                        foundation.storage(),
                        queueConfig,
                        foundation.clock(),
                        random,
                        ledger,
                        QueueSettings.marks(data));
        this.snoozes = new Snoozes(foundation);
        this.ledgerKeeper =
                new LedgerKeeper(ledger, queue, settings.get(QueueTable.LEDGER_RETENTION), clock);
        HostPrograms host = new HostPrograms(data.temporary());
        SievePrograms programs = ProgramSettings.programs(settings, host, foundation.mailboxes());
        ScriptedDelivery.Means means =
                means(foundation, memory, programs, random, webhooks.isKnown()::test);
        this.notes =
                new DeliveryNotes(
                        foundation.storage(),
                        foundation.mailboxes(),
                        clock,
                        Thread.ofVirtual().name("notes")::start);
        Successors successors = new Successors(router, ids);
        Consignment consignment =
                new Consignment(
                        new LocalCopies(
                                new WebhookAgent(
                                        new NotingAgent(agent(foundation, scripts, means), notes),
                                        webhooks.webhooks(),
                                        foundation.mailboxes(),
                                        webhooks.isKnown(),
                                        queue::waiting,
                                        webhooks.counts()),
                                foundation.mailboxes()),
                        successors,
                        queue,
                        QuarantineDesk.keeping());
        Commitments commitments =
                new Commitments(foundation.storage(), foundation.mailboxes(), queue, ledger);
        this.mailboxScripts =
                new ScriptedMailboxes(
                        new MailboxScripts(
                                (account, name) ->
                                        ScriptName.parse(name)
                                                .flatMap(known -> scripts.script(account, known)),
                                AgentSettings.ofMailboxes(settings, scripts, clock),
                                means),
                        foundation.mailboxes(),
                        successors,
                        queue,
                        commitments,
                        ids,
                        clock);
        RecipientConfig recipients = TransportSettings.recipients(settings, logins.preset());
        RecipientRules rules =
                new RecipientRules(
                        foundation.directory(), router, foundation.mailboxes(), recipients);
        Acceptance acceptance =
                new Acceptance(foundation.mailboxes(), queue, consignment, commitments);
        this.quarantine =
                new QuarantineDesk(
                        router,
                        acceptance,
                        foundation.storage(),
                        foundation.mailboxes(),
                        ids,
                        clock);
        this.reports =
                new Reports(
                        foundation,
                        settings,
                        hostname,
                        logins.preset(),
                        resolver,
                        router,
                        new ReportPost(
                                router,
                                acceptance,
                                foundation.mailboxes(),
                                ids,
                                signing::fields,
                                foundation.clock()),
                        new HttpClient(new Connector(wire), DeliverySettings.trust(settings)));
        Promise promise =
                new Promise(
                        acceptance,
                        new ContentChecks(
                                foundation.storage(),
                                foundation.mailboxes(),
                                rules,
                                MessageLimits.defaults(),
                                settings.get(ReceptionTable.MAX_MESSAGE_SIZE)),
                        recipients.fullMailbox());
        this.refusals = new Refusals(ledger, foundation.storage(), foundation.clock());
        this.forwarders =
                AuthenticationSettings.forwarders(
                        settings, foundation.storage(), foundation.clock());
        Optional<ArrivalExaminer> arrivals =
                AuthenticationSettings.examiner(
                        settings,
                        hostname,
                        resolver,
                        forwarders,
                        reports.dmarc(),
                        signing::sealingKey,
                        foundation.clock());
        this.smtpChecks =
                checkers.of("smtp")
                        .and(
                                greylists.atRecipients(mail ->
                                        arrivals.isPresent()
                                                && arrivals.get()
                                                        .authorises(mail.client(), mail.from())));
        this.reception =
                new Reception(
                        TransportSettings.reception(settings, hostname),
                        rules,
                        promise,
                        refusals,
                        foundation.mailboxes(),
                        queue,
                        ids,
                        resolver,
                        arrivals,
                        spam.arrivals(),
                        signing.ofReception(),
                        foundation.clock());
        this.submission =
                new Submission(
                        new SubmissionConfig(
                                hostname,
                                MessageLimits.defaults(),
                                settings.get(SubmissionTable.SHOW_CLIENT_ADDRESS)),
                        foundation.directory(),
                        rules,
                        outbound.checks(),
                        promise,
                        refusals,
                        new AccountRates(
                                TransportSettings.accountRates(settings),
                                foundation.storage(),
                                foundation.clock()),
                        breaker,
                        foundation.mailboxes(),
                        ids,
                        arrivals.map(each -> each.withoutForgedResults(signing.ofSubmission()))
                                .orElse(signing.ofSubmission()),
                        foundation.clock());
        Bounces bounces =
                new Bounces(
                        QueueSettings.bounces(settings, hostname),
                        router,
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.storage(),
                        consignment,
                        ids,
                        signing::signed,
                        new ReportLimit(foundation.clock(), 10, Duration.ofMinutes(1)));
        this.sessions =
                new SmtpRemoteSession(
                        DeliverySettings.sessions(settings, hostname),
                        new Connector(wire),
                        DeliverySettings.tls(settings),
                        foundation.storage(),
                        reports.tls());
        this.outboundTls = new OutboundTls(foundation, settings, wire, resolver);
        RemoteDelivery remote =
                new RemoteDelivery(
                        new HostSearch(
                                TransportSettings.delivery(settings, hostname),
                                resolver,
                                random,
                                DeliverySettings.policies(
                                        settings,
                                        new DanePolicies(
                                                resolver,
                                                settings.get(DeliveryTable.DELIVERY_PORT),
                                                foundation.clock(),
                                                outboundTls.policies())),
                                others),
                        new HostHealth(foundation.clock()),
                        sessions,
                        outbound.port(),
                        outbound.checks(),
                        reports.tls());
        outbound.watch(queue, remote, resolver);
        LocalDelivery local =
                new LocalDelivery(foundation.storage(), foundation.mailboxes(), spam::judgedBefore);
        QueueDelivery mails =
                new QueueDelivery(
                        router,
                        remote,
                        SrsSettings.sender(
                                settings,
                                returns,
                                resolver,
                                hostname,
                                foundation.directory(),
                                clock),
                        new Keepers(
                                RoutingSettings.pipes(settings),
                                settings.get(AddressTable.ALIAS_EXIT_CODES),
                                host,
                                RoutingSettings.subaddress(settings),
                                foundation.storage(),
                                hostname,
                                clock,
                                CommitPause.SLEEP),
                        local,
                        bounces,
                        consignment,
                        commitments,
                        ids,
                        foundation.clock(),
                        CommitPause.SLEEP);
        this.local =
                settings.get(LocalTable.LOCAL_ENABLED)
                        ? Optional.of(
                                new LocalPrograms(
                                        data,
                                        foundation,
                                        settings,
                                        LocalPrograms.domain(
                                                settings, directory, logins.preset(), hostname),
                                        submission,
                                        submissionChecks,
                                        reception,
                                        lmtpChecks))
                        : Optional.empty();
        this.posts = posts(settings, wire, settings.get(SieveTable.SIEVE_PROGRAM_TIME_LIMIT));
        this.webhooks =
                new WebhookDelivery(
                        webhooks.webhooks(),
                        posts(settings, wire, WEBHOOK_TIME_LIMIT),
                        clock,
                        webhooks.counts());
        this.checks =
                List.of(
                        new WebhookCheck(
                                resolver,
                                outside(settings, wire),
                                ProgramSettings.reachable(settings)::isAllowed,
                                CHECKED_WITHIN,
                                System::nanoTime),
                        new ForwardCheck(router::route, resolver, System::nanoTime));
        JobDelivery jobs =
                new JobDelivery(
                        foundation.directory(),
                        new ScriptedRuns(programs, _ -> "/", foundation.storage()),
                        new WebNotifications(posts),
                        this.webhooks,
                        local,
                        bounces,
                        commitments,
                        clock);
        this.delivery = jobs.beside(mails);
    }

    /// What people may have checked.
    List<Check> checks() {
        return checks;
    }

    private OutsidePosts posts(Settings of, Wire wire, Duration limit) throws StartFailure {
        return new OutsidePosts(resolver, outside(of, wire), ProgramSettings.reachable(of), limit);
    }

    private static HttpClient outside(Settings settings, Wire wire) throws StartFailure {
        return new HttpClient(new Connector(wire), DeliverySettings.trust(settings));
    }

    WebhookDelivery webhooks() {
        return webhooks;
    }

    /// To servers of the web that users name.
    OutsidePosts posts() {
        return posts;
    }

    private ScriptedDelivery agent(
            Foundation foundation, ScriptStore scripts, ScriptedDelivery.Means means)
            throws StartFailure {
        return new ScriptedDelivery(
                scripts::active,
                scripts::reply,
                AgentSettings.administrator(settings, scripts, clock),
                new FilingRules(
                        TransportSettings.presetMailbox(settings, foundation.mailboxes()),
                        foundation.mailboxes()),
                means);
    }

    private ScriptedDelivery.Means means(
            Foundation foundation,
            DeliveryMemory memory,
            SievePrograms programs,
            RandomGenerator random,
            KnownPeople people)
            throws StartFailure {
        return new ScriptedDelivery.Means(
                foundation.directory(),
                foundation.storage(),
                foundation.mailboxes(),
                memory,
                programs,
                signing::signed,
                AuthenticationSettings.redirectSeals(settings, signing::sealingKey, clock),
                new ReplyLimit(clock),
                random,
                clock,
                AgentSettings.config(
                        settings, hostname, AgentSettings.people(settings, foundation, people)));
    }

    /// Of deliveries.
    DeliveryNotes notes() {
        return notes;
    }

    /// Runs the scripts of mailboxes. RFC 6785
    ScriptedMailboxes mailboxScripts() {
        return mailboxScripts;
    }

    void open(Listeners listeners) throws StartFailure {
        open(listeners, "smtp", SmtpConfig.Role.RECEPTION, this::openReception);
        open(listeners, "submission", SmtpConfig.Role.SUBMISSION, this::openSubmission);
        SmtpConfig submissions =
                SmtpSettings.of(settings, "submissions", SmtpConfig.Role.SUBMISSION, hostname);
        listeners.openTls(
                "submissions",
                submissions.tooManyConnections(),
                submissions.tlsExpected(),
                handler(listeners, "submissions", submissions, this::openSubmission));
        if (local.isPresent()) {
            SmtpObserver counted =
                    smtpCounts.computeIfAbsent("local", _ -> new SmtpCounts()).and(sessionLog);
            local.get().open(listeners, hostname, settings, surroundings.with(counted));
        }
        DeliveryLogins logins = LmtpSettings.logins(settings, directory, this.logins);
        for (String lmtp : LmtpSettings.SERVICES) {
            if (lmtp.equals(LMTP_OF_HOSTS) && cluster.membership().isMember()) {
                continue; // opened for the other hosts, and for whom the settings name
            }
            LmtpSettings.requireSomebody(settings, listeners, lmtp);
            open(
                    listeners,
                    lmtp,
                    SmtpConfig.Role.LMTP,
                    () -> reception.openLmtp(lmtpChecks, logins));
        }
    }

    /// LMTP, by which the other hosts deliver.
    void openForHosts(Listeners listeners) throws StartFailure {
        if (listeners.isOpen(LMTP_OF_HOSTS)) {
            return;
        }
        DeliveryLogins logins = LmtpSettings.logins(settings, directory, this.logins);
        SmtpConfig config =
                SmtpSettings.of(settings, LMTP_OF_HOSTS, SmtpConfig.Role.LMTP, hostname);
        listeners.openForHosts(
                LMTP_OF_HOSTS,
                config.tooManyConnections(),
                handler(
                        listeners,
                        LMTP_OF_HOSTS,
                        config,
                        () -> reception.openLmtp(lmtpChecks, logins)));
    }

    /// How many mails wait for another host.
    int queuedFor(String host) {
        return queuedFor(queue, host);
    }

    static int queuedFor(Queue queue, String host) {
        return queue.status().destinations().stream()
                .filter(each ->
                        each.destination().equals(Destinations.of(new NextHop.OtherHost(host))))
                .mapToInt(QueueStatus.DestinationStatus::waiting)
                .sum();
    }

    private void open(
            Listeners listeners, String name, SmtpConfig.Role role, Supplier<MailService> services)
            throws StartFailure {
        SmtpConfig config = SmtpSettings.of(settings, name, role, hostname);
        listeners.openPlain(
                name, config.tooManyConnections(), handler(listeners, name, config, services));
    }

    private MailService openReception() {
        MailService strangers = reception.openSmtp(smtpChecks);
        return settings.get(ServicesTable.SMTP_LOGIN)
                ? new ServiceByLogin(strangers, this::openSubmission)
                : strangers;
    }

    private MailService openSubmission() {
        return submission.open(logins.ofClients(LoginService.SUBMISSION), submissionChecks);
    }

    private ConnectionHandler handler(
            Listeners listeners, String name, SmtpConfig config, Supplier<MailService> services) {
        SmtpConfig hurried = config.withCommandDeadline(CROWDED_COMMAND_DEADLINE);
        SmtpSurroundings counted =
                surroundings.with(
                        smtpCounts.computeIfAbsent(name, _ -> new SmtpCounts()).and(sessionLog));
        return connection ->
                new SmtpSession(
                                connection,
                                listeners.isCrowded(name) ? hurried : config,
                                services.get(),
                                counted)
                        .run();
    }

    void start() {
        outbound.start();
        outboundTls.start();
        queue.start(delivery);
        refusals.start();
        spam.start();
        ledgerKeeper.start();
        snoozes.start();
        greylists.start();
        signing.start();
        reports.start();
        local.ifPresent(LocalPrograms::start);
    }

    /// Tells somebody of mail that our accounts send.
    void tell(SentMail listener) {
        submission.tell(listener);
    }

    /// By service.
    Map<String, SmtpCounts> smtpCounts() {
        return Map.copyOf(smtpCounts);
    }

    /// For programs that send what lies in a mailbox already.
    MailSending sending() {
        return new MailSending(
                (account, session, client) ->
                        submission.open(
                                account,
                                session,
                                client,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 443),
                                submissionChecks),
                queue(),
                ledger(),
                settings.get(ReceptionTable.MAX_HOLD),
                settings.get(ReceptionTable.MAX_RECIPIENTS));
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
        if (status.damaged() > 0) {
            shown.put("unreadable", status.damaged());
        }
        queue.list(Optional.empty(), 1)
                .forEach(entry -> shown.put("oldest", entry.accepted() + " " + entry.id()));
        Map<String, Object> suspended = new LinkedHashMap<>();
        status.suspended().forEach((kind, reason) -> suspended.put(kind.toString(), reason));
        if (!suspended.isEmpty()) {
            shown.put("suspended", suspended);
        }
        Map<String, Object> destinations = new LinkedHashMap<>();
        status.destinations().stream()
                .limit(SHOWN_DESTINATIONS)
                .forEach(each -> destinations.put(each.destination().toString(), shown(each)));
        if (!destinations.isEmpty()) {
            shown.put("destinations", destinations);
        }
        return shown;
    }

    private static String shown(QueueStatus.DestinationStatus destination) {
        String rest =
                destination.rest().isEmpty() ? "" : ", not tried for now: " + destination.rest();
        return destination.waiting() + " waiting, " + destination.active() + " active" + rest;
    }

    Outbound outbound() {
        return outbound;
    }

    Forwarders forwarders() {
        return forwarders;
    }

    Resolver resolver() {
        return resolver;
    }

    RouteAdministration routeAdministration() {
        return routes;
    }

    OutgoingOperations outgoingOperations() {
        return new OutgoingOperations(directory, () -> breaker, () -> queue);
    }

    Breaker breaker() {
        return breaker;
    }

    OutgoingNotices notices() {
        return notices;
    }

    Greylists greylists() {
        return greylists;
    }

    LedgerKeeper ledgerKeeper() {
        return ledgerKeeper;
    }

    QueueOperations queueOperations() {
        return new QueueOperations(() -> queue);
    }

    TraceOperations traceOperations() {
        return new TraceOperations(
                ledger, () -> queue, () -> settings.get(QueueTable.LEDGER_RETENTION), clock);
    }

    QuarantineDesk quarantine() {
        return quarantine;
    }

    SpamFilter spam() {
        return spam;
    }

    Ledger ledger() {
        return ledger;
    }

    Signing signing() {
        return signing;
    }

    @Override
    public void close() {
        local.ifPresent(LocalPrograms::close);
        signing.close();
        reports.close();
        ledgerKeeper.close();
        snoozes.close();
        greylists.close();
        notices.close();
        outbound.close();
        outboundTls.close();
        queue.close();
        refusals.close();
        spam.close();
        sessions.close();
        checkers.close();
    }
}
