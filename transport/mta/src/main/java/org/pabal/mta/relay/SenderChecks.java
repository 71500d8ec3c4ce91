// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.mta.relay.Finding.Kind;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Smarthosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pre-flight: what each smarthost says of the senders whose mail it is to take.
///
/// One address of each domain of ours is asked for, and addresses that were refused: at the start,
/// every few hours, and every few minutes while something is wrong. A refusal is believed for a
/// quarter of an hour, and only for the very address that was asked for: an address of a refused
/// domain that was never asked for is asked for while its author waits, a few seconds at most.
///
/// Some smarthosts take any sender and refuse after DATA. What they say then is remembered for the
/// same time, ends with the next success or an operator's check, and does not end by MAIL being
/// accepted, which tells nothing there.
///
/// Safe for use by many threads; no lock is held while a smarthost is asked.
public final class SenderChecks implements RelayObjections, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SenderChecks.class);

    private static final Duration GOOD_HOLDS = Duration.ofHours(4);
    private static final Duration REFUSED_HOLDS = Duration.ofMinutes(5);
    private static final Duration TROUBLE_HOLDS = Duration.ofMinutes(10);

    /// After this time a refusal is no reason any more to refuse an author.
    private static final Duration EVIDENCE_HOLDS = Duration.ofMinutes(15);

    /// How often one address is asked for because its author tries.
    private static final Duration HASTE = Duration.ofMinutes(1);

    /// How long an author waits for an answer that nobody knows yet.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MAX_AUTHORS_WAITING = 4;
    private static final Duration SAMPLES_HOLD = Duration.ofMinutes(10);
    private static final Duration NAP = Duration.ofSeconds(30);
    private static final int MAX_FINDINGS = 10_000;

    /// Of one smarthost at one time: more would look like a search for addresses.
    private static final int MAX_ASKED = 50;

    private final Smarthosts smarthosts;
    private final SenderProbe probe;
    private final Supplier<List<Address>> samples;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Finding> findings = bounded();
    private final Map<Key, Finding> fromDelivery = bounded();

    /// Domains of which an address was refused; few, if any.
    private final Set<RelayDomain> refusedDomains = new HashSet<>();

    private final Semaphore authorsWaiting = new Semaphore(MAX_AUTHORS_WAITING);
    private List<Address> sampled = List.of();
    private Instant sampledAt = Instant.EPOCH;
    private boolean hurried;
    private boolean closed;

    /// @param sender in the form in which addresses compare
    private record Key(String relay, Address sender) {
        static Key of(NextHop.Relay relay, Address sender) {
            return new Key(relay.name(), sender.lookupForm());
        }
    }

    private record RelayDomain(String relay, Domain domain) {}

    /// @param samples one address of each domain of ours, a real one where there is one
    public SenderChecks(
            Smarthosts smarthosts,
            SenderProbe probe,
            Supplier<List<Address>> samples,
            InstantSource clock) {
        this.smarthosts = smarthosts;
        this.probe = probe;
        this.samples = samples;
        this.clock = clock;
    }

    private static Map<Key, Finding> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Finding> eldest) {
                return size() > MAX_FINDINGS;
            }
        };
    }

    public Smarthosts smarthosts() {
        return smarthosts;
    }

    // For those who promise mail

    @Override
    public Optional<Finding> objection(NextHop.Relay relay, ReversePath from) {
        if (!(from instanceof ReversePath.To(var sender)) || sender.needsSmtpUtf8()) {
            return Optional.empty();
        }
        Key key = Key.of(relay, sender);
        boolean unknown;
        lock.lock();
        try {
            Optional<Finding> delivered = fresh(fromDelivery.get(key));
            if (delivered.isPresent()) {
                return delivered;
            }
            Finding known = findings.get(key);
            if (known != null && isOlder(known, HASTE) && known.kind() == Kind.SENDER_REFUSED) {
                hurried = true;
                changed.signalAll();
            }
            unknown =
                    known == null
                            && refusedDomains.contains(
                                    new RelayDomain(relay.name(), sender.domain()))
                            && isDomainRefused(relay, sender);
            if (!unknown) {
                return fresh(known);
            }
        } finally {
            lock.unlock();
        }
        return askInTime(relay, sender);
    }

    private Optional<Finding> fresh(@org.jspecify.annotations.Nullable Finding finding) {
        return Optional.ofNullable(finding)
                .filter(f -> f.kind() == Kind.SENDER_REFUSED && !isOlder(f, EVIDENCE_HOLDS));
    }

    private boolean isOlder(Finding finding, Duration age) {
        return finding.at().plus(age).isBefore(clock.instant());
    }

    private boolean isDomainRefused(NextHop.Relay relay, Address sender) {
        return findings.values().stream()
                .anyMatch(f ->
                        f.relay().equals(relay.name())
                                && f.sender().domain().equals(sender.domain())
                                && fresh(f).isPresent());
    }

    private Optional<Finding> askInTime(NextHop.Relay relay, Address sender) {
        if (!authorsWaiting.tryAcquire()) {
            return Optional.empty();
        }
        Thread asking =
                Thread.ofVirtual()
                        .name("relay-check")
                        .start(() -> {
                            try {
                                ask(relay, List.of(sender));
                            } finally {
                                authorsWaiting.release();
                            }
                        });
        try {
            asking.join(PATIENCE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            return fresh(findings.get(Key.of(relay, sender)));
        } finally {
            lock.unlock();
        }
    }

    // What deliveries found

    /// A smarthost took a mail.
    public void taken(NextHop.Relay relay, ReversePath from) {
        if (from instanceof ReversePath.To(var sender)) {
            lock.lock();
            try {
                fromDelivery.remove(Key.of(relay, sender));
            } finally {
                lock.unlock();
            }
        }
    }

    /// A smarthost refused a mail for good.
    ///
    /// @param text its own words
    public void refused(NextHop.Relay relay, ReversePath from, EnhancedStatus status, String text) {
        if (!(from instanceof ReversePath.To(var sender))
                || !SenderWords.speakOfSender(Optional.of(status), text)) {
            return;
        }
        Finding found =
                new Finding(relay.name(), sender, Kind.SENDER_REFUSED, text, clock.instant());
        lock.lock();
        try {
            fromDelivery.put(Key.of(relay, sender), found);
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.warn(
                "event=relay-refuses-sender relay={} sender={} at=delivery reply=\"{}\"",
                relay.name(),
                sender,
                text);
    }

    // The rounds

    /// Asks from now on what is due, until {@link #close}.
    public void start() {
        if (!smarthosts.all().isEmpty()) {
            Thread.ofVirtual().name("relay-checks").start(this::run);
        }
    }

    private void run() {
        try {
            do {
                runDue();
            } while (awaitNext());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = NAP.toNanos();
            while (!closed && !hurried && left > 0) {
                left = changed.awaitNanos(left);
            }
            hurried = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Asks what is due, all smarthosts at once; for the checking thread and for tests.
    ///
    /// @return how many senders were asked for
    public int runDue() {
        Map<NextHop.Relay, List<Address>> due = new LinkedHashMap<>();
        int count = 0;
        for (NextHop.Relay relay : smarthosts.all()) {
            List<Address> senders = senders(relay).stream().filter(s -> isDue(relay, s)).toList();
            List<Address> some = senders.subList(0, Math.min(senders.size(), MAX_ASKED));
            if (!some.isEmpty()) {
                due.put(relay, some);
                count += some.size();
            }
        }
        askAll(due);
        return count;
    }

    /// Asks all smarthosts now, whatever is known; what deliveries found is forgotten: who asks for
    /// this has changed something.
    public List<Finding> runAll() {
        lock.lock();
        try {
            fromDelivery.clear();
            sampledAt = Instant.EPOCH;
        } finally {
            lock.unlock();
        }
        Map<NextHop.Relay, List<Address>> all = new LinkedHashMap<>();
        for (NextHop.Relay relay : smarthosts.all()) {
            List<Address> senders = senders(relay);
            if (!senders.isEmpty()) {
                all.put(relay, senders.subList(0, Math.min(senders.size(), MAX_ASKED)));
            }
        }
        askAll(all);
        return status().stream()
                .filter(f ->
                        all.entrySet().stream()
                                .anyMatch(each ->
                                        each.getKey().name().equals(f.relay())
                                                && each.getValue().contains(f.sender())))
                .toList();
    }

    /// Those who send by a smarthost: the samples of our domains, then what was refused lately.
    private List<Address> senders(NextHop.Relay relay) {
        Set<Address> senders = new LinkedHashSet<>();
        for (Address sample : samples()) {
            ReversePath from = new ReversePath.To(sample);
            if (isOf(relay, smarthosts.of(from)) || isOf(relay, smarthosts.fallbackOf(from))) {
                senders.add(sample);
            }
        }
        lock.lock();
        try {
            findings.values().stream()
                    .filter(f -> f.relay().equals(relay.name()) && f.kind() == Kind.SENDER_REFUSED)
                    .map(Finding::sender)
                    .forEach(senders::add);
        } finally {
            lock.unlock();
        }
        return List.copyOf(senders);
    }

    private static boolean isOf(NextHop.Relay relay, Optional<NextHop.Relay> chosen) {
        return chosen.filter(relay::equals).isPresent();
    }

    private List<Address> samples() {
        Instant now = clock.instant();
        lock.lock();
        try {
            if (now.isBefore(sampledAt.plus(SAMPLES_HOLD))) {
                return sampled;
            }
        } finally {
            lock.unlock();
        }
        List<Address> read =
                samples.get().stream().filter(address -> !address.needsSmtpUtf8()).toList();
        lock.lock();
        try {
            sampled = read;
            sampledAt = now;
        } finally {
            lock.unlock();
        }
        return read;
    }

    private boolean isDue(NextHop.Relay relay, Address sender) {
        lock.lock();
        try {
            Finding known = findings.get(Key.of(relay, sender));
            return known == null
                    || isOlder(
                            known,
                            switch (known.kind()) {
                                case ACCEPTED -> GOOD_HOLDS;
                                case SENDER_REFUSED, LOGIN_FAILED, TLS_NOT_VERIFIED ->
                                        REFUSED_HOLDS;
                                case TIMED_OUT, CONNECTION_REFUSED, NO_ROUTE, NOT_NOW ->
                                        TROUBLE_HOLDS;
                            });
        } finally {
            lock.unlock();
        }
    }

    private void askAll(Map<NextHop.Relay, List<Address>> senders) {
        List<Thread> threads = new ArrayList<>();
        senders.forEach((relay, some) ->
                threads.add(Thread.ofVirtual().name("relay-check").start(() -> ask(relay, some))));
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(NextHop.Relay relay, List<Address> senders) {
        List<SenderProbe.Answer> answers = probe.ask(relay, senders);
        for (int i = 0; i < senders.size(); i++) {
            SenderProbe.Answer answer = answers.get(i);
            learn(
                    relay,
                    new Finding(
                            relay.name(),
                            senders.get(i),
                            answer.kind(),
                            answer.text(),
                            clock.instant()));
        }
    }

    private void learn(NextHop.Relay relay, Finding found) {
        Finding before;
        lock.lock();
        try {
            Key key = Key.of(relay, found.sender());
            before = findings.remove(key); // back at the end: the oldest goes first
            findings.put(key, found);
            if (found.kind() == Kind.SENDER_REFUSED
                    || before != null && before.kind().isRefusal()) {
                refusedDomains.clear();
                findings.values().stream()
                        .filter(f -> f.kind() == Kind.SENDER_REFUSED)
                        .map(f -> new RelayDomain(f.relay(), f.sender().domain()))
                        .forEach(refusedDomains::add);
            }
        } finally {
            lock.unlock();
        }
        if (before == null || before.kind() != found.kind()) {
            LOG.atLevel(
                            found.kind() == Kind.ACCEPTED
                                    ? org.slf4j.event.Level.INFO
                                    : org.slf4j.event.Level.WARN)
                    .log(
                            "event=relay-check relay={} sender={} finding={} reply=\"{}\"",
                            found.relay(),
                            found.sender(),
                            found.kind().text(),
                            found.text());
        }
    }

    /// All that is known, by smarthost and sender; what deliveries found goes before.
    public List<Finding> status() {
        Map<Key, Finding> all;
        lock.lock();
        try {
            all = new LinkedHashMap<>(findings);
            fromDelivery.forEach((key, finding) -> {
                if (fresh(finding).isPresent()) {
                    all.put(key, finding);
                }
            });
        } finally {
            lock.unlock();
        }
        return all.values().stream()
                .sorted(
                        Comparator.comparing(Finding::relay)
                                .thenComparing(f -> f.sender().domain())
                                .thenComparing(f -> f.sender().localPart()))
                .toList();
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
