// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.Member;
import org.pabal.cluster.link.HostLink;
import org.pabal.cluster.link.MutualLinks;
import org.pabal.message.UnavailableException;
import org.pabal.wire.CertifiedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Meets every other host once a minute, and at once when something has changed: lists go from whoever
/// has the newer one, the authority hears what its members say of themselves, and certificates are
/// renewed long before they end.
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    /// A third of its life before a certificate ends, a host asks for a new one.
    static final Duration RENEWAL = Authority.CERTIFICATE_LIFE.dividedBy(3);

    private final Membership membership;
    private final Authority authority;
    private final MutualLinks links;
    private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean running;
    private boolean due;
    private boolean stopped;
    private @Nullable Thread thread;

    public Upkeep(Membership membership, Authority authority, MutualLinks links) {
        this.membership = membership;
        this.authority = authority;
        this.links = links;
        membership.whenChanged(this::wake);
    }

    /// From now on the others hear what the settings say of this host.
    public void start() {
        running = true;
        reportOwn();
        wake();
        thread = Thread.ofVirtual().name("cluster-upkeep").start(this::run);
    }

    /// What the others are told of this host: by a command without the server what they know already,
    /// as only the server knows on which ports it is.
    private Host self() {
        return running
                ? membership.declared()
                : membership
                        .standing()
                        .flatMap(now -> now.members().member(now.name()))
                        .map(Member::asHost)
                        .orElseGet(membership::declared);
    }

    private void reportOwn() {
        if (!running || !membership.isAuthority()) {
            return;
        }
        try {
            authority.report(membership.self().name(), self());
        } catch (IOException | Authority.Refused cannot) {
            LOG.error("event=host-list-not-kept reason=\"{}\"", cannot.getMessage());
        }
    }

    private void wake() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (await()) {
            try {
                meetAll();
            } catch (RuntimeException bug) {
                LOG.error("event=bug", bug);
            }
        }
    }

    /// @return false when this is over
    private boolean await() {
        lock.lock();
        try {
            long left = BETWEEN.toNanos();
            while (!due && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            due = false;
            return !stopped;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Meets all other hosts, at the same time.
    ///
    /// @return what came of it, by name
    public SortedMap<String, Sighting> meetAll() {
        if (!membership.isMember()) {
            sightings.clear();
            return new TreeMap<>();
        }
        reportOwn();
        renewOwnIfAuthority();
        List<Host> members =
                membership.others().stream()
                        .filter(host -> membership.hasJoined(host.name()))
                        .toList();
        sightings.keySet().removeIf(name -> members.stream().noneMatch(h -> h.name().equals(name)));
        List<Thread> meeting = new ArrayList<>();
        for (Host host : members) {
            meeting.add(Thread.ofVirtual().name("meet-" + host.name()).start(() -> meet(host)));
        }
        for (Thread each : meeting) {
            try {
                each.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return sightings();
    }

    /// The last of each host.
    public SortedMap<String, Sighting> sightings() {
        return new TreeMap<>(sightings);
    }

    private Sighting meet(Host host) {
        Instant now = membership.clock.instant();
        Sighting before = sightings.getOrDefault(host.name(), Sighting.none(now));
        Sighting after;
        try (HostLink link = links.connect(host)) {
            after = meet(host, link, now);
        } catch (IOException | UnavailableException away) {
            after = before.missed(now, String.valueOf(away.getMessage()));
        }
        if (before.isReachable() != after.isReachable() || before.reached().isEmpty()) {
            LOG.info(
                    "event=host-{} host={} reason=\"{}\"",
                    after.isReachable() ? "reached" : "away",
                    host.name(),
                    after.trouble().orElse(""));
        }
        sightings.put(host.name(), after);
        return after;
    }

    private Sighting meet(Host host, HostLink link, Instant now) throws IOException {
        Map<String, String> said = new HashMap<>(SelfFields.of(self()));
        long version = membership.list().orElseThrow().version();
        said.put("version", Long.toString(version));
        boolean renewal = isRenewalDue() && isAuthority(host);
        if (renewal) {
            said.put("request", Der.print(key().request()));
        }
        return switch (link.ask(MemberOperations.MEET, said)) {
            case HostAnswer.Done(var told) -> {
                if (told.containsKey("list")) {
                    membership.learn(told.get("list"));
                }
                Optional<X509Certificate> renewed =
                        Der.certificate(told.getOrDefault("certificate", ""));
                if (renewal && renewed.isPresent()) {
                    membership.renewed(renewed.get());
                }
                long theirs = MemberOperations.number(told.getOrDefault("version", ""));
                if (theirs < version) {
                    update(link);
                }
                yield new Sighting(
                        now,
                        Optional.of(now),
                        Optional.empty(),
                        link.program(),
                        Math.max(theirs, version));
            }
            case HostAnswer.Refused(var reason) ->
                    throw new IOException("it refuses us: " + reason);
            case HostAnswer.Unavailable(var reason) -> throw new IOException(reason);
        };
    }

    private boolean isAuthority(Host host) {
        return membership.list().orElseThrow().authority().equals(host.name());
    }

    private CertifiedKey key() throws IOException {
        return CertifiedKey.open(membership.files.host().key());
    }

    private boolean isRenewalDue() {
        Instant now = membership.clock.instant();
        return membership
                .certificateEnds()
                .filter(end -> now.isAfter(end.minus(RENEWAL)))
                .isPresent();
    }

    private void update(HostLink link) throws IOException {
        link.ask(MemberOperations.UPDATE, Map.of("list", membership.signedList().orElseThrow()));
    }

    private void renewOwnIfAuthority() {
        if (membership.isAuthority() && isRenewalDue()) {
            renewOwn();
        }
    }

    private void renewOwn() {
        try {
            authority.renewOwn();
        } catch (IOException | Authority.Refused cannot) {
            LOG.error("event=host-certificate-not-renewed reason=\"{}\"", cannot.getMessage());
        }
    }

    /// Renews this host's certificate now.
    ///
    /// @throws IOException when the host with the authority is not reached
    public void renew() throws IOException, Authority.Refused {
        if (membership.isAuthority()) {
            authority.renewOwn();
            return;
        }
        Standing now = membership.member();
        try (HostLink link = links.connect(now.members().authority())) {
            Map<String, String> said = new HashMap<>(SelfFields.of(self()));
            said.put("version", Long.toString(now.members().version()));
            said.put("request", Der.print(key().request()));
            switch (link.ask(MemberOperations.MEET, said)) {
                case HostAnswer.Done(var told) ->
                        membership.renewed(
                                Der.certificate(told.getOrDefault("certificate", ""))
                                        .orElseThrow(() ->
                                                new IOException(
                                                        now.members().authority()
                                                                + " gave no certificate; is the"
                                                                + " authority's key there?")));
                case HostAnswer.Refused(var reason) -> throw new Authority.Refused(reason);
                case HostAnswer.Unavailable(var reason) -> throw new IOException(reason);
            }
        }
    }

    /// Tells a host that it is no member any more; without that it would learn it by being refused.
    ///
    /// @return whether it was reached
    public boolean tellRemoved(Host host) {
        try (HostLink link = links.connect(host)) {
            update(link);
            return true;
        } catch (IOException | UnavailableException away) {
            return false;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        if (running != null) {
            try {
                running.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
