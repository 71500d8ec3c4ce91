// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.dns.DnsLimits;
import org.pabal.dns.DnsResolver;
import org.pabal.dns.Dnssec;
import org.pabal.dns.NameServers;
import org.pabal.dns.Resolver;
import org.pabal.dns.StaticResolver;
import org.pabal.server.settings.DnsTable;
import org.pabal.server.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who asks the DNS, and what is believed of it.
final class DnsSettings {
    private static final Logger LOG = LoggerFactory.getLogger(DnsSettings.class);
    private static final int PORT = 53;

    private DnsSettings() {}

    static Resolver resolver(Settings settings, InstantSource clock) throws StartFailure {
        Resolver asking = asking(settings, clock);
        Map<String, StaticResolver.Entry> records = records(settings);
        return records.isEmpty() ? asking : new StaticResolver(records, asking);
    }

    private static Resolver asking(Settings settings, InstantSource clock) throws StartFailure {
        List<InetSocketAddress> named = servers(settings);
        List<InetSocketAddress> servers = named.isEmpty() ? NameServers.ofSystem() : named;
        Dnssec dnssec = dnssec(settings, clock);
        if (dnssec instanceof Dnssec.TrustAd trust
                && servers.stream().noneMatch(server -> trust.trusts(server.getAddress()))) {
            LOG.info(
                    "event=dane-off reason=\"no name server is on loopback or in"
                            + " dns.trusted-servers: their word on DNSSEC does not count\"");
        }
        try {
            return new DnsResolver(servers, limits(settings), dnssec);
        } catch (IllegalArgumentException unusable) {
            throw new StartFailure("in [dns]: " + unusable.getMessage(), unusable);
        }
    }

    private static List<InetSocketAddress> servers(Settings settings) throws StartFailure {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String text : settings.get(DnsTable.DNS_SERVERS)) {
            HostAndPort server = HostAndPort.parse(text, PORT);
            servers.add(
                    new InetSocketAddress(
                            address(DnsTable.DNS_SERVERS.key(), server.host()), server.port()));
        }
        return servers;
    }

    private static InetAddress address(String key, String text) throws StartFailure {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            throw new StartFailure(
                    "in " + key + ", '" + text + "' is not an IP address", notAnAddress);
        }
    }

    private static DnsLimits limits(Settings settings) {
        DnsLimits standard = DnsLimits.standard();
        return new DnsLimits(
                settings.get(DnsTable.DNS_ATTEMPT_TIMEOUT),
                settings.get(DnsTable.DNS_TIMEOUT),
                settings.get(DnsTable.DNS_MAX_TTL),
                standard.failureTtl(),
                settings.get(DnsTable.DNS_CACHE));
    }

    private static Dnssec dnssec(Settings settings, InstantSource clock) throws StartFailure {
        return switch (settings.get(DnsTable.DNS_DNSSEC)) {
            case "off" -> new Dnssec.Off();
            case "validate" -> new Dnssec.Validate(anchors(settings), clock);
            default -> new Dnssec.TrustAd(trusted(settings));
        };
    }

    private static Set<InetAddress> trusted(Settings settings) throws StartFailure {
        Set<InetAddress> trusted = new HashSet<>();
        for (String text : settings.get(DnsTable.DNS_TRUSTED_SERVERS)) {
            trusted.add(address(DnsTable.DNS_TRUSTED_SERVERS.key(), text));
        }
        return trusted;
    }

    private static String anchors(Settings settings) throws StartFailure {
        Optional<Path> file = settings.get(DnsTable.DNS_TRUST_ANCHORS);
        if (file.isEmpty()) {
            return Dnssec.rootAnchors();
        }
        try {
            return Files.readString(file.get());
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "dns.trust-anchors: " + file.get() + " cannot be read: " + unreadable,
                    unreadable);
        }
    }

    private static Map<String, StaticResolver.Entry> records(Settings settings)
            throws StartFailure {
        Map<String, StaticResolver.Entry> records = new HashMap<>();
        for (Map.Entry<String, List<String>> entry :
                settings.table(DnsTable.DNS_RECORDS).entrySet()) {
            try {
                records.put(entry.getKey(), StaticResolver.Entry.parse(entry.getValue()));
            } catch (IllegalArgumentException malformed) {
                throw new StartFailure(
                        "in [dns.records], " + entry.getKey() + ": " + malformed.getMessage(),
                        malformed);
            }
        }
        return records;
    }
}
