// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.message.Domain;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayTls;

/// Finds the addresses to try for a next hop. RFC 5321 §5.1, RFC 7505.
final class HostSearch {
    private static final int MAX_HOSTS = 10; // THREATS D10
    private static final int MAX_ADDRESSES_OF_HOST = 4;

    private final Resolver resolver;
    private final DeliveryConfig config;
    private final RandomGenerator random;

    HostSearch(Resolver resolver, DeliveryConfig config, RandomGenerator random) {
        this.resolver = resolver;
        this.config = config;
        this.random = random;
    }

    sealed interface Result {
        /// In the order in which they are to be tried; at least one.
        record Hosts(List<RemoteHost> hosts) implements Result {}

        record None(Diagnosis found) implements Result {}
    }

    private static Result none(String status, String text) {
        return new Result.None(Diagnosis.ours(status, text));
    }

    Result find(NextHop hop) {
        return switch (hop) {
            case NextHop.Host host -> fixed(host);
            // Nobody speaks LMTP on a socket of this kind yet; the mail waits until somebody does.
            case NextHop.LmtpSocket socket ->
                    none("4.3.5", "no way to speak with " + socket + " yet");
            case NextHop.FinalHop keeper ->
                    throw new IllegalArgumentException("no host: " + keeper);
            case NextHop.Relay(_, var host) -> fixed(host);
            case NextHop.Exchangers(var domain) when domain.isLiteral() -> literal(domain);
            case NextHop.Exchangers(var domain) -> exchangers(domain.toAscii());
        };
    }

    /// The settings are trusted: such a host may be on loopback.
    private Result fixed(NextHop.Host host) {
        return switch (addresses(host.host())) {
            case Answer.Found<InetAddress>(var addresses) ->
                    new Result.Hosts(
                            addresses.stream()
                                    .limit(MAX_HOSTS)
                                    .map(address -> remote(host, address))
                                    .toList());
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    none("4.4.4", "relay host " + host.host() + " has no address");
            case Answer.Failed<InetAddress>(var reason) -> none("4.4.3", "DNS: " + reason);
        };
    }

    private static RemoteHost remote(NextHop.Host host, InetAddress address) {
        return new RemoteHost(
                host.host(),
                new InetSocketAddress(address, host.port()),
                host.tls(),
                host.credentials());
    }

    private Answer<InetAddress> addresses(String host) {
        try {
            String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new Answer.Found<>(List.of(InetAddress.ofLiteral(plain)));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(host);
        }
    }

    private Result literal(Domain domain) {
        String inner = domain.name().substring(1, domain.name().length() - 1);
        InetAddress address =
                InetAddress.ofLiteral(inner.startsWith("IPv6:") ? inner.substring(5) : inner);
        return isOurselves(address)
                ? ourselves(domain.name())
                : new Result.Hosts(List.of(remote(domain.name(), address)));
    }

    private RemoteHost remote(String name, InetAddress address) {
        return new RemoteHost(
                name,
                new InetSocketAddress(address, config.port()),
                RelayTls.OPPORTUNISTIC,
                Optional.empty());
    }

    private static Result ourselves(String domain) {
        return none("5.4.6", "mail for " + domain + " loops back to this server");
    }

    private Result exchangers(String domain) {
        return switch (resolver.mx(domain)) {
            case Answer.Found<MailExchanger>(var records) when isNull(records) ->
                    none("5.1.10", "domain " + domain + " takes no mail (null MX)");
            case Answer.Found<MailExchanger>(var records) -> among(records, domain);
            case Answer.NoData<MailExchanger> _ ->
                    among(List.of(new MailExchanger(0, domain)), domain); // the implicit MX
            case Answer.NoSuchName<MailExchanger> _ ->
                    none("5.1.2", "domain " + domain + " does not exist");
            case Answer.Failed<MailExchanger>(var reason) ->
                    none("4.4.3", "DNS for " + domain + ": " + reason);
        };
    }

    private static boolean isNull(List<MailExchanger> records) {
        return records.stream().allMatch(record -> record.host().equals("."));
    }

    private Result among(List<MailExchanger> records, String domain) {
        List<MailExchanger> ordered = new ArrayList<>(records);
        ordered.removeIf(record -> record.host().equals("."));
        Collections.shuffle(ordered, java.util.Random.from(random));
        ordered.sort(Comparator.comparingInt(MailExchanger::preference));
        List<RemoteHost> found = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        int hosts = 0;
        int ours = Integer.MAX_VALUE;
        for (MailExchanger exchanger : ordered) {
            if (exchanger.preference() >= ours || hosts++ == MAX_HOSTS) {
                break;
            }
            Answer<InetAddress> answer = resolver.addresses(exchanger.host());
            if (isOurselves(exchanger, answer)) {
                ours = exchanger.preference();
                found.removeIf(host -> isAtOrBehind(host, ordered, exchanger.preference()));
            } else if (answer instanceof Answer.Found<InetAddress>(var addresses)) {
                inTurn(addresses).forEach(address -> found.add(remote(exchanger.host(), address)));
            } else if (answer instanceof Answer.Failed<InetAddress>(var reason)) {
                failure = Optional.of(reason);
            }
        }
        return result(found, failure, ours, domain);
    }

    /// Of two exchangers with one preference, one of which is ourselves, the other goes as well.
    /// RFC 5321 §5.1.
    private static boolean isAtOrBehind(
            RemoteHost host, List<MailExchanger> records, int preference) {
        return records.stream()
                .anyMatch(r -> r.host().equals(host.name()) && r.preference() >= preference);
    }

    private static Result result(
            List<RemoteHost> found, Optional<String> failure, int ours, String domain) {
        if (!found.isEmpty()) {
            return new Result.Hosts(List.copyOf(found));
        }
        if (failure.isPresent()) {
            return none("4.4.3", "DNS for the hosts of " + domain + ": " + failure.get());
        }
        return ours < Integer.MAX_VALUE
                ? ourselves(domain)
                : none("4.4.4", "no mail exchanger of " + domain + " has an address");
    }

    private boolean isOurselves(MailExchanger exchanger, Answer<InetAddress> answer) {
        if (config.loopback() == DeliveryConfig.Loopback.OTHER_SERVERS) {
            return false;
        }
        return exchanger.host().equalsIgnoreCase(config.hostname())
                || answer instanceof Answer.Found<InetAddress>(var addresses)
                        && addresses.stream().anyMatch(this::isOurselves);
    }

    private boolean isOurselves(InetAddress address) {
        return config.loopback() == DeliveryConfig.Loopback.OURSELVES
                && (address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || address.isMulticastAddress()
                        || config.ownAddresses().contains(address));
    }

    /// IPv6 and IPv4 in turn, so that a family without a route costs one try, not all.
    private static List<InetAddress> inTurn(List<InetAddress> addresses) {
        List<InetAddress> six = new ArrayList<>();
        List<InetAddress> four = new ArrayList<>();
        addresses.forEach(a -> (a instanceof java.net.Inet6Address ? six : four).add(a));
        List<InetAddress> turn = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                turn.add(six.get(i));
            }
            if (i < four.size()) {
                turn.add(four.get(i));
            }
        }
        return turn.subList(0, Math.min(turn.size(), MAX_ADDRESSES_OF_HOST));
    }
}
