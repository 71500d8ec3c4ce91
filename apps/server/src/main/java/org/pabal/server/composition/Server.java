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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.pabal.cli.Administration;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.Domain;
import org.pabal.sasl.FailedLogins;
import org.pabal.search.SearchConfig;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.AdministrationSocket;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.ForwarderOperations;
import org.pabal.server.administration.LabOperations;
import org.pabal.server.administration.RelayOperations;
import org.pabal.server.administration.ScriptOperations;
import org.pabal.server.administration.SearchOperations;
import org.pabal.server.administration.SpfOperations;
import org.pabal.server.administration.SrsOperations;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.storage.StorageStatus;
import org.pabal.wire.Listener;
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
    private final Wire wire;
    private final Transport transport;
    private final Listeners listeners;
    private final QuotaWarnings quotaWarnings;
    private final Optional<Metrics> metrics;
    private final Administration administration;
    private final Duration start;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Server(
            DataDirectory data,
            Settings settings,
            String hostname,
            Foundation foundation,
            Wire wire)
            throws StartFailure {
        this.settings = settings;
        this.hostname = hostname;
        this.foundation = foundation;
        this.wire = wire;
        TlsCertificates tls = TlsSource.open(data, settings, hostname, foundation.clock());
        LoginContexts logins = LoginContexts.of(foundation.directory(), settings);
        FailedLogins failedLogins = FailedLogins.standard(foundation.clock());
        ScriptStore scripts = SieveSettings.scripts(settings, foundation);
        DeliveryMemory memory =
                new DeliveryMemory(foundation.storage(), foundation.clock(), new SecureRandom());
        this.transport =
                new Transport(
                        data,
                        foundation,
                        settings,
                        hostname,
                        wire,
                        logins,
                        tls,
                        failedLogins,
                        scripts,
                        memory,
                        MailLogs.of(settings, data, hostname));
        Access access =
                new Access(
                        foundation,
                        settings,
                        logins,
                        tls,
                        failedLogins,
                        MailboxEvents.to(transport.mailboxScripts()));
        ManageSieve manageSieve =
                new ManageSieve(foundation, settings, logins, tls, failedLogins, scripts);
        Pop3Access pop3 = new Pop3Access(foundation, settings, hostname, logins, tls, failedLogins);
        PasswordDoor passwords =
                new PasswordDoor(foundation, settings, hostname, logins, failedLogins);
        SieveLab lab = AgentSettings.lab(settings, hostname, foundation, scripts, memory);
        this.listeners = new Listeners(wire, settings, tls);
        this.quotaWarnings =
                new QuotaWarnings(foundation.mailboxes(), foundation.clock(), hostname);
        this.administration =
                new AdministrationService(
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.storage(),
                        transport.queueOperations(),
                        transport.traceOperations(),
                        transport.routeAdministration(),
                        new RelayOperations(() -> transport.outbound().checks()),
                        new SearchOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                foundation.indexes()),
                        new DkimOperations(foundation.directory(), transport.signing()::keys),
                        new SpfOperations(transport::resolver, () -> hostname, foundation.clock()),
                        new SrsOperations(() -> SrsSettings.rotate(settings, data.path())),
                        Reports.operations(foundation),
                        new ForwarderOperations(foundation.directory(), transport::forwarders),
                        Doctor.operations(
                                transport::resolver,
                                () -> hostname,
                                () -> transport.signing().keys().ring(),
                                () -> Doctor.certificate(data, settings),
                                Doctor.policies(settings, wire, transport.resolver()),
                                foundation.clock()),
                        new ScriptOperations(foundation.directory(), () -> scripts, memory),
                        new LabOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                () -> scripts,
                                () -> lab),
                        this::status);
        try {
            transport.open(listeners);
            access.open(listeners);
            manageSieve.open(listeners);
            pop3.open(listeners);
            passwords.open(listeners);
            listeners.openAdministration(data, new AdministrationSocket(administration));
            this.metrics = openMetrics();
        } catch (StartFailure closed) {
            listeners.drain(Duration.ZERO);
            transport.close();
            throw closed;
        }
        transport.start();
        if (settings.get(SettingsTable.SEARCH_INDEX)) {
            foundation.indexes().start();
        }
        this.start = sinceProcessStart();
    }

    /// @throws StartFailure when a part cannot be opened; nothing stays open then
    public static Server start(DataDirectory data, Settings settings) throws StartFailure {
        String hostname = hostname(settings);
        Foundation foundation =
                Foundation.open(
                        data,
                        RoutingSettings.subaddress(settings),
                        MailboxSettings.of(settings),
                        search(data, settings));
        Wire wire = new Wire(WireLimits.standard(), run(foundation.clock().instant()));
        try {
            return new Server(data, settings, hostname, foundation, wire);
        } catch (StartFailure | RuntimeException cannot) {
            wire.close();
            foundation.close();
            throw cannot;
        }
    }

    private static SearchConfig search(DataDirectory data, Settings settings) {
        long most = settings.get(SettingsTable.SEARCH_MAX_TEXT);
        return SearchConfig.defaults(data.search())
                .withMaxTextChars(Math.clamp(most, 1, Integer.MAX_VALUE));
    }

    static String hostname(Settings settings) throws StartFailure {
        String set = settings.get(SettingsTable.HOSTNAME);
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
        String text = settings.get(SettingsTable.DEFAULT_DOMAIN);
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
        if (!settings.get(SettingsTable.METRICS)) {
            return Optional.empty();
        }
        int port = settings.get(SettingsTable.METRICS_PORT);
        int shifted = port == 0 ? 0 : port + settings.get(SettingsTable.PORT_OFFSET);
        return Optional.of(
                Metrics.open(
                        shifted,
                        foundation.storage(),
                        transport.queue(),
                        transport.ledgerKeeper(),
                        transport.outbound(),
                        transport.smtpCounts(),
                        foundation.indexes(),
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

    public Administration administration() {
        return administration;
    }

    /// Sends a short mail through the server's own SMTP door, as any other host would.
    public void sendThroughOwnSmtp(String from, String to, String subject, String text)
            throws IOException {
        InetSocketAddress door =
                listeners.byService().getOrDefault("smtp", List.of()).stream()
                        .map(Listener::boundAddress)
                        .filter(InetSocketAddress.class::isInstance)
                        .map(InetSocketAddress.class::cast)
                        .findFirst()
                        .orElseThrow(() -> new IOException("the service smtp has no port"));
        new OwnClient(wire, hostname).send(door, from, to, subject, text);
    }

    private static String shown(List<Listener> doors) {
        return doors.stream()
                .map(door -> door.boundAddress() + ", " + door.counts().open() + " connections")
                .collect(Collectors.joining("; "));
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.text());
        status.put("hostname", hostname);
        status.put("domains", foundation.directory().domains().size());
        status.put("accounts", foundation.directory().accounts().size());
        Map<String, Object> services = new LinkedHashMap<>();
        listeners.byService().forEach((name, doors) -> services.put(name, shown(doors)));
        status.put("services", services);
        status.put("queue", transport.queueStatus());
        status.put("outbound", transport.outbound().status());
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
            listeners.drain(settings.get(SettingsTable.DRAIN));
            metrics.ifPresent(Metrics::close);
            transport.close();
            quotaWarnings.close();
            foundation.close();
            wire.close();
            LOG.info("event=stopped");
            stopped.countDown();
        }
        awaitStop();
    }

    public void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
