// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.dns.Resolver.Answer.Found;

/// Asks the servers of a zone themselves about what is in it, and remembers nothing: what was published a
/// moment ago is seen, and what was missing a moment ago is not held against it. RFC 2308 §5
public final class ZoneServers implements Resolver {
    private static final int PORT = 53;
    private static final int MAX_SERVERS = 4;
    private static final DnsLimits LIMITS =
            new DnsLimits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    0);

    private final String zone;
    private final Resolver own;
    private final Resolver others;

    private ZoneServers(String zone, Resolver own, Resolver others) {
        this.zone = zone;
        this.own = own;
        this.others = others;
    }

    /// Finds the servers of the zone that a domain is in.
    ///
    /// @param domain in A-labels
    /// @param others who finds them, and is asked about all else, and about all when there are none
    public static Resolver of(String domain, Resolver others) {
        return of(domain, others, PORT);
    }

    static Resolver of(String domain, Resolver others, int port) {
        for (String zone = domain.toLowerCase(Locale.ROOT);
                zone.contains(".");
                zone = zone.substring(zone.indexOf('.') + 1)) {
            if (others.look(Question.ns(zone)).answer() instanceof Found<String>(var names)) {
                List<InetSocketAddress> servers = servers(names, others, port);
                return servers.isEmpty()
                        ? others
                        : new ZoneServers(
                                zone, new DnsResolver(servers, LIMITS, new Dnssec.Off()), others);
            }
        }
        return others;
    }

    private static List<InetSocketAddress> servers(List<String> names, Resolver others, int port) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String name : names) {
            if (servers.size() < MAX_SERVERS
                    && others.addresses(name) instanceof Found<InetAddress>(var addresses)) {
                servers.add(new InetSocketAddress(addresses.getLast(), port));
            }
        }
        return List.copyOf(servers);
    }

    @Override
    public <T> Lookup<T> look(Question<T> question) {
        String name = question.name().toLowerCase(Locale.ROOT);
        return name.equals(zone) || name.endsWith("." + zone)
                ? own.look(question)
                : others.look(question);
    }
}
