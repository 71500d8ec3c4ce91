// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
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
import org.pabal.mta.delivery.RemoteHost.Exchanger;
import org.pabal.mta.delivery.TlsDemand.Naming;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayTls;

/// Finds the addresses to try for a next hop, and what each has to prove. RFC 5321 §5.1, RFC 7505.
///
/// An exchanger that is written as an address, against RFC 5321 §5.1, is passed over: some domains
/// publish `127.0.0.1` there to be left in peace. Safe for use by many threads.
public final class HostSearch {
    private static final int MAX_HOSTS = 10; // THREATS D10
    private static final int MAX_ADDRESSES_OF_HOST = 4;

    /// With the time that each may take to answer: an attempt ends within minutes.
    private static final int MAX_ADDRESSES = 20;

    private final DeliveryConfig config;
    private final Resolver resolver;
    private final RandomGenerator random;
    private final Optional<TlsPolicies> policies;
    private final MailHosts others;

    /// @param random safe for use by many threads
    public HostSearch(
            DeliveryConfig config,
            Resolver resolver,
            RandomGenerator random,
            TlsPolicies policies) {
        this(config, resolver, random, policies, MailHosts.NONE);
    }

    /// @param others hosts of this mail system
    public HostSearch(
            DeliveryConfig config,
            Resolver resolver,
            RandomGenerator random,
            TlsPolicies policies,
            MailHosts others) {
        this(config, resolver, random, Optional.of(policies), others);
    }

    private HostSearch(
            DeliveryConfig config,
            Resolver resolver,
            RandomGenerator random,
            Optional<TlsPolicies> policies,
            MailHosts others) {
        this.others = others;
        this.config = config;
        this.resolver = resolver;
        this.random = random;
        this.policies = policies;
    }

    /// The same for mail that goes whatever becomes of TLS, which nobody observes either.
    HostSearch withoutPolicies() {
        return new HostSearch(config, resolver, random, Optional.empty(), others);
    }

    sealed interface Result {
        /// In the order in which they are to be tried; at least one.
        record Hosts(List<RemoteHost> hosts) implements Result {}

        record None(Diagnosis found) implements Result {}
    }

    private static Result none(String status, String text) {
        return new Result.None(Diagnosis.ours(status, text));
    }

    /// @param passedOver hears of exchangers that a policy keeps us from
    Result find(NextHop hop, TlsObserver passedOver) {
        return switch (hop) {
            case NextHop.Host host -> fixed(host);
            case NextHop.Relay(_, var host) -> fixed(host);
            case NextHop.OtherHost(var name) -> otherHost(name);
            case NextHop.LmtpSocket(var path) ->
                    new Result.Hosts(
                            List.of(
                                    new RemoteHost(
                                            path.toString(),
                                            UnixDomainSocketAddress.of(path),
                                            NextHop.Protocol.LMTP,
                                            TlsDemand.of(RelayTls.NONE),
                                            Optional.empty(),
                                            Optional.empty())));
            case NextHop.FinalHop keeper ->
                    throw new IllegalArgumentException("no host: " + keeper);
            case NextHop.Exchangers(var domain) when domain.isLiteral() -> literal(domain);
            case NextHop.Exchangers(var domain) -> exchangers(domain, passedOver);
        };
    }

    /// Mail for a host that has gone waits for it, or for the directory to name another.
    private Result otherHost(String name) {
        return switch (others.door(name)) {
            case MailHosts.Door.Open(_, var host, var mutual) -> fixed(host, mutual);
            case MailHosts.Door.Here _ ->
                    none("4.4.6", "the account is said to be on host " + name + ", which is this");
            case MailHosts.Door.Unknown _ ->
                    none("4.4.4", "there is no host " + name + " any more");
            case MailHosts.Door.Closed(var reason) ->
                    none("4.4.4", "host " + name + " cannot be used: " + reason);
        };
    }

    private Result fixed(NextHop.Host host) {
        return fixed(host, Optional.empty());
    }

    /// The settings are trusted: such a host may be on loopback.
    private Result fixed(NextHop.Host host, Optional<MailHosts.MutualTls> mutual) {
        return switch (addresses(host.host())) {
            case Answer.Found<InetAddress>(var addresses) ->
                    new Result.Hosts(
                            inTurn(addresses).stream()
                                    .map(address -> remote(host, address, mutual))
                                    .toList());
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    none("4.4.4", "relay host " + host.host() + " has no address");
            case Answer.Failed<InetAddress>(var reason) -> none("4.4.3", "DNS: " + reason);
        };
    }

    private static RemoteHost remote(
            NextHop.Host host, InetAddress address, Optional<MailHosts.MutualTls> mutual) {
        return new RemoteHost(
                host.host(),
                new InetSocketAddress(address, host.port()),
                host.protocol(),
                mutual.map(tls -> TlsDemand.mutual(tls.serverName()))
                        .orElseGet(() -> TlsDemand.of(host.tls())),
                host.credentials(),
                Optional.empty(),
                mutual);
    }

    private Answer<InetAddress> addresses(String host) {
        return literalAddress(host)
                .<Answer<InetAddress>>map(address -> new Answer.Found<>(List.of(address)))
                .orElseGet(() -> resolver.addresses(host));
    }

