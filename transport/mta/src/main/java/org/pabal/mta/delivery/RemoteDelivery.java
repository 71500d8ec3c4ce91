// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pabal.dns.Resolver;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.routing.NextHop;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a mail to a next hop: its hosts one after the other until one takes it up. Safe for use by
/// many threads.
public final class RemoteDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDelivery.class);

    private final HostSearch search;
    private final RemoteSession session;

    /// @param random safe for use by many threads
    public RemoteDelivery(
            DeliveryConfig config,
            Resolver resolver,
            RandomGenerator random,
            RemoteSession session) {
        this.search = new HostSearch(resolver, config, random);
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
            case HostSearch.Result.None(var found) ->
                    new Outcome(all(found, mail), Optional.empty(), Reports.US);
            case HostSearch.Result.Hosts(var hosts) -> attempt(hosts, mail);
        };
    }

    private Outcome attempt(List<RemoteHost> hosts, OutboundMail mail) {
        Diagnosis last = Diagnosis.ours("4.4.1", "no host was tried");
        for (RemoteHost host : hosts) {
            switch (session.transmit(host, mail)) {
                case RemoteSession.Outcome.Answered(var found, var reports) -> {
                    return new Outcome(found, Optional.empty(), reports);
                }
                case RemoteSession.Outcome.NotReached(var found, _) -> {
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
