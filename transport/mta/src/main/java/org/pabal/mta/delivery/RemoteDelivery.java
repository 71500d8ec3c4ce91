// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.delivery.RemoteSession.Outcome.Answered;
import org.pabal.mta.delivery.RemoteSession.Outcome.NotReached;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.routing.NextHop;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a mail to a next hop: its hosts one after the other until one takes it up. Safe for use by
/// many threads.
public final class RemoteDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDelivery.class);

    private final HostSearch search;
    private final HostHealth health;
    private final RemoteSession session;

    public RemoteDelivery(HostSearch search, HostHealth health, RemoteSession session) {
        this.search = search;
        this.health = health;
        this.session = session;
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
            case HostSearch.Result.None(var found) -> none(found, mail);
            case HostSearch.Result.Hosts(var hosts) when mail.request().requireTls() ->
                    underTls(hosts, mail);
            case HostSearch.Result.Hosts(var hosts) -> attempt(hosts, mail);
        };
    }

    /// RFC 8689 §4.2.1: only with hosts that can prove who they are, and back to the sender when
    /// none does. A host that is merely away is waited for.
    private Outcome underTls(List<RemoteHost> hosts, OutboundMail mail) {
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
        return attempt(provable, mail);
    }

    private Outcome attempt(List<RemoteHost> hosts, OutboundMail mail) {
        Diagnosis last = lastWord(hosts);
        boolean onlyTlsFailed = mail.request().requireTls();
        for (RemoteHost host : health.promising(hosts)) {
            switch (session.transmit(host, mail)) {
                case Answered answered -> {
                    health.witness(host, Contact.GREETED, last);
                    return new Outcome(answered.found(), Optional.empty(), answered.reports());
                }
                case NotReached(var found, var contact) -> {
                    LOG.info("{} was not reached: {}", host, found);
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
        return new Outcome(all(last, mail), Optional.of(last.toString()), Reports.US);
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
        return new Outcome(all(found, mail), Optional.empty(), Reports.US);
    }

    private static List<Diagnosis> all(Diagnosis found, OutboundMail mail) {
        return Collections.nCopies(mail.recipients().size(), found);
    }
}
