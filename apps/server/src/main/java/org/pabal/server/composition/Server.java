// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.pabal.cli.Administration;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostService;
import org.pabal.cluster.member.Membership;
import org.pabal.dns.Resolver;
import org.pabal.filter.Experience;
import org.pabal.filter.history.History;
import org.pabal.filter.learning.Learning;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.webhook.WebhookServices;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Domain;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.sasl.LoginGuard;
import org.pabal.search.SearchConfig;
import org.pabal.server.administration.AccountMoves;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.AdministrationSocket;
import org.pabal.server.administration.BanOperations;
import org.pabal.server.administration.ConnectorOperations;
import org.pabal.server.administration.DirectoryOperations;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.ForwarderOperations;
import org.pabal.server.administration.GreylistOperations;
import org.pabal.server.administration.ImportOperations;
import org.pabal.server.administration.LabOperations;
import org.pabal.server.administration.LearningOperations;
import org.pabal.server.administration.QuarantineOperations;
import org.pabal.server.administration.RelayOperations;
import org.pabal.server.administration.ScriptOperations;
import org.pabal.server.administration.SearchOperations;
import org.pabal.server.administration.SetupOperations;
import org.pabal.server.administration.SpamOperations;
import org.pabal.server.administration.SpamPolicyOperations;
import org.pabal.server.administration.SpfOperations;
import org.pabal.server.administration.SrsOperations;
import org.pabal.server.administration.WebhookOperations;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.MetricsTable;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;
import org.pabal.storage.StorageStatus;
import org.pabal.wire.Door;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: makes the parts, joins them, opens the doors, and undoes it in reverse.
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final long SECONDS_TO_2020 = 1_577_836_800L;

    private final Settings settings;
    private final String hostname;
    private final Foundation foundation;
    private final DoorGuard doorGuard;
    private final Wire wire;
    private final Cluster cluster;
    private final AccountMoving moving;
    private final History history;
    private final WebhookParts webhooks;
    private final Learning learning;
    private final Connectors connectors;
    private final Transport transport;
    private final Listeners listeners;
    private final WebHomes homes;
    private final Web web;
    private final WebSignIn webSignIn;
    private final MailViewing viewing;
    private final Jmap jmap;
    private final QuotaWarnings quotaWarnings;
    private final Optional<Metrics> metrics;
    private final FirstRun firstRun;
    private final DirectoryOperations directories;
    private final Administration administration;
    private final Duration start;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean startsAgain;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server(
            DataDirectory data,
            Settings settings,
            String hostname,
            Membership membership,
            Foundation foundation,
            DoorGuard doorGuard,
            Wire wire)
            throws StartFailure {
        this.settings = settings;
        this.hostname = hostname;
        this.foundation = foundation;
        this.doorGuard = doorGuard;
        this.wire = wire;
        TlsCertificates tls = TlsSource.open(data, settings, hostname, foundation.clock());
        this.cluster = new Cluster(membership, wire, foundation.clock());
        cluster.admitAt(tls);
        this.moving = new AccountMoving(foundation, cluster, settings);
        LoginContexts logins =
                LoginContexts.of(
                        foundation.directory(),
                        settings,
                        TokenSettings.verifier(settings, wire, foundation.clock()));
        LoginGuard guard = doorGuard.guard();
        ScriptStore scripts = SieveSettings.scripts(settings, foundation);
        DeliveryMemory memory =
                new DeliveryMemory(foundation.storage(), foundation.clock(), new SecureRandom());
        Resolver resolver = DnsSettings.resolver(settings, foundation.clock());
        this.connectors = new Connectors(data, settings, hostname, resolver, foundation.clock());
        Greylists greylists = new Greylists(settings, foundation.storage(), foundation.clock());
        this.history = FilterLearning.history(foundation);
        this.learning = FilterLearning.of(foundation, history, FilterLearning.config(settings));
        SpamFilter spam =
                new SpamFilter(
                        foundation,
                        settings,
                        Experience.all(List.of(learning, history)),
                        connectors.advisers(),
                        connectors.scanners(),
                        greylists.inDoubt(history));
        this.webhooks = WebhookParts.of(foundation, history::knows);
        this.transport =
                new Transport(
                        data,
                        foundation,
                        settings,
                        hostname,
                        wire,
                        logins,
                        tls,
                        cluster,
                        guard,
                        scripts,
                        memory,
                        resolver,
                        connectors,
                        spam,
                        greylists,
                        webhooks,
                        MailLogs.of(settings, data, hostname));
        Access access =
                new Access(
                        foundation,
                        settings,
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.IMAPS),
                        MailboxEvents.to(transport.mailboxScripts()));
        ManageSieve manageSieve =
                new ManageSieve(
                        foundation,
                        settings,
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.SIEVE),
                        scripts);
        Pop3Access pop3 =
                new Pop3Access(
                        foundation,
                        settings,
                        hostname,
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.POP3S));
        PasswordDoor passwords = new PasswordDoor(foundation, settings, hostname, logins, guard);
        SpamdDoor spamd = new SpamdDoor(foundation, settings, spam.forOperations(), learning);
        AuthDoor auth = new AuthDoor(foundation, settings, logins, guard);
        LdapView ldapView = new LdapView(data, foundation, settings, hostname, logins, tls, guard);
        SieveLab lab =
                AgentSettings.lab(settings, hostname, foundation, scripts, memory, history::knows);
        this.listeners = new Listeners(wire, settings, tls);
        this.homes = new WebHomes(foundation.directory(), cluster);
        this.web = new Web(foundation, settings, hostname, wire, homes.passing());
        this.webSignIn =
                new WebSignIn(
                        foundation,
                        settings,
                        hostname,
                        logins,
                        guard,
                        doorGuard.recent(),
                        homes.passing());
        this.viewing =
                new MailViewing(
                        foundation,
                        settings,
                        wire,
                        transport.resolver(),
                        transport.posts(),
                        webSignIn.sessions());
        Importing importing = new Importing(foundation, settings, wire, transport.resolver());
        WebhookServices webhookServices =
                new WebhookServices(
                        webhooks.webhooks(),
                        transport.webhooks(),
                        transport.queue(),
                        foundation.mailboxes(),
                        webhooks.settings());
        this.jmap =
                new Jmap(
                        foundation,
                        settings,
                        logins,
                        guard,
                        scripts,
                        transport.sending(),
                        new PushSending(
                                transport.posts(),
                                "mailto:postmaster@" + hostname,
                                webhooks.isKnown(),
                                webhooks.pushes()),
                        lab,
                        transport.checks(),
                        webSignIn,
                        webhookServices,
                        viewing,
                        importing,
                        transport.notes(),
                        moving.aliases(),
                        spam.lists(),
                        homes.passing());
        this.quotaWarnings =
                new QuotaWarnings(foundation.mailboxes(), foundation.clock(), hostname);
        this.directories =
                new DirectoryOperations(
                        foundation.directory(),
                        foundation.directory().sources(),
                        foundation.mailboxes());
        DkimOperations dkim = new DkimOperations(foundation.directory(), transport.signing()::keys);
        this.firstRun =
                new FirstRun(
                        data,
                        foundation,
                        settings,
                        hostname,
                        wire,
                        tls,
                        guard,
                        transport,
                        connectors,
                        dkim,
                        web,
                        webSignIn,
                        listeners::byService,
                        this::startAgain);
        this.administration =
                new AdministrationService(
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.clock(),
                        foundation.storage(),
                        transport.queueOperations(),
                        transport.traceOperations(),
                        transport.routeAdministration(),
                        new RelayOperations(() -> transport.outbound().checks()),
                        new SearchOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                foundation.indexes()),
                        dkim,
                        new SpfOperations(transport::resolver, () -> hostname, foundation.clock()),
                        new SrsOperations(() -> SrsSettings.rotate(settings, data.path())),
                        Reports.operations(foundation),
                        new ForwarderOperations(foundation.directory(), transport::forwarders),
                        new GreylistOperations(() -> transport.greylists().greylist()),
                        transport.outgoingOperations(),
                        Doctor.operations(
                                transport::resolver,
                                () -> hostname,
                                () -> transport.signing().keys().ring(),
                                () -> Doctor.certificate(data, settings),
                                () -> Doctor.services(settings, hostname),
                                Doctor.policies(settings, wire, transport.resolver()),
                                foundation.clock()),
                        new ScriptOperations(foundation.directory(), () -> scripts, memory),
                        new LabOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                () -> scripts,
                                () -> lab),
                        cluster.operations(transport::queuedFor),
                        directories,
                        new AccountMoves(foundation.directory(), moving::moves),
                        new BanOperations(doorGuard.bans()::register, foundation.directory()),
                        new SpamOperations(
                                spam::forOperations,
                                foundation.directory(),
                                foundation.mailboxes(),
                                transport.ledger(),
                                foundation.clock()),
                        new SpamPolicyOperations(foundation.directory(), spam.wishes()),
                        new QuarantineOperations(spam.quarantine(), transport::quarantine),
                        new LearningOperations(foundation.directory(), () -> learning),
                        new ConnectorOperations(() -> connectors),
                        webSignIn.operations(),
                        new ImportOperations(foundation.directory(), importing::imports),
                        new WebhookOperations(foundation.directory(), () -> webhookServices),
                        new SetupOperations(() -> firstRun),
                        this::status);
        OpenFiles.check(settings.get(LimitsTable.MAX_CONNECTIONS));
        try {
            transport.open(listeners);
            access.open(listeners);
            manageSieve.open(listeners);
            pop3.open(listeners);
            passwords.open(listeners);
            spamd.open(listeners);
            auth.open(listeners);
            ldapView.open(listeners);
            webSignIn.open(web);
            firstRun.open(web);
            jmap.open(web);
            viewing.open(web);
            homes.open(web);
            cluster.open(
                    listeners,
                    joined(moving.operations(), homes.operations(webSignIn.kept())),
                    () -> transport.openForHosts(listeners));
            web.open(listeners);
            listeners.openAdministration(data, new AdministrationSocket(administration));
            this.metrics = openMetrics();
        } catch (StartFailure closed) {
            listeners.drain(Duration.ZERO);
            web.close();
            homes.close();
            webSignIn.close();
            jmap.close();
            transport.close();
            connectors.close();
            throw closed;
        }
        connectors.start();
        doorGuard.start();
        transport.start();
        if (settings.get(SpamTable.SPAM_ENABLED)) {
            foundation.mailboxes().listen(history);
            history.start();
            transport.tell(history::sent);
            foundation.mailboxes().listen(learning);
            learning.start();
        }
        cluster.start();
        homes.start(webSignIn.kept().owed());
        moving.start();
        if (settings.get(SearchTable.SEARCH_INDEX)) {
            foundation.indexes().start();
        }
        firstRun.started();
        this.start = sinceProcessStart();
    }

    /// @throws StartFailure when a part cannot be opened; nothing stays open then
    public static Server start(DataDirectory data, Settings settings) throws StartFailure {
        String hostname = hostname(settings);
        Membership membership =
                ClusterSettings.membership(data, settings, hostname, InstantSource.system());
        Foundation foundation =
                Foundation.open(
                        data,
                        RoutingSettings.subaddress(settings),
                        SecondFactorSettings.demanding(settings),
                        DirectorySources.open(settings, membership::nameOf, membership::isSelf),
                        MailboxSettings.of(settings),
                        search(data, settings));
        DoorGuard doorGuard = doorGuard(foundation, settings, hostname);
        Wire wire =
                new Wire(
                        WireLimits.standard(), run(foundation.clock().instant()), doorGuard.bans());
        try {
            foundation.mailboxes().noteSettings();
            return new Server(data, settings, hostname, membership, foundation, doorGuard, wire);
        } catch (StartFailure | RuntimeException cannot) {
            wire.close();
            doorGuard.close();
            foundation.close();
            throw cannot;
        }
    }

    private static Map<String, HostOperation> joined(
            Map<String, HostOperation> some, Map<String, HostOperation> others) {
        Map<String, HostOperation> all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    private static DoorGuard doorGuard(Foundation foundation, Settings settings, String hostname)
            throws StartFailure {
        try {
            return DoorGuard.open(foundation, settings, hostname);
        } catch (StartFailure | RuntimeException cannot) {
            foundation.close();
            throw cannot;
        }
    }

    private static SearchConfig search(DataDirectory data, Settings settings) {
        long most = settings.get(SearchTable.SEARCH_MAX_TEXT);
        return SearchConfig.defaults(data.search())
                .withMaxTextChars(Math.clamp(most, 1, Integer.MAX_VALUE));
    }

    static String hostname(Settings settings) throws StartFailure {
        String set = settings.get(ServicesTable.HOSTNAME);
        String name = set.isEmpty() ? systemName() : set;
        return Domain.parse(name)
                .map(Domain::toAscii)
                .orElseThrow(() ->
                        new StartFailure(
                                "the host name '"
                                        + name
                                        + "' is not a domain name; set hostname in the"
                                        + " settings or --hostname"));
    }

    private static String systemName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    static Optional<Domain> defaultDomain(Settings settings) throws StartFailure {
        String text = settings.get(ServicesTable.DEFAULT_DOMAIN);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Domain> domain = Domain.parse(text);
        if (domain.isEmpty()) {
            throw new StartFailure("default-domain '" + text + "' is not a domain name");
        }
        return domain;
    }

    private Optional<Metrics> openMetrics() throws StartFailure {
        if (!settings.get(MetricsTable.METRICS)) {
            return Optional.empty();
        }
        int port = settings.get(MetricsTable.METRICS_PORT);
        int shifted = port == 0 ? 0 : port + settings.get(ServicesTable.PORT_OFFSET);
        return Optional.of(
                Metrics.open(
                        shifted,
                        foundation.storage(),
                        transport.queue(),
                        transport.ledgerKeeper(),
                        transport.greylists().greylist(),
                        transport.spam(),
                        transport.breaker(),
                        transport.notices(),
                        transport.outbound(),
                        transport.smtpCounts(),
                        foundation.indexes(),
                        cluster,
                        moving.moves(),
                        foundation.directory().sources(),
                        doorGuard.bans(),
                        connectors,
                        web.server(),
                        homes.passing(),
                        webhooks,
                        listeners));
    }

    /// Begins the ids of this run's sessions: seconds since 2020, in base 36.
    private static String run(Instant start) {
        return Long.toString(start.getEpochSecond() - SECONDS_TO_2020, 36) + "-";
    }

    /// Since the virtual machine began: the launcher's own time is not counted.
    private static Duration sinceProcessStart() {
        return Duration.ofMillis(
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /// The line that says that all doors are open.
    public String ready() {
        LOG.info(
                "event=ready version={} hostname={} millis={}",
                Version.text(),
                hostname,
                start.toMillis());
        return String.format(
                Locale.ROOT, "ready pabal %s in %d ms", Version.text(), start.toMillis());
    }

    /// What the operator reads who is to set this server up; empty when that is done, or there are no
    /// pages.
    public Optional<Invitation> invitation() {
        return firstRun.invitation();
    }

    public Administration administration() {
        return administration;
    }

    /// Where a browser of this host finds the web pages, if there are any.
    public Optional<String> webAddress() {
        return web.addressHere();
    }

    /// Sends a short mail through the server's own SMTP door, as any other host would.
    public void sendThroughOwnSmtp(String from, String to, String subject, String text)
            throws IOException {
        InetSocketAddress door =
                listeners.byService().getOrDefault("smtp", List.of()).stream()
                        .map(Door::boundAddress)
                        .filter(InetSocketAddress.class::isInstance)
                        .map(InetSocketAddress.class::cast)
                        .findFirst()
                        .orElseThrow(() -> new IOException("the service smtp has no port"));
        new OwnClient(wire, hostname).send(door, from, to, subject, text);
    }

    private static String shown(List<Door> doors) {
        return doors.stream()
                .map(door -> door.boundAddress() + ", " + door.counts().open() + " connections")
                .collect(Collectors.joining("; "));
    }

    private static void notices(Map<String, Object> status, String name, NoticeCounts counts) {
        Map<String, Object> shown = WebhookParts.shown(counts);
        if (!shown.isEmpty()) {
            status.put(name, shown);
        }
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.text());
        status.put("hostname", hostname);
        status.put("domains", foundation.directory().domains().size());
        status.put("accounts", foundation.directory().accounts().size());
        firstRun.status().ifPresent(text -> status.put("setup", text));
        Map<String, Object> services = new LinkedHashMap<>();
        listeners.byService().forEach((name, doors) -> services.put(name, shown(doors)));
        status.put("services", services);
        Map<String, Object> foreign = directories.health();
        if (!foreign.isEmpty()) {
            status.put("directories", foreign);
        }
        status.put("bans", doorGuard.bans().totals().inForce() + " in force");
        status.put("queue", transport.queueStatus());
        status.put("outbound", transport.outbound().status());
        notices(status, "webhooks", webhooks.counts());
        notices(status, "webPush", webhooks.pushes());
        if (transport.breaker().count() > 0) {
            status.put("frozen", transport.breaker().count());
        }
        StorageStatus storage = foundation.storage().status();
        Map<String, Object> store = new LinkedHashMap<>();
        store.put("engine", storage.engine());
        store.put("commits", storage.commits());
        store.put("syncs", storage.syncs());
        store.put("diskOctets", storage.diskOctets());
        store.put("readOnly", storage.readOnly());
        store.put("detail", storage.detail());
        status.put("store", store);
        return status;
    }

    /// Drains and closes; a second call waits for the first.
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            LOG.info("event=stopping");
            listeners.drain(settings.get(MetricsTable.DRAIN));
            firstRun.close();
            web.close();
            homes.close();
            webSignIn.close();
            jmap.close();
            metrics.ifPresent(Metrics::close);
            moving.close();
            cluster.close();
            transport.close();
            learning.close();
            history.close();
            connectors.close();
            quotaWarnings.close();
            doorGuard.close();
            foundation.close();
            wire.close();
            LOG.info("event=stopped");
            stopped.countDown();
        }
        awaitStop();
    }

    /// Stops, to be started again with the settings as they are then. Returns at once.
    void startAgain() {
        startsAgain = true;
        Thread.ofPlatform().name("start-again").start(this::stop);
    }

    /// Whether it stopped to be started again.
    public boolean isToStartAgain() {
        return startsAgain;
    }

    public void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
