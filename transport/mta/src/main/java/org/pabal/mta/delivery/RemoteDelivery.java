// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.pabal.mailauth.srs.Srs;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.mta.delivery.RemoteSession.Outcome.Answered;
import org.pabal.mta.delivery.RemoteSession.Outcome.NotReached;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.mta.routing.NextHop;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a mail to a next hop: its hosts one after the other until one takes it up. Mail exchangers
/// that outbound port 25 does not reach are left alone; the sender's fallback smarthost takes their
/// mail, if the settings name one. Safe for use by many threads.
public final class RemoteDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDelivery.class);

    private final HostSearch search;
    private final HostSearch searchDespiteTls;
    private final HostHealth health;
    private final RemoteSession session;
    private final OutboundPort port;
    private final SenderChecks relays;
    private final TlsObserver observer;

    /// @param observer hears of exchangers that a policy keeps us from
    public RemoteDelivery(
            HostSearch search,
            HostHealth health,
            RemoteSession session,
            OutboundPort port,
            SenderChecks relays,
            TlsObserver observer) {
        this.search = search;
        this.searchDespiteTls = search.withoutPolicies();
        this.health = health;
        this.session = session;
        this.port = port;
        this.relays = relays;
        this.observer = observer;
    }

    /// What became of an attempt.
    ///
    /// @param found one for each recipient
    /// @param unreached why no host took a connection; empty when one did or none was found
    /// @param peer who took the mail up; {@link Peer#NOBODY} when nobody did
    public record Outcome(List<Diagnosis> found, Optional<String> unreached, Peer peer) {

        /// Whether those who asked to hear of success hear "relayed" from us. RFC 3461 §5.2.2
        public Reports reports() {
            return peer.reports();
        }
    }

    public Outcome attempt(NextHop hop, OutboundMail mail) {
        HostSearch fitting = mail.goesDespiteTls() ? searchDespiteTls : search;
        return switch (fitting.find(hop, observer)) {
            case HostSearch.Result.None(var found) -> none(found, mail);
            case HostSearch.Result.Hosts(var hosts) ->
                    switch (hop) {
                        case NextHop.Exchangers _ -> exchangers(hosts, mail);
                        case NextHop.Relay relay -> relay(relay, hosts, mail);
                        case NextHop.Host _,
                                NextHop.OtherHost _,
                                NextHop.LmtpSocket _,
                                NextHop.FinalHop _ ->
                                attempt(hosts, mail, (host, contact) -> {});
                    };
        };
    }

    /// What the smarthost says of the sender helps the sender's next mail.
    private Outcome relay(NextHop.Relay relay, List<RemoteHost> hosts, OutboundMail mail) {
        Outcome outcome = attempt(hosts, mail, (host, contact) -> {});
        if (mail.from() instanceof ReversePath.To(var sender) && Srs.isSrs(sender)) {
            return outcome; // an address of its own for each sender: it tells nothing of others
        }
        Diagnosis first = outcome.found().getFirst();
        if (outcome.found().stream().anyMatch(found -> found.status().isSuccess())) {
            relays.taken(relay, mail.from());
        } else if (!first.remote().isEmpty() && !first.status().isTransient()) {
            relays.refused(relay, mail.from(), first.status(), first.text());
        }
        return outcome;
    }

    private Outcome exchangers(List<RemoteHost> hosts, OutboundMail mail) {
        List<RemoteHost> usable = hosts.stream().filter(host -> isUsable(host)).toList();
        if (!usable.isEmpty()) {
            return attempt(
                    usable,
                    mail,
                    (host, contact) -> {
                        if (host.address() instanceof InetSocketAddress address) {
                            port.tried(address, contact);
                        }
                    });
        }
        Optional<NextHop.Relay> fallback = relays.smarthosts().fallbackOf(mail.from());
        if (fallback.isPresent()) {
            return attempt(fallback.get(), mail);
        }
        String reason = port.whyUnusable();
        return new Outcome(
                all(Diagnosis.ours("4.4.1", reason), mail), Optional.of(reason), Peer.NOBODY);
    }

    private boolean isUsable(RemoteHost host) {
        return host.internet().isEmpty() || port.isUsable(host.internet().get());
    }

    /// The addresses of a domain's mail exchangers; empty when they cannot be told.
    public List<InetSocketAddress> exchangersOf(Domain domain) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (search.find(new NextHop.Exchangers(domain), TlsObserver.NOBODY)
                instanceof HostSearch.Result.Hosts(var hosts)) {
            for (RemoteHost host : hosts) {
                if (host.address() instanceof InetSocketAddress address) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private Outcome attempt(
            List<RemoteHost> hosts, OutboundMail mail, BiConsumer<RemoteHost, Contact> witness) {
        return mail.request().requireTls()
                ? underTls(hosts, mail, witness)
                : inTurn(hosts, mail, witness);
    }

    /// RFC 8689 §4.2.1: only with hosts that can prove who they are, and back to the sender when
    /// none does. A host that is merely away is waited for.
    private Outcome underTls(
            List<RemoteHost> hosts, OutboundMail mail, BiConsumer<RemoteHost, Contact> witness) {
        List<RemoteHost> provable = new ArrayList<>();
        for (RemoteHost host : hosts) {
            host.tls().raised().ifPresent(tls -> provable.add(host.demanding(tls)));
        }
        if (provable.isEmpty()) {
            return none(
                    Diagnosis.ours(
                            "5.7.30",
                            "the sender demands REQUIRETLS, and nothing but an MX record says who"
                                    + " the mail exchangers are: no MTA-STS, no DANE, no entry in"
                                    + " delivery.tls"),
                    mail);
        }
        return inTurn(provable, mail, witness);
    }

    private Outcome inTurn(
            List<RemoteHost> hosts, OutboundMail mail, BiConsumer<RemoteHost, Contact> witness) {
        Diagnosis last = lastWord(hosts);
        boolean onlyTlsFailed = mail.request().requireTls();
        for (RemoteHost host : health.promising(hosts)) {
            switch (session.transmit(host, mail)) {
                case Answered(var found, var peer) -> {
                    witness.accept(host, Contact.GREETED);
                    health.witness(host, Contact.GREETED, last);
                    return new Outcome(found, Optional.empty(), peer);
                }
                case NotReached(var found, var contact) -> {
                    LOG.info("{} was not reached: {}", host, found);
                    witness.accept(host, contact);
                    health.witness(host, contact, found);
                    onlyTlsFailed &= isTlsFailure(found);
                    last = found;
                }
            }
        }
        if (onlyTlsFailed && isTlsFailure(last)) {
            return none(
                    new Diagnosis(EnhancedStatus.of("5.7.30"), last.text(), last.remote()), mail);
        }
        return new Outcome(all(last, mail), Optional.of(last.toString()), Peer.NOBODY);
    }

    /// For hosts none of which is worth a try now.
    private Diagnosis lastWord(List<RemoteHost> hosts) {
        return hosts.stream()
                .flatMap(host -> health.lastWord(host).stream())
                .reduce((first, second) -> second)
                .orElseGet(() -> Diagnosis.ours("4.4.1", "no host was tried"));
    }

    /// No STARTTLS, or no certificate that proves anything.
    private static boolean isTlsFailure(Diagnosis found) {
        EnhancedStatus status = found.status();
        return status.subject() == 7 && (status.detail() == 5 || status.detail() == 10);
    }

    private static Outcome none(Diagnosis found, OutboundMail mail) {
        return new Outcome(all(found, mail), Optional.empty(), Peer.NOBODY);
    }

    private static List<Diagnosis> all(Diagnosis found, OutboundMail mail) {
        return Collections.nCopies(mail.recipients().size(), found);
    }
}
