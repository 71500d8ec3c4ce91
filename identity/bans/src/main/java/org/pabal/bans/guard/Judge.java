// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.bans.Ban;
import org.pabal.bans.BanConfig;
import org.pabal.bans.Evidence;
import org.pabal.bans.NameTally;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.SourceTally;
import org.pabal.bans.Subject;
import org.pabal.storage.StorageException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides when it is too much, and of what and how far a source is banned then: from one name, from
/// all log-ins where people are at home, from all doors, or with its whole network.
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    /// Failures whose secrets cannot be told apart weigh less: it may be a device that tries again.
    private static final int UNSEEN_FACTOR = 4;

    /// Points fade while somebody waits.
    private static final double ROUNDED = 0.5;

    private static final int MAX_COUNTED_NAMES = 50;

    private final BanConfig config;
    private final BanStore store;
    private final Exemptions exemptions;

    /// Of the counts.
    private final ReentrantLock lock;

    private final LongAdder imposed = new LongAdder();

    Judge(BanConfig config, BanStore store, Exemptions exemptions, ReentrantLock lock) {
        this.config = config;
        this.store = store;
        this.exemptions = exemptions;
        this.lock = lock;
    }

    /// How many bans it has imposed since the start.
    long imposed() {
        return imposed.sum();
    }

    /// What is counted after a failure.
    ///
    /// @param guesses at this name from this source
    /// @param widely at this name from its network
    record Counted(
            NameTally.Kind kind,
            int guesses,
            int unseen,
            int widely,
            boolean tell,
            Duration delay) {}

    /// After a failure from where the name is not known.
    void failed(SourceAndName place, Counted counted, Instant now) {
        if (counted.guesses() >= config.guesses()) {
            impose(
                    new Subject.Name(place.source(), place.name()),
                    counted.guesses() + " different passwords for one name from one address",
                    now);
        } else if (counted.unseen() >= config.guesses() * UNSEEN_FACTOR) {
            impose(
                    new Subject.Name(place.source(), place.name()),
                    counted.unseen() + " failed log-ins for one name from one address",
                    now);
        }
        int wideMost = config.guesses() * BanConfig.NETWORK_FACTOR;
        Source network = place.source().network();
        if (counted.widely() >= Math.min(wideMost, NameTally.MAX_SECRETS)
                && knownWithin(network, place.name(), now).isEmpty()) {
            impose(
                    new Subject.Name(network, place.name()),
                    counted.widely() + " different passwords for one name from one network",
                    now);
        }
        source(place.source(), now);
    }

    private List<SourceAndName> knownWithin(Source network, String name, Instant now) {
        return store.places().within(network, MAX_COUNTED_NAMES * 20, now.getEpochSecond()).stream()
                .filter(place -> place.name().equals(name))
                .toList();
    }

    /// An address from which people log in is never banned: its newcomers are, after so much more as
    /// there are people.
    void source(Source source, Instant now) {
        double points = pointsOf(source, now);
        if (points >= config.points() - ROUNDED) {
            int people =
                    store.places().within(source, MAX_COUNTED_NAMES, now.getEpochSecond()).size();
            if (people == 0) {
                impose(new Subject.Everything(source), reason(points, "address"), now);
            } else if (points >= (double) config.points() * (1 + people)) {
                impose(new Subject.LogIns(source), reason(points, "shared address"), now);
            }
        }
        Source network = source.network();
        double wide = pointsOf(network, now);
        if (wide >= (double) config.points() * BanConfig.NETWORK_FACTOR - ROUNDED
                && !exemptions.overlaps(network, now)
                && store.places().within(network, 1, now.getEpochSecond()).isEmpty()) {
            impose(new Subject.Everything(network), reason(wide, "network"), now);
        }
    }

    private static String reason(double points, String of) {
        return "failed log-ins and abuse of one " + of + ", " + Math.round(points) + " points";
    }

    private double pointsOf(Source source, Instant now) {
        lock.lock();
        try {
            return store.counts()
                    .sourceIfAny(source)
                    .map(tally -> tally.points(now.getEpochSecond()))
                    .orElse(0.0);
        } finally {
            lock.unlock();
        }
    }

    private void impose(Subject subject, String reason, Instant now) {
        int times = store.docket().times(subject, now) + 1;
        Ban ban =
                new Ban(
                        subject,
                        reason,
                        Ban.Origin.AUTOMATIC,
                        now,
                        now.plus(config.length(times)),
                        times,
                        settled(subject, now));
        try {
            if (store.docket().impose(ban, true)) {
                imposed.increment();
                announce(ban);
            }
        } catch (StorageException outOfOrder) {
            LOG.warn(
                    "event=ban-not-kept subject={} reason=\"{}\"",
                    new LogText(subject.toString()),
                    outOfOrder.getMessage());
        }
    }

    static void announce(Ban ban) {
        LOG.warn(
                "event=banned subject={} seconds={} times={} reason={}",
                new LogText(ban.subject().toString()),
                Duration.between(ban.since(), ban.until()).toSeconds(),
                ban.times(),
                new LogText(ban.reason()));
    }

    /// What led to a ban does not count again when it is over.
    private List<Evidence> settled(Subject subject, Instant now) {
        lock.lock();
        try {
            Counts counts = store.counts();
            SourceTally source = counts.source(subject.source());
            switch (subject) {
                case Subject.Name(var from, var name) ->
                        counts.name(new SourceAndName(from, name)).settle();
                case Subject.Everything _, Subject.LogIns _ -> source.settle(now.getEpochSecond());
            }
            return source.evidence();
        } finally {
            lock.unlock();
        }
    }
}
