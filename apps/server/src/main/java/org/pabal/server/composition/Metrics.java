// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.pabal.bans.guard.Bans;
import org.pabal.cluster.move.Moves;
import org.pabal.cluster.web.PassingOn;
import org.pabal.directory.joined.SourceAdministration;
import org.pabal.filter.Outcome;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.greylist.Greylist;
import org.pabal.filter.lists.ListStatus;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.relay.Family;
import org.pabal.mta.relay.Finding;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.search.AccountIndexes;
import org.pabal.smtp.Leniency;
import org.pabal.storage.Storage;
import org.pabal.wire.ListenerCounts;

/// `/metrics` in Prometheus' form and `/health`, on loopback only (THREATS F10). Labels come from
/// fixed lists.
final class Metrics implements AutoCloseable {
    private static final Duration[] TIMES = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1)
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpServer http;

    private Metrics(HttpServer http) {
        this.http = http;
    }

    static Metrics open(
            int port,
            Foundation foundation,
            Transport transport,
            JudgingParts judging,
            Cluster cluster,
            Moves moves,
            Bans bans,
            WebRoles web,
            WebhookParts webhooks,
            Listeners listeners)
            throws StartFailure {
        try {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            Metrics metrics = new Metrics(HttpServer.create(address, 0));
            metrics.observe(foundation.storage());
            metrics.observe(transport.queue());
            metrics.observe(judging.greylists().greylist());
            metrics.observe(judging.spam());
            metrics.observe(transport.outbound());
            transport.doors().counts().forEach(metrics::observe);
            metrics.observe(foundation.indexes());
            metrics.observe(cluster);
            metrics.observe(moves);
            metrics.observe(foundation.directory().sources());
            metrics.observe(bans);
            metrics.observe(judging.connectors());
            metrics.observe(web.server());
            metrics.observe(web.passing());
            metrics.observe("webhook", webhooks.counts());
            metrics.observe("webpush", webhooks.pushes());
            listeners.byService().keySet().forEach(name -> metrics.observe(listeners, name));
            metrics.serve(foundation.storage());
            return metrics;
        } catch (IOException taken) {
            throw new StartFailure(
                    "metrics cannot be served on port "
                            + port
                            + ": "
                            + taken.getMessage()
                            + "; choose another metrics.port or set metrics.enabled = false",
                    taken);
        }
    }

    private void observe(Bans bans) {
        gauge("pabal.bans", bans, b -> b.totals().inForce());
        count("pabal.bans.imposed", bans, b -> b.totals().imposed());
        count("pabal.bans.connections.refused", bans, b -> b.totals().refusedConnections());
        count("pabal.bans.logins.refused", bans, b -> b.totals().refusedLogIns());
        gauge("pabal.bans.counted", bans, b -> b.totals().counted());
    }

    private void observe(org.pabal.http.jetty.HttpServer web) {
        gauge("pabal.http.requests.running", web, w -> w.requests());
        gauge("pabal.http.streams", web, w -> w.lasting());
        count("pabal.http.requests.turned.away", web, w -> w.turnedAway());
    }

    private void observe(PassingOn homes) {
        count("pabal.http.passed", homes, PassingOn::passed);
        count("pabal.http.home.unreachable", homes, PassingOn::unreachable);
    }

    /// @param kind `webhook`, `webpush`
    private void observe(String kind, NoticeCounts notices) {
        for (NoticeCounts.Outcome outcome : NoticeCounts.Outcome.values()) {
            FunctionCounter.builder("pabal.notifications", notices, n -> n.of(outcome))
                    .tag("kind", kind)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Timer timer =
                Timer.builder("pabal.notification.time")
                        .description("from a mail's acceptance to its notification")
                        .tag("kind", kind)
                        .serviceLevelObjectives(TIMES)
                        .register(registry);
        notices.whenTold(timer::record);
    }

    private void observe(MailQueue mails) {
        Queue queue = mails.queue();
        gauge("pabal.queue.entries", queue, Queue::size);
        gauge("pabal.queue.active", queue, q -> q.status().active());
        gauge("pabal.queue.held", queue, q -> q.status().held());
        count("pabal.ledger.checked", mails.keeper(), LedgerKeeper::checked);
        count("pabal.ledger.broken", mails.keeper(), LedgerKeeper::broken);
        gauge("pabal.outgoing.frozen", mails.breaker(), Breaker::count);
        count("pabal.outgoing.freezes", mails.notices(), OutgoingNotices::freezes);
        count("pabal.outgoing.over.rate", mails.notices(), OutgoingNotices::overRates);
    }

    private void observe(Greylist greylist) {
        count("pabal.greylist.deferred", greylist, g -> g.counts().deferred());
        count("pabal.greylist.came.again", greylist, g -> g.counts().cameAgain());
        count("pabal.greylist.good", greylist, g -> g.counts().good());
        count("pabal.greylist.over.limit", greylist, g -> g.counts().overLimit());
        gauge("pabal.greylist.triples", greylist, g -> g.counts().triples());
    }

    private void observe(String service, SmtpCounts counts) {
        Gauge.builder("pabal.smtp.sessions.open", counts, c -> c.open.sum())
                .tag("service", service)
                .register(registry);
        countOf(service, "pabal.smtp.sessions", counts, c -> c.sessions.sum());
        countOf(service, "pabal.smtp.mails", counts, c -> c.mails.sum());
        countOf(service, "pabal.smtp.mail.octets", counts, c -> c.octets.sum());
        countOf(service, "pabal.smtp.logins", counts, c -> c.logins.sum());
        countOf(service, "pabal.smtp.logins.failed", counts, c -> c.failedLogins.sum());
        for (int code : SmtpCounts.CODES) {
            FunctionCounter.builder("pabal.smtp.refusals", counts, c -> c.refusals(code))
                    .tag("service", service)
                    .tag("code", Integer.toString(code))
                    .register(registry);
        }
        for (Leniency leniency : Leniency.values()) {
            FunctionCounter.builder("pabal.smtp.tolerated", counts, c -> c.deviations(leniency))
                    .tag("service", service)
                    .tag("deviation", leniency.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void countOf(
            String service, String name, SmtpCounts counts, ToDoubleFunction<SmtpCounts> value) {
        FunctionCounter.builder(name, counts, value).tag("service", service).register(registry);
    }

    private void observe(SpamFilter spam) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("pabal.spam.mails", spam, s -> s.counts().outcomes(outcome))
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        count("pabal.spam.seconds", spam, s -> s.counts().seconds());
        count("pabal.spam.late", spam, s -> s.counts().late());
        count("pabal.spam.errors", spam, SpamFilter::failures);
        count("pabal.spam.windows.cut", spam, SpamFilter::shortages);
    }

    private void observe(Storage storage) {
        count("pabal.storage.commits", storage, s -> s.status().commits());
        count("pabal.storage.syncs", storage, s -> s.status().syncs());
        gauge("pabal.storage.disk.octets", storage, s -> s.status().diskOctets());
        gauge("pabal.storage.readonly", storage, s -> s.status().readOnly() ? 1 : 0);
    }

    private void observe(AccountIndexes indexes) {
        gauge("pabal.search.accounts.waiting", indexes, i -> i.status().waiting());
        gauge("pabal.search.indexes.open", indexes, i -> i.status().open());
        count("pabal.search.lookups", indexes, i -> i.status().searches());
        count("pabal.search.messages.indexed", indexes, i -> i.status().indexed());
        count("pabal.search.indexes.discarded", indexes, i -> i.status().discarded());
    }

    private void observe(Cluster cluster) {
        gauge("pabal.cluster.member", cluster, c -> c.membership().isMember() ? 1 : 0);
        gauge("pabal.cluster.hosts", cluster, c -> c.hosts().others().size());
        gauge("pabal.cluster.hosts.reachable", cluster, Cluster::reachable);
        gauge("pabal.cluster.list.version", cluster, Cluster::listVersion);
        gauge("pabal.cluster.certificate.seconds", cluster, Cluster::certificateSeconds);
    }

    private void observe(SourceAdministration directories) {
        directories.status().forEach(each -> observe(directories, each.name()));
    }

    private void observe(SourceAdministration directories, String name) {
        Gauge.builder(
                        "pabal.directory.up",
                        directories,
                        d -> d.status(name).trouble().isPresent() ? 0 : 1)
                .tag("directory", name)
                .register(registry);
        Map<String, ToDoubleFunction<SourceAdministration.Status>> counts =
                Map.of(
                        "pabal.directory.remembered", SourceAdministration.Status::hits,
                        "pabal.directory.asked", SourceAdministration.Status::asked,
                        "pabal.directory.failures", SourceAdministration.Status::failures,
                        "pabal.directory.stale", SourceAdministration.Status::stale);
        counts.forEach((metric, value) ->
                FunctionCounter.builder(
                                metric, directories, d -> value.applyAsDouble(d.status(name)))
                        .tag("directory", name)
                        .register(registry));
    }

    /// By the names that the settings give them.
    private void observe(Connectors connectors) {
        for (ListStatus list : connectors.lists()) {
            String name = list.name();
            ofList("pabal.dnslist.asked", connectors, name, ListStatus::asked);
            ofList("pabal.dnslist.listed", connectors, name, ListStatus::listed);
            ofList("pabal.dnslist.failed", connectors, name, ListStatus::failed);
            Gauge.builder("pabal.dnslist.believed", connectors, c -> c.list(name).isAsked() ? 1 : 0)
                    .tag("list", name)
                    .register(registry);
        }
        for (ConnectorStatus other : connectors.connectors()) {
            String name = other.name();
            ofConnector("pabal.filter.asked", connectors, name, ConnectorStatus::asked);
            ofConnector("pabal.filter.failed", connectors, name, ConnectorStatus::failed);
            Gauge.builder("pabal.filter.up", connectors, c -> c.connector(name).isUp() ? 1 : 0)
                    .tag("name", name)
                    .register(registry);
        }
    }

    private void ofList(
            String metric, Connectors all, String name, ToDoubleFunction<ListStatus> value) {
        FunctionCounter.builder(metric, all, c -> value.applyAsDouble(c.list(name)))
                .tag("list", name)
                .register(registry);
    }

    private void ofConnector(
            String metric, Connectors all, String name, ToDoubleFunction<ConnectorStatus> value) {
        FunctionCounter.builder(metric, all, c -> value.applyAsDouble(c.connector(name)))
                .tag("name", name)
                .register(registry);
    }

    private void observe(Moves moves) {
        gauge("pabal.moves.under.way", moves, Moves::underWay);
        count("pabal.moves.ended", moves, Moves::ended);
    }

    private void observe(Outbound outbound) {
        for (Family family : Family.values()) {
            Gauge.builder("pabal.port25.blocked", outbound, o -> o.isBlocked(family) ? 1 : 0)
                    .tag("family", family.toString())
                    .register(registry);
        }
        for (NextHop.Relay relay : outbound.checks().smarthosts().all()) {
            for (Finding.Kind kind : Finding.Kind.values()) {
                Gauge.builder("pabal.relay.senders", outbound, o -> o.senders(relay, kind))
                        .tag("relay", relay.name())
                        .tag("finding", kind.text())
                        .register(registry);
            }
        }
    }

    private void observe(Listeners listeners, String service) {
        Gauge.builder("pabal.connections.open", listeners, sum(service, ListenerCounts::open))
                .tag("service", service)
                .register(registry);
        count(listeners, service, "pabal.connections.accepted", ListenerCounts::accepted);
        count(listeners, service, "pabal.connections.refused", ListenerCounts::refused);
        count(listeners, service, "pabal.connections.misdirected", ListenerCounts::misdirected);
        count(listeners, service, "pabal.tls.failures", ListenerCounts::tlsFailures);
    }

    private void count(
            Listeners listeners,
            String service,
            String name,
            ToDoubleFunction<ListenerCounts> value) {
        FunctionCounter.builder(name, listeners, sum(service, value))
                .tag("service", service)
                .register(registry);
    }

    /// Over all doors of a service.
    private static ToDoubleFunction<Listeners> sum(
            String service, ToDoubleFunction<ListenerCounts> value) {
        return listeners ->
                listeners.byService().getOrDefault(service, List.of()).stream()
                        .mapToDouble(door -> value.applyAsDouble(door.counts()))
                        .sum();
    }

    private <T> void count(String name, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).register(registry);
    }

    private <T> void gauge(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).register(registry);
    }

    private void serve(Storage storage) {
        http.createContext(
                "/metrics", exchange -> answer(exchange, 200, "/metrics", registry.scrape()));
        http.createContext(
                "/health",
                exchange ->
                        answer(
                                exchange,
                                storage.status().readOnly() ? 503 : 200,
                                "/health",
                                storage.status().readOnly() ? "read-only\n" : "ok\n"));
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
    }

    private static void answer(HttpExchange exchange, int status, String path, String text)
            throws IOException {
        boolean found = exchange.getRequestURI().getPath().equals(path);
        byte[] body = (found ? text : "not found\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(found ? status : 404, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
