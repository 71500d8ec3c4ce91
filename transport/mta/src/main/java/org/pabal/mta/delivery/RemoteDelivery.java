// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.pabal.dns.Resolver;
import org.pabal.message.Domain;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a mail to a next hop: its hosts one after the other until one takes it up. Mail exchangers
/// that outbound port 25 does not reach are left alone; the sender's fallback smarthost takes their
/// mail, if the settings name one. Safe for use by many threads.
public final class RemoteDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDelivery.class);

    private final HostSearch search;
    private final RemoteSession session;
    private final OutboundPort port;
    private final Smarthosts smarthosts;

    /// @param random safe for use by many threads
    public RemoteDelivery(
            DeliveryConfig config,
            Resolver resolver,
            RandomGenerator random,
            RemoteSession session,
            OutboundPort port,
            Smarthosts smarthosts) {
        this.search = new HostSearch(resolver, config, random);
        this.session = session;
        this.port = port;
        this.smarthosts = smarthosts;
    }

    /// What became of an attempt.
    ///
    /// @param found one for each recipient
    /// @param unreached why no host took a connection; empty when one did or none was found
    /// @param reports whether those who asked to hear of success hear "relayed" from us. RFC 3461
    ///     §5.2.2
    public record Outcome(List<Diagnosis> found, Optional<String> unreached, Reports reports) {}

    public Outcome attempt(NextHop hop, OutboundMail mail) {
        return switch (search.find(hop)) {
            case HostSearch.Result.None(var found) ->
                    new Outcome(all(found, mail), Optional.empty(), Reports.US);
            case HostSearch.Result.Hosts(var hosts) ->
                    hop instanceof NextHop.Exchangers
                            ? exchangers(hosts, mail)
                            : attempt(hosts, mail, (host, contact) -> {});
        };
    }

    private Outcome exchangers(List<RemoteHost> hosts, OutboundMail mail) {
        List<RemoteHost> usable =
                hosts.stream().filter(host -> port.isUsable(host.address().getAddress())).toList();
        if (!usable.isEmpty()) {
            return attempt(usable, mail, (host, contact) -> port.tried(host.address(), contact));
        }
        Optional<NextHop.Relay> fallback = smarthosts.fallbackOf(mail.from());
        if (fallback.isPresent()) {
            return attempt(fallback.get(), mail);
        }
        String reason = port.whyUnusable();
        return new Outcome(
                all(Diagnosis.ours("4.4.1", reason), mail), Optional.of(reason), Reports.US);
    }

    /// The addresses of a domain's mail exchangers; empty when they cannot be told.
    public List<InetSocketAddress> exchangersOf(Domain domain) {
        return search.find(new NextHop.Exchangers(domain))
                        instanceof HostSearch.Result.Hosts(var hosts)
                ? hosts.stream().map(RemoteHost::address).toList()
                : List.of();
    }

    private Outcome attempt(
            List<RemoteHost> hosts, OutboundMail mail, BiConsumer<RemoteHost, Contact> witness) {
        Diagnosis last = Diagnosis.ours("4.4.1", "no host was tried");
        for (RemoteHost host : hosts) {
            switch (session.transmit(host, mail)) {
                case RemoteSession.Outcome.Answered(var found, var reports) -> {
                    witness.accept(host, Contact.GREETED);
                    return new Outcome(found, Optional.empty(), reports);
                }
                case RemoteSession.Outcome.NotReached(var found, var contact) -> {
                    witness.accept(host, contact);
                    LOG.info("{} was not reached: {}", host, found);
                    last = found;
                }
            }
        }
        return new Outcome(all(last, mail), Optional.of(last.toString()), Reports.US);
    }

    private static List<Diagnosis> all(Diagnosis found, OutboundMail mail) {
        return Collections.nCopies(mail.recipients().size(), found);
    }
}
