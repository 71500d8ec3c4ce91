// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether mail exchangers can be reached at all: port 25 outward, for each address family.
///
/// Real deliveries are the evidence, see {@link FamilyHealth}; a probe says no more than QUIT, to
/// hosts that mail was for and those of the settings. Hosts on loopback and in private networks tell
/// nothing of the provider and are always worth a try. Safe for use by many threads; no lock is held
/// while a host is asked.
public final class OutboundPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundPort.class);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(10);

    /// The system is asked for its addresses no more often.
    private static final Duration PRESENCE_HOLDS = Duration.ofMinutes(1);

    /// Asks one host whether it is there. Blocks for a bounded time.
    public interface Probe {
        Contact ask(InetSocketAddress host);
    }

    /// Hosts that a probe asks besides those that were tried: of mail that waits, and of the
    /// settings. Blocks for a bounded time.
    public interface Waiting {
        List<InetSocketAddress> hosts();
    }

    /// What is shown of a family.
    ///
    /// @param state `unknown`, `open`, `suspected`, `blocked` or `absent`
    public record FamilyStatus(Family family, String state, Instant since, String reason) {}

    private final PortConfig config;
    private final Probe probe;
    private final Predicate<Family> present;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Family, FamilyHealth> health = new EnumMap<>(Family.class);
    private final Set<Family> absent = EnumSet.noneOf(Family.class);
    private Instant presenceLooked = Instant.EPOCH;
    private volatile Waiting waiting = List::of;
    private boolean closed;

    /// @param present whether this host has an address of the family besides those of loopback
    public OutboundPort(
            PortConfig config, Probe probe, Predicate<Family> present, InstantSource clock) {
        this.config = config;
        this.probe = probe;
        this.present = present;
        this.clock = clock;
        for (Family family : Family.values()) {
            health.put(family, new FamilyHealth(family, config, clock.instant()));
        }
    }

    /// Called after each change of what {@link #isUsable} and {@link #blocked} say.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Whether an address is worth a try.
    public boolean isUsable(InetAddress address) {
        if (!tells(address)) {
            return true;
        }
        Family family = Family.of(address);
        lock.lock();
        try {
            return state(family) != FamilyHealth.State.BLOCKED
                    && (address.isLoopbackAddress() || isPresent(family));
        } finally {
            lock.unlock();
        }
    }

    private FamilyHealth.State state(Family family) {
        return of(family).state();
    }

    private FamilyHealth of(Family family) {
        return java.util.Objects.requireNonNull(health.get(family));
    }

    private boolean isPresent(Family family) {
        Instant now = clock.instant();
        if (!now.isBefore(presenceLooked.plus(PRESENCE_HOLDS)) || now.isBefore(presenceLooked)) {
            presenceLooked = now;
            absent.clear();
            for (Family each : Family.values()) {
                if (!present.test(each)) {
                    absent.add(each);
                }
            }
            if (absent.size() == Family.values().length) {
                absent.clear(); // trying says more than that there is no network at all
            }
        }
        return !absent.contains(family);
    }

    private boolean tells(InetAddress address) {
        return config.loopback() == PortConfig.Loopback.COUNTS
                || !(address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress()
                        || (address.getAddress().length == 16
                                && (address.getAddress()[0] & 0xFE) == 0xFC)); // RFC 4193 §3.1
    }

    /// A delivery's evidence.
    public void tried(InetSocketAddress host, Contact contact) {
        if (!tells(host.getAddress())) {
            return;
        }
        Family family = Family.of(host.getAddress());
        change(family, () -> of(family).tried(host, contact, clock.instant()));
    }

    /// Why no mail exchanger can be reached in any family, in words for the operator.
    public Optional<String> blocked() {
        lock.lock();
        try {
            boolean all = true;
            boolean some = false;
            for (Family family : Family.values()) {
                boolean is = state(family) == FamilyHealth.State.BLOCKED;
                some |= is;
                all &= is || !isPresent(family);
            }
            return all && some ? Optional.of(sentence()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Why the addresses of a host are not to be tried.
    public String whyUnusable() {
        lock.lock();
        try {
            return sentence();
        } finally {
            lock.unlock();
        }
    }

    private String sentence() {
        List<String> parts = new ArrayList<>();
        for (Family family : Family.values()) {
            if (state(family) == FamilyHealth.State.BLOCKED) {
                parts.add(of(family).reason() + " (" + family + ")");
            } else if (!isPresent(family)) {
                parts.add("this host has no " + family + " address");
            }
        }
        return "outbound port 25 is blocked: "
                + String.join(", ", parts)
                + "; ask the provider to open it or set a relay";
    }

    public List<FamilyStatus> status() {
        lock.lock();
        try {
            return health.entrySet().stream()
                    .map(each -> status(each.getKey(), each.getValue()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private FamilyStatus status(Family family, FamilyHealth known) {
        boolean absent = !isPresent(family);
        boolean failing =
                known.state() == FamilyHealth.State.BLOCKED
                        || known.state() == FamilyHealth.State.SUSPECTED;
        return new FamilyStatus(
                family,
                absent ? "absent" : known.state().name().toLowerCase(java.util.Locale.ROOT),
                known.since(),
                failing && !absent ? known.reason() : "");
    }

    /// Watches from now on until {@link #close}.
    public void start(Waiting hosts) {
        waiting = hosts;
        Thread.ofVirtual().name("port-25").start(this::watch);
    }

    private void watch() {
        try {
            while (awaitProbe()) {
                probeIfDue();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when it is closed
    private boolean awaitProbe() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && due().isEmpty()) {
                changed.await(nap().toMillis(), TimeUnit.MILLISECONDS);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Until the next probe, in pieces, so that a clock that was set is noticed.
    private Duration nap() {
        Instant now = clock.instant();
        Duration nap = LONGEST_NAP;
        for (FamilyHealth known : health.values()) {
            Instant next = known.nextProbe();
            if (next.isBefore(now.plus(nap))) {
                nap = Duration.between(now, next).plusMillis(1);
            }
        }
        return nap;
    }

    private Set<Family> due() {
        Set<Family> due = new LinkedHashSet<>();
        Instant now = clock.instant();
        health.forEach((family, known) -> {
            if (!known.nextProbe().isAfter(now)) {
                due.add(family);
            }
        });
        return due;
    }

    /// Asks the hosts of each family whose probe is due; for the watching thread and for tests.
    ///
    /// @return how many hosts were asked
    public int probeIfDue() {
        Map<Family, List<InetSocketAddress>> asked = new EnumMap<>(Family.class);
        lock.lock();
        try {
            due().forEach(family -> asked.put(family, new ArrayList<>(of(family).candidates())));
        } finally {
            lock.unlock();
        }
        if (asked.isEmpty()) {
            return 0;
        }
        List<InetSocketAddress> others = waiting.hosts();
        int hosts = 0;
        for (Map.Entry<Family, List<InetSocketAddress>> each : asked.entrySet()) {
            Family family = each.getKey();
            Map<InetSocketAddress, Contact> found = ask(mixed(family, each.getValue(), others));
            change(family, () -> of(family).probed(found, clock.instant()));
            hosts += found.size();
        }
        return hosts;
    }

    /// Of both kinds as many as there is room for: hosts that nobody has tried yet tell most.
    private Set<InetSocketAddress> mixed(
            Family family, List<InetSocketAddress> known, List<InetSocketAddress> others) {
        Set<InetSocketAddress> mixed = new LinkedHashSet<>();
        others.stream()
                .filter(host -> Family.of(host.getAddress()) == family && tells(host.getAddress()))
                .limit(config.maxProbed() / 2)
                .forEach(mixed::add);
        known.stream().limit(config.maxProbed() - mixed.size()).forEach(mixed::add);
        return mixed;
    }

    /// All at once: each may take its whole deadline.
    private Map<InetSocketAddress, Contact> ask(Set<InetSocketAddress> hosts) {
        Map<InetSocketAddress, Contact> found = new LinkedHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (InetSocketAddress host : hosts) {
            threads.add(
                    Thread.ofVirtual()
                            .name("port-25-probe")
                            .start(() -> {
                                Contact contact = probe.ask(host);
                                synchronized (found) {
                                    found.put(host, contact);
                                }
                            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        synchronized (found) {
            return Map.copyOf(found);
        }
    }

    private void change(Family family, Runnable evidence) {
        FamilyHealth.State before;
        FamilyHealth.State after;
        String reason;
        lock.lock();
        try {
            before = state(family);
            evidence.run();
            after = state(family);
            reason = after == FamilyHealth.State.OPEN ? "" : of(family).reason();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (before != after) {
            LOG.atLevel(level(after))
                    .log("event=port-25 family={} state={} reason=\"{}\"", family, after, reason);
            listeners.forEach(Runnable::run);
        }
    }

    private static org.slf4j.event.Level level(FamilyHealth.State state) {
        return state == FamilyHealth.State.BLOCKED
                ? org.slf4j.event.Level.WARN
                : org.slf4j.event.Level.INFO;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
