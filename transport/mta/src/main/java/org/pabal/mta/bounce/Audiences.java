// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.bounce;

import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.mta.bounce.BounceConfig.DoubleBounces;
import org.pabal.mta.bounce.BounceConfig.Strangers;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds who is to be told. Safe for use by many threads.
final class Audiences {
    private static final Logger LOG = LoggerFactory.getLogger(Audiences.class);

    private final BounceConfig config;
    private final Router router;
    private final Directory directory;

    Audiences(BounceConfig config, Router router, Directory directory) {
        this.config = config;
        this.router = router;
        this.directory = directory;
    }

    /// Of a failure.
    Audience ofFailure(QueueEntry entry) {
        return guarded(
                entry,
                () -> {
                    if (!(entry.from() instanceof ReversePath.To(var sender))) {
                        return ofReport(entry);
                    }
                    if (entry.origin() != Origin.RECEIVED) {
                        return of(sender);
                    }
                    return switch (config.strangers()) {
                        case TELL_SENDER -> of(sender);
                        case TELL_POSTMASTER -> postmaster();
                        case TELL_NOBODY -> new Audience.Nobody("the sender may be forged");
                    };
                });
    }

    /// Of a success or a delay: the sender, or nobody.
    Audience ofProgress(QueueEntry entry) {
        return guarded(
                entry,
                () -> {
                    if (!(entry.from() instanceof ReversePath.To(var sender))) {
                        return new Audience.Nobody("the mail was a report itself");
                    }
                    return entry.origin() != Origin.RECEIVED
                                    || config.strangers() == Strangers.TELL_SENDER
                            ? of(sender)
                            : new Audience.Nobody("the sender may be forged");
                });
    }

    private interface Question {
        Audience ask();
    }

    private static Audience guarded(QueueEntry entry, Question question) {
        try {
            return question.ask();
        } catch (UnavailableException trouble) {
            LOG.warn("{}: a report waits: {}", entry.id(), trouble.getMessage());
            return new Audience.Later();
        }
    }

    /// A report that failed: perhaps the postmaster's, unless it was to the postmaster.
    private Audience ofReport(QueueEntry entry) {
        boolean toPostmaster =
                entry.recipients().stream()
                        .anyMatch(r -> r.address().localPart().equalsIgnoreCase("postmaster"));
        return config.doubleBounces() == DoubleBounces.TELL_POSTMASTER && !toPostmaster
                ? postmaster()
                : new Audience.Nobody("the mail was a report itself");
    }

    private Audience postmaster() {
        return config.defaultDomain()
                .or(() -> directory.domains().stream().findFirst())
                .map(domain -> of(new Address("postmaster", domain)))
                .orElseGet(() -> new Audience.Nobody("there is no domain with a postmaster"));
    }

    private Audience of(Address address) {
        Routing routing = router.route(address, ReversePath.NULL);
        Optional<Route.Refused> refusal = routing.refusal();
        if (refusal.isEmpty()) {
            return new Audience.Someone(address, routing.open());
        }
        return refusal.get().reply().isTransient()
                ? new Audience.Later()
                : new Audience.Nobody(address + " takes no mail");
    }
}
