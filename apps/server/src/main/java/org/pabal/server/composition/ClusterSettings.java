// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostService;
import org.pabal.cluster.HostTrust;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.member.Membership;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;
import org.pabal.server.settings.ClusterTable;
import org.pabal.server.settings.HostTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;

/// What the settings say of the hosts of this mail system.
final class ClusterSettings {
    private static final Map<HostService, String> SERVICES =
            Map.of(
                    HostService.SMTP, "smtp",
                    HostService.SUBMISSION, "submission",
                    HostService.SUBMISSIONS, "submissions",
                    HostService.IMAP, "imap",
                    HostService.IMAPS, "imaps",
                    HostService.POP3, "pop3",
                    HostService.POP3S, "pop3s",
                    HostService.SIEVE, "managesieve");

    private ClusterSettings() {}

    static Path folder(DataDirectory data) {
        return data.tls().resolve("cluster");
    }

    /// This host among the others, as it is now.
    static Membership membership(
            DataDirectory data, Settings settings, String hostname, InstantSource clock)
            throws StartFailure {
        try {
            return Membership.open(
                    folder(data), self(settings, hostname), declared(settings), clock);
        } catch (IOException unusable) {
            throw new StartFailure(
                    "what this host knows of the others cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }

    private static Host self(Settings settings, String hostname) throws StartFailure {
        String named = settings.get(ClusterTable.CLUSTER_NAME);
        String address = settings.get(ClusterTable.CLUSTER_ADDRESS);
        Set<String> aliases = new TreeSet<>();
        HostName.parse(hostname).ifPresent(aliases::add);
        for (String alias : settings.get(ClusterTable.CLUSTER_ALIASES)) {
            aliases.add(name("cluster.aliases", alias));
        }
        return new Host(
                name("cluster.name", named.isEmpty() ? hostname : named),
                address.isEmpty() ? hostname : address,
                Host.Kind.PABAL,
                aliases,
                ports(settings));
    }

    private static String name(String key, String text) throws StartFailure {
        return HostName.parse(text)
                .orElseThrow(
                        () -> new StartFailure(key + ": '" + text + "' is not the name of a host"));
    }

    /// Of the services that are open, and of those that every member has.
    private static Map<HostService, Integer> ports(Settings settings) {
        Map<HostService, Integer> ports = new EnumMap<>(HostService.class);
        SERVICES.forEach((service, name) -> {
            if (settings.get(ServicesTable.service(name).enabled())) {
                put(ports, settings, service, name);
            }
        });
        put(ports, settings, HostService.LMTP, "lmtp");
        put(ports, settings, HostService.CLUSTER, "cluster");
        return ports;
    }

    /// A port that the system chooses is known to nobody else.
    private static void put(
            Map<HostService, Integer> ports, Settings settings, HostService service, String name) {
        Service known = ServicesTable.service(name);
        int port = settings.get(known.port());
        int shifted = port + settings.get(ServicesTable.PORT_OFFSET);
        if (port != 0 && shifted <= 65_535) {
            ports.put(service, shifted);
        }
    }

    private static List<Host> declared(Settings settings) {
        List<Host> hosts = new ArrayList<>();
        for (NamedTable table : settings.tables(HostTable.KIND)) {
            boolean other = table.get(HostTable.SOFTWARE).equals("lmtp");
            Map<HostService, Integer> ports = new HashMap<>(HostTable.ports(table));
            if (other) {
                ports.putIfAbsent(HostService.LMTP, HostService.LMTP.port());
            }
            Set<String> aliases = new TreeSet<>();
            table.get(HostTable.ALIASES)
                    .forEach(alias -> HostName.parse(alias).ifPresent(aliases::add));
            hosts.add(
                    new Host(
                            table.name(),
                            table.get(HostTable.ADDRESS),
                            other ? Host.Kind.LMTP : Host.Kind.PABAL,
                            aliases,
                            ports));
        }
        return hosts;
    }

    /// How mail goes to the other hosts.
    static MailHosts mailHosts(Settings settings, Membership membership) throws StartFailure {
        Map<String, NextHop.Host> others = new HashMap<>();
        for (NamedTable table : settings.tables(HostTable.KIND)) {
            if (table.get(HostTable.SOFTWARE).equals("lmtp")) {
                others.put(table.name(), lmtp(table));
            }
        }
        return name -> door(name, membership, others);
    }

    private static MailHosts.Door door(
            String asked, Membership membership, Map<String, NextHop.Host> others) {
        Hosts hosts = membership;
        Optional<String> name = hosts.nameOf(asked);
        if (name.isEmpty()) {
            return new MailHosts.Door.Unknown();
        }
        if (name.get().equals(hosts.self().name())) {
            return new MailHosts.Door.Here();
        }
        NextHop.Host known = others.get(name.get());
        if (known != null) {
            return new MailHosts.Door.Open(name.get(), known, Optional.empty());
        }
        Host host = hosts.other(name.get()).orElseThrow();
        if (!membership.hasJoined(host.name())) {
            return new MailHosts.Door.Closed(
                    "it has not joined: pabal cluster invite " + host.name());
        }
        if (host.port(HostService.LMTP).isEmpty()) {
            return new MailHosts.Door.Closed("it does not say at which port it takes LMTP");
        }
        return new MailHosts.Door.Open(
                host.name(),
                NextHop.Host.lmtp(host.address(), host.port(HostService.LMTP).getAsInt()),
                Optional.of(
                        new MailHosts.MutualTls(
                                membership.client(), HostTrust.serverName(host.name()))));
    }

    private static NextHop.Host lmtp(NamedTable table) throws StartFailure {
        Optional<Path> file = table.get(HostTable.PASSWORD_FILE);
        Optional<RelayCredentials> credentials =
                file.isPresent()
                        ? Optional.of(
                                new RelayCredentials(
                                        table.get(HostTable.USER), SecretFile.read(file.get())))
                        : Optional.empty();
        RelayTls tls = LmtpSettings.tls(table.get(HostTable.TLS), credentials.isPresent());
        return new NextHop.Host(
                table.get(HostTable.ADDRESS),
                HostTable.ports(table).getOrDefault(HostService.LMTP, HostService.LMTP.port()),
                NextHop.Protocol.LMTP,
                credentials,
                tls);
    }
}
