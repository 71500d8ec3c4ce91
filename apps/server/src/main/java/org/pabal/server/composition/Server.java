// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
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
import org.pabal.cli.Administration;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.member.Membership;
import org.pabal.sasl.LoginGuard;
import org.pabal.search.SearchConfig;
import org.pabal.server.administration.AdministrationSocket;
import org.pabal.server.administration.DirectoryOperations;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.MetricsTable;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.Door;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: makes the parts, joins them, opens the doors, and undoes it in reverse.
///
/// Stopping begins at the doors: they let nobody in, and sessions under way end what they are doing, with
/// everything behind them still at work. Then the roles stop that were given to others last, {@link
/// Transport} after those that hand it mail, and the store last of all, when nobody writes any more.
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
    private final JudgingParts judging;
    private final WebhookParts webhooks;
    private final Transport transport;
    private final Listeners listeners;
    private final WebRoles web;
    private final QuotaWarnings quotaWarnings;
    private final Optional<Metrics> metrics;
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
        Ground here =
                Ground.of(
                        data,
                        foundation,
                        settings,
                        hostname,
                        wire,
                        DnsSettings.resolver(settings, foundation.clock()));
        this.judging = JudgingParts.of(here);
        ScriptParts scripts = ScriptParts.of(here, judging.history()::knows);
        this.webhooks = WebhookParts.of(foundation, judging.history()::knows);
        this.transport =
                new Transport(
                        here,
                        logins,
                        tls,
                        guard,
                        cluster,
                        scripts,
                        judging,
                        webhooks,
                        MailLogs.of(settings, data, hostname));
        AccessDoors access =
                new AccessDoors(here, logins, tls, guard, cluster, scripts, judging, transport);
        this.listeners = new Listeners(wire, settings, tls);
        DkimOperations dkim = new DkimOperations(foundation.directory(), transport.signing()::keys);
        this.web =
                new WebRoles(
                        here,
                        logins,
                        tls,
                        doorGuard,
                        cluster,
                        moving,
                        scripts,
                        judging,
                        webhooks,
                        transport,
                        dkim,
                        listeners::byService,
                        this::startAgain);
        this.quotaWarnings =
                new QuotaWarnings(foundation.mailboxes(), foundation.clock(), hostname);
        DirectoryOperations directories =
                new DirectoryOperations(
                        foundation.directory(),
                        foundation.directory().sources(),
                        foundation.mailboxes());
        this.administration =
                OnlineAdministration.of(
                        here,
                        cluster,
                        moving,
                        doorGuard,
                        scripts,
                        judging,
                        transport,
                        web,
                        dkim,
                        directories,
                        new ServerStatus(
                                here,
                                listeners,
                                directories,
                                doorGuard.bans(),
                                transport,
                                web.firstRun(),
                                webhooks));
        OpenFiles.check(settings.get(LimitsTable.MAX_CONNECTIONS));
        try {
            transport.open(listeners);
            access.open(listeners);
            web.join();
            cluster.open(
                    listeners,
                    joined(moving.operations(), web.operations()),
                    () -> transport.doors().openForHosts(listeners));
            web.open(listeners);
            listeners.openAdministration(data, new AdministrationSocket(administration));
            this.metrics = openMetrics();
        } catch (StartFailure closed) {
            listeners.drain(Duration.ZERO);
            web.close();
            transport.close();
            judging.connectors().close();
            throw closed;
        }
        judging.connectors().start();
        doorGuard.start();
        transport.start();
        judging.startLearning(here, transport.submissions());
        cluster.start();
        web.start();
        moving.start();
        if (settings.get(SearchTable.SEARCH_INDEX)) {
            foundation.indexes().start();
        }
        web.firstRun().started();
        this.start = sinceProcessStart();
    }

    /// @throws StartFailure when a part cannot be opened; nothing stays open then
    public static Server start(DataDirectory data, Settings settings) throws StartFailure {
        String hostname = NameSettings.hostname(settings);
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

    private Optional<Metrics> openMetrics() throws StartFailure {
        if (!settings.get(MetricsTable.METRICS)) {
            return Optional.empty();
        }
        int port = settings.get(MetricsTable.METRICS_PORT);
        int shifted = port == 0 ? 0 : port + settings.get(ServicesTable.PORT_OFFSET);
        return Optional.of(
                Metrics.open(
                        shifted,
                        foundation,
                        transport,
                        judging,
                        cluster,
                        moving.moves(),
                        doorGuard.bans(),
                        web,
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
        return web.firstRun().invitation();
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

    /// Drains and closes; a second call waits for the first.
    public void stop() {
        if (stopping.compareAndSet(false, true)) {
            LOG.info("event=stopping");
            listeners.drain(settings.get(MetricsTable.DRAIN));
            web.close();
            metrics.ifPresent(Metrics::close);
            moving.close();
            cluster.close();
            transport.close();
            judging.stopLearning();
            judging.connectors().close();
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
