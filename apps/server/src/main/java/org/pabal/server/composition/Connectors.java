// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pabal.dns.Resolver;
import org.pabal.filter.Adviser;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Outcome;
import org.pabal.filter.connector.ConnectorStatus;
import org.pabal.filter.connector.WhenDown;
import org.pabal.filter.connector.clamd.Clamd;
import org.pabal.filter.connector.clamd.ClamdConfig;
import org.pabal.filter.connector.rspamd.Rspamd;
import org.pabal.filter.connector.rspamd.RspamdConfig;
import org.pabal.filter.connector.spamd.Spamd;
import org.pabal.filter.connector.spamd.SpamdConfig;
import org.pabal.filter.lists.About;
import org.pabal.filter.lists.AnswerPoints;
import org.pabal.filter.lists.DnsLists;
import org.pabal.filter.lists.ListConfig;
import org.pabal.filter.lists.ListStatus;
import org.pabal.message.Domain;
import org.pabal.mta.policy.lists.ListedClients;
import org.pabal.server.administration.ConnectorOperations;
import org.pabal.server.settings.DnsListTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;
import org.pabal.server.settings.SpfTable;
import org.pabal.spam.reading.name.RegisteredDomain;
import org.pabal.wire.Connector;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Whom the spam filter asks besides its own tests, as the settings name them.
final class Connectors implements ConnectorOperations.Asked, AutoCloseable {
    /// Who takes nothing of what it is sent for so long is stuck.
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(30);

    /// What becomes of a virus is decided by its setting, whatever the score; this is for those who read
    /// the score alone.
    private static final double VIRUS_POINTS = 10;

    private final DnsLists lists;
    private final Predicate<InetAddress> unjudged;
    private final Wire wire;
    private final Optional<Rspamd> rspamd;
    private final Optional<Spamd> spamd;
    private final Optional<Clamd> clamd;

    Connectors(
            DataDirectory data,
            Settings settings,
            String hostname,
            Resolver resolver,
            InstantSource clock)
            throws StartFailure {
        this.unjudged = unjudged(settings);
        // A scanner may think for long before its answer, so that there is no pace to keep.
        this.wire =
                new Wire(
                        WireLimits.standard()
                                .withBodyPace(0, Duration.ofMinutes(1))
                                .withWrite(WRITE_LIMIT));
        Connector connector = new Connector(wire);
        this.rspamd = rspamd(settings).map(config -> new Rspamd(config, connector, clock));
        this.spamd = spamd(settings, hostname).map(config -> new Spamd(config, connector, clock));
        this.clamd = clamd(settings, data).map(config -> new Clamd(config, connector, clock));
        this.lists =
                new DnsLists(
                        settings.checks(DnsListTable.KIND).stream().map(Connectors::list).toList(),
                        resolver,
                        RegisteredDomain::of,
                        clock);
    }

