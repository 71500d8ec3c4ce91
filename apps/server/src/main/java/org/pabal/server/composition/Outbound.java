// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.dns.Resolver;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.RemoteDelivery;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.relay.Family;
import org.pabal.mta.relay.Finding;
import org.pabal.mta.relay.GreetingProbe;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.mta.relay.OutboundPort.FamilyStatus;
import org.pabal.mta.relay.PortConfig;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.mta.relay.SmtpSenderProbe;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;

/// Whether outbound mail can leave, and what the queue does when it cannot.
final class Outbound implements AutoCloseable {
    /// Of so many destinations that came last, a probe asks the hosts.
    private static final int PROBED_DESTINATIONS = 6;

    private static final int PROBED_HOSTS_OF_DESTINATION = 2;

    private final Settings settings;
    private final Smarthosts smarthosts;
    private final OutboundPort port;
    private final SenderChecks checks;
    private OutboundPort.Waiting waiting = List::of;

    Outbound(
            Foundation foundation,
            Settings settings,
            String hostname,
            Smarthosts smarthosts,
            Wire wire,
            Resolver resolver) {
        this.settings = settings;
        this.smarthosts = smarthosts;
        Connector connector = new Connector(wire);
        this.checks =
                new SenderChecks(
                        smarthosts,
                        new SmtpSenderProbe(
                                hostname,
                                connector,
                                TlsClientContext.trustingAuthorities(),
                                resolver),
                        () -> samples(foundation.directory()),
                        foundation.clock());
        this.port =
                new OutboundPort(
                        PortConfig.defaults(
                                        settings.get(DeliveryTable.DELIVERY_ALLOW_LOOPBACK)
                                                ? PortConfig.Loopback.COUNTS
                                                : PortConfig.Loopback.TELLS_NOTHING)
                                .probing(settings.get(DeliveryTable.PROBE_EVERY)),
                        new GreetingProbe(connector),
                        Outbound::hasAddress,
                        foundation.clock());
    }

    /// An account of each domain of ours, its postmaster where there is none.
    private static List<Address> samples(DirectoryAdministration directory) {
        Map<Domain, Address> samples = new LinkedHashMap<>();
        directory
                .domains()
                .forEach(domain -> samples.put(domain, new Address("postmaster", domain)));
        Set<Domain> found = new HashSet<>();
        for (Account account : directory.accounts()) {
            Domain domain = account.address().domain();
            if (account.enabled() && found.add(domain)) {
                samples.put(domain, account.address());
            }
        }
        return List.copyOf(samples.values());
    }

    /// Whether this host has an address of the family that leads anywhere.
    private static boolean hasAddress(Family family) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address ->
                            Family.of(address) == family
                                    && !address.isLoopbackAddress()
                                    && !address.isLinkLocalAddress());
        } catch (SocketException unreadable) {
            return true; // trying will tell
        }
    }

    SenderChecks checks() {
        return checks;
    }

    OutboundPort port() {
        return port;
    }

    /// While no mail exchanger can be reached, their mail waits, unless a smarthost takes it.
    void watch(Queue queue, RemoteDelivery remote, Resolver resolver) {
        waiting = () -> probed(queue, remote, resolver);
        port.onChange(() -> apply(queue));
    }

    /// One after the other, so that the last call applies what holds last.
    private synchronized void apply(Queue queue) {
        Optional<String> blocked = port.blocked();
        if (blocked.isPresent() && !smarthosts.hasFallback()) {
            queue.suspend(Destination.Kind.DOMAIN, blocked.get());
        } else {
            queue.resume(Destination.Kind.DOMAIN);
        }
    }

    private List<InetSocketAddress> probed(Queue queue, RemoteDelivery remote, Resolver resolver) {
        List<InetSocketAddress> hosts = new ArrayList<>();
        for (String name : settings.get(DeliveryTable.PROBE_HOSTS)) {
            addresses(name, resolver).stream()
                    .limit(PROBED_HOSTS_OF_DESTINATION)
                    .map(a -> new InetSocketAddress(a, settings.get(DeliveryTable.DELIVERY_PORT)))
                    .forEach(hosts::add);
        }
        for (Destination each : queue.newest(Destination.Kind.DOMAIN, PROBED_DESTINATIONS)) {
            Domain.parse(each.name()).map(remote::exchangersOf).orElse(List.of()).stream()
                    .limit(PROBED_HOSTS_OF_DESTINATION)
                    .forEach(hosts::add);
        }
        return hosts;
    }

    private static List<InetAddress> addresses(String name, Resolver resolver) {
        try {
            return List.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(name) instanceof Resolver.Answer.Found<InetAddress>(var found)
                    ? found
                    : List.of();
        }
    }

    void start() {
        port.start(waiting);
        checks.start();
    }

    boolean isBlocked(Family family) {
        return port.status().stream()
                .anyMatch(known -> known.family() == family && known.state().equals("blocked"));
    }

    /// How many senders a smarthost judged so.
    long senders(NextHop.Relay relay, Finding.Kind kind) {
        return checks.status().stream()
                .filter(found -> found.relay().equals(relay.name()) && found.kind() == kind)
                .count();
    }

    Map<String, Object> status() {
        Map<String, Object> shown = new LinkedHashMap<>();
        Map<String, Object> families = new LinkedHashMap<>();
        for (FamilyStatus family : port.status()) {
            families.put(
                    family.family().toString(),
                    family.state() + (family.reason().isEmpty() ? "" : ": " + family.reason()));
        }
        port.blocked().ifPresent(reason -> families.put("now", reason));
        shown.put("port25", families);
        Map<String, Object> relays = new LinkedHashMap<>();
        smarthosts.all().forEach(relay -> relays.put(relay.name(), relay.host().toString()));
        for (Finding found : checks.status()) {
            relays.put(
                    found.relay() + " for " + found.sender().domain(),
                    found.kind().text()
                            + " at "
                            + found.at().truncatedTo(ChronoUnit.SECONDS)
                            + (found.kind() == Finding.Kind.ACCEPTED ? "" : ": " + found.text()));
        }
        shown.put("relays", relays);
        return shown;
    }

    @Override
    public void close() {
        port.close();
        checks.close();
    }
}