    private static Optional<InetAddress> literalAddress(String host) {
        try {
            String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return Optional.of(InetAddress.ofLiteral(plain));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private Result literal(Domain domain) {
        String inner = domain.name().substring(1, domain.name().length() - 1);
        InetAddress address =
                InetAddress.ofLiteral(inner.startsWith("IPv6:") ? inner.substring(5) : inner);
        return isOurselves(address)
                ? ourselves(domain.name())
                : new Result.Hosts(
                        List.of(
                                remote(
                                        domain.name(),
                                        address,
                                        TlsDemand.OPPORTUNISTIC.named(Naming.SURE),
                                        Optional.empty())));
    }

    private RemoteHost remote(
            String name, InetAddress address, TlsDemand tls, Optional<Exchanger> exchanger) {
        return new RemoteHost(
                name,
                new InetSocketAddress(address, config.port()),
                NextHop.Protocol.SMTP,
                tls,
                Optional.empty(),
                exchanger);
    }

    private static Result ourselves(String domain) {
        return none("5.4.6", "mail for " + domain + " loops back to this server");
    }

    private Result exchangers(Domain domain, TlsObserver passedOver) {
        String name = domain.toAscii();
        return switch (resolver.mx(name)) {
            case Answer.Found<MailExchanger>(var records) when isNull(records) ->
                    none("5.1.10", "domain " + name + " takes no mail (null MX)");
            case Answer.Found<MailExchanger>(var records) ->
                    new Among(domain, records, passedOver).result();
            case Answer.NoData<MailExchanger> _ -> // the implicit MX
                    new Among(domain, List.of(new MailExchanger(0, name)), passedOver).result();
            case Answer.NoSuchName<MailExchanger> _ ->
                    none("5.1.2", "domain " + name + " does not exist");
            case Answer.Failed<MailExchanger>(var reason) ->
                    none("4.4.3", "DNS for " + name + ": " + reason);
        };
    }

    private static boolean isNull(List<MailExchanger> records) {
        return records.stream().allMatch(record -> record.host().equals("."));
    }

    /// The search among the exchangers of one domain.
    private final class Among {
        private final Domain domain;
        private final TlsObserver passedOver;
        private final List<MailExchanger> ordered;
        private final List<RemoteHost> found = new ArrayList<>();
        private Optional<Diagnosis> failure = Optional.empty();
        private int ours = Integer.MAX_VALUE;

        Among(Domain domain, List<MailExchanger> records, TlsObserver passedOver) {
            this.domain = domain;
            this.passedOver = passedOver;
            this.ordered = new ArrayList<>(records);
            ordered.removeIf(record ->
                    record.host().equals(".") || literalAddress(record.host()).isPresent());
            Collections.shuffle(ordered, java.util.Random.from(random));
            ordered.sort(Comparator.comparingInt(MailExchanger::preference));
        }

        Result result() {
            int hosts = 0;
            for (MailExchanger exchanger : ordered) {
                if (exchanger.preference() >= ours || hosts++ == MAX_HOSTS) {
                    break;
                }
                look(exchanger);
            }
            if (!found.isEmpty()) {
                return new Result.Hosts(
                        List.copyOf(found.subList(0, Math.min(found.size(), MAX_ADDRESSES))));
            }
            if (failure.isPresent()) {
                return new Result.None(failure.get());
            }
            return ours < Integer.MAX_VALUE
                    ? ourselves(domain.name())
                    : none("4.4.4", "no mail exchanger of " + domain.toAscii() + " has an address");
        }

        private void look(MailExchanger exchanger) {
            String host = exchanger.host();
            Answer<InetAddress> answer = resolver.addresses(host);
            if (isOurselves(exchanger, answer)) {
                ours = exchanger.preference();
                found.removeIf(one -> isAtOrBehind(one, exchanger.preference()));
            } else if (answer instanceof Answer.Found<InetAddress>(var addresses)) {
                policies.ifPresentOrElse(
                        rules -> use(host, inTurn(addresses), rules),
                        () -> useFreely(host, inTurn(addresses)));
            } else if (answer instanceof Answer.Failed<InetAddress>(var reason)) {
                failed("4.4.3", "DNS for " + host + ": " + reason);
            }
        }

        /// An exchanger under what a policy demands of it; unused when the policy says so.
        private void use(String host, List<InetAddress> addresses, TlsPolicies rules) {
            switch (rules.ask(domain, host)) {
                case TlsPolicies.Answer.Use(var demand, var policy) -> {
                    TlsDemand tls =
                            host.equalsIgnoreCase(domain.toAscii())
                                    ? demand.named(Naming.SURE)
                                    : demand;
                    Exchanger exchanger =
                            new Exchanger(domain, policy.orElseGet(() -> TlsPolicy.none(domain)));
                    for (InetAddress address : addresses) {
                        found.add(remote(host, address, tls, Optional.of(exchanger)));
                    }
                }
                case TlsPolicies.Answer.Avoid(var reason, var policy) -> {
                    failed("4.7.0", host + " must not be used: " + reason);
                    passOver(host, policy);
                }
                case TlsPolicies.Answer.Unknown(var reason, var policy) -> {
                    failed("4.7.0", "the TLS policy for " + host + " is not known: " + reason);
                    passOver(host, policy);
                }
            }
        }

        private void useFreely(String host, List<InetAddress> addresses) {
            for (InetAddress address : addresses) {
                found.add(remote(host, address, TlsDemand.OPPORTUNISTIC, Optional.empty()));
            }
        }

        private void passOver(String host, Optional<TlsPolicy> policy) {
            policy.ifPresent(one ->
                    passedOver.observed(
                            new TlsResult(
                                    domain,
                                    one,
                                    host,
                                    Optional.empty(),
                                    Optional.empty(),
                                    one.trouble())));
        }

        private void failed(String status, String text) {
            failure = Optional.of(Diagnosis.ours(status, text));
        }

        /// Of two exchangers with one preference, one of which is ourselves, the other goes as well.
        /// RFC 5321 §5.1.
        private boolean isAtOrBehind(RemoteHost host, int preference) {
            return ordered.stream()
                    .anyMatch(r -> r.host().equals(host.name()) && r.preference() >= preference);
        }
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
        addresses.forEach(a -> (a instanceof Inet6Address ? six : four).add(a));
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