    /// Who is no stranger; everybody is judged by nobody when the filter is off.
    private static Predicate<InetAddress> unjudged(Settings settings) throws StartFailure {
        if (!settings.get(SpamTable.SPAM_ENABLED)) {
            return _ -> true;
        }
        List<IpNetwork> networks =
                new ArrayList<>(Networks.of(settings, ReceptionTable.OWN_NETWORKS));
        networks.addAll(Networks.of(settings, SpfTable.SPF_SKIP_ADDRESSES));
        return address ->
                address.isLoopbackAddress()
                        || networks.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<RspamdConfig> rspamd(Settings settings) throws StartFailure {
        Optional<ServiceAddress> address = settings.get(SpamTable.RSPAMD_ADDRESS);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> file = settings.get(SpamTable.RSPAMD_PASSWORD_FILE);
        return Optional.of(
                new RspamdConfig(
                        address.get(),
                        file.isPresent()
                                ? Optional.of(SecretFile.read(file.get()))
                                : Optional.empty(),
                        settings.get(SpamTable.RSPAMD_TIMEOUT),
                        settings.get(SpamTable.RSPAMD_WEIGHT),
                        settings.get(SpamTable.RSPAMD_FOLLOW)
                                ? RspamdConfig.Obedience.ACTION
                                : RspamdConfig.Obedience.SCORE,
                        whenDown(settings.get(SpamTable.RSPAMD_WHEN_DOWN))));
    }

    private static Optional<SpamdConfig> spamd(Settings settings, String hostname) {
        return settings.get(SpamTable.SPAMD_ADDRESS)
                .map(address ->
                        new SpamdConfig(
                                address,
                                settings.get(SpamTable.SPAMD_TIMEOUT),
                                settings.get(SpamTable.SPAMD_WEIGHT),
                                whenDown(settings.get(SpamTable.SPAMD_WHEN_DOWN)),
                                hostname,
                                settings.get(SpamTable.SPAMD_USERS).equals("account")
                                        ? SpamdConfig.Users.ACCOUNT
                                        : SpamdConfig.Users.NONE));
    }

    private static Optional<ClamdConfig> clamd(Settings settings, DataDirectory data) {
        return settings.get(SpamTable.CLAMD_ADDRESS)
                .map(address ->
                        new ClamdConfig(
                                address,
                                settings.get(SpamTable.CLAMD_TIMEOUT),
                                settings.get(SpamTable.CLAMD_CONNECTIONS),
                                settings.get(SpamTable.CLAMD_MAX_SIZE),
                                Outcome.valueOf(
                                        settings.get(SpamTable.CLAMD_VIRUS)
                                                .toUpperCase(Locale.ROOT)),
                                VIRUS_POINTS,
                                whenDown(settings.get(SpamTable.CLAMD_WHEN_DOWN)),
                                data.temporary()));
    }

    private static WhenDown whenDown(String word) {
        return word.equals("defer") ? WhenDown.DEFER : WhenDown.IGNORE;
    }

    private static ListConfig list(NamedTable table) {
        boolean addresses = table.get(DnsListTable.OF).equals("addresses");
        List<String> answers = table.get(DnsListTable.ANSWERS);
        String others = table.get(DnsListTable.POINTS);
        String entry = table.get(DnsListTable.TEST_ENTRY);
        return new ListConfig(
                table.name(),
                Domain.of(table.get(DnsListTable.ZONE)).toAscii(),
                addresses ? ListConfig.Kind.ADDRESSES : ListConfig.Kind.DOMAINS,
                about(table.get(DnsListTable.ASK), addresses),
                ListConfig.Names.valueOf(table.get(DnsListTable.NAMES).toUpperCase(Locale.ROOT)),
                AnswerPoints.parse(
                        answers,
                        others.isEmpty() ? answers.isEmpty() ? 2 : 0 : AnswerPoints.points(others)),
                table.get(DnsListTable.TIMEOUT),
                entry.equals(DnsListTable.STANDARD_ENTRY)
                        ? Optional.of(addresses ? "127.0.0.2" : "test")
                        : Optional.of(entry).filter(text -> !text.isEmpty()),
                table.get(DnsListTable.REFUSE));
    }

    private static Set<About> about(List<String> words, boolean addresses) {
        if (!words.isEmpty()) {
            return words.stream().map(About::of).collect(Collectors.toSet());
        }
        return addresses
                ? Set.of(About.CLIENT)
                : Set.of(About.LINKS, About.FROM, About.REPLY_TO, About.ENVELOPE);
    }

    /// Who is asked about each mail of strangers.
    List<Adviser> advisers() {
        List<Adviser> advisers = new ArrayList<>();
        if (!lists.isEmpty()) {
            advisers.add(lists);
        }
        rspamd.ifPresent(advisers::add);
        spamd.ifPresent(advisers::add);
        return advisers;
    }

    /// Who sees the whole content of each mail of strangers.
    List<ContentScanner> scanners() {
        return clamd.<List<ContentScanner>>map(List::of).orElse(List.of());
    }

    @Override
    public List<ConnectorStatus> connectors() {
        return Stream.of(
                        rspamd.map(Rspamd::status),
                        spamd.map(Spamd::status),
                        clamd.map(Clamd::status))
                .flatMap(Optional::stream)
                .toList();
    }

    /// One of the settings' lists.
    ListStatus list(String name) {
        return lists().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    /// One of those that the settings name.
    ConnectorStatus connector(String name) {
        return connectors().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Map<String, Optional<String>> examine() {
        Map<String, Optional<String>> found = new LinkedHashMap<>();
        rspamd.ifPresent(each -> found.put(each.name(), each.examine()));
        spamd.ifPresent(each -> found.put(each.name(), each.examine()));
        clamd.ifPresent(each -> found.put(each.name(), each.examine()));
        return found;
    }

    /// Names of the lists that have something against an address; empty when none could be asked.
    Optional<List<String>> listedBy(InetAddress address) throws InterruptedException {
        return lists.against(address);
    }

    /// Asks the lists about strangers as soon as their mail begins.
    Optional<ListedClients> refusals() {
        return lists.isEmpty() ? Optional.empty() : Optional.of(new ListedClients(lists, unjudged));
    }

    @Override
    public List<ListStatus> lists() {
        return lists.status();
    }

    void start() {
        lists.start();
    }

    @Override
    public void close() {
        wire.close();
    }
}
