// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.pabal.dns.Resolver;
import org.pabal.filter.connector.Breaker;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One list at work: whether it is to be believed, and how it is doing. Safe for use by many threads.
///
/// Its test entries are looked at before it is believed, then every hour while mail comes, and at once
/// when it answers strangely or lists nearly all it is asked about.
final class DnsList {
    private static final Logger LOG = LoggerFactory.getLogger(DnsList.class);
    private static final Duration TEST_INTERVAL = Duration.ofHours(1);

    /// After a test without an answer, and between tests for a suspicion.
    private static final Duration TEST_AGAIN = Duration.ofMinutes(1);

    private static final int FAILURES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /// So many answers are looked at together, of which so many entries are suspicious. A flood of spam
    /// looks the same: the test entries tell.
    private static final int LOOKED_AT = 50;

    private static final int SUSPICIOUS = 45;

    private final ListConfig config;
    private final Resolver resolver;
    private final InstantSource clock;
    private final Breaker breaker;
    private final AtomicBoolean testing = new AtomicBoolean();
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger entries = new AtomicInteger();
    private final LongAdder asked = new LongAdder();
    private final LongAdder listed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Optional<Instant> tested = Optional.empty();
    private volatile Instant nextTest = Instant.MIN;
    private volatile String muted = "";

    DnsList(ListConfig config, Resolver resolver, InstantSource clock) {
        this.config = config;
        this.resolver = resolver;
        this.clock = clock;
        this.breaker = new Breaker(FAILURES, PAUSE, LONGEST_PAUSE, clock);
    }

    ListConfig config() {
        return config;
    }

    /// Whether its answers mean anything. Begins a test when one is due, without waiting for it.
    boolean isBelieved() {
        if (!clock.instant().isBefore(nextTest) && testing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dns-list-test").start(this::test);
        }
        return tested.isPresent() && muted.isEmpty();
    }

    /// Whether to ask it about a mail; {@link #answered} or {@link #unanswered} follows.
    boolean mayAsk() {
        return isBelieved() && breaker.mayAsk();
    }

    /// Whether it can be asked ahead, by somebody who will not say how that went.
    boolean answersNow() {
        return isBelieved() && breaker.isClosed();
    }

    /// What it said about one subject.
    ///
    /// @return the weightiest of its entries
    Optional<Listing> heard(Subject subject, Resolver.Answer<InetAddress> answer) {
        asked.increment();
        Optional<Listing> weightiest = Optional.empty();
        if (answer instanceof Resolver.Answer.Found<InetAddress>(var addresses)) {
            for (InetAddress each : addresses) {
                Optional<Listing> entry = heard(subject, each);
                if (entry.isPresent()
                        && (weightiest.isEmpty() || entry.get().outweighs(weightiest.get()))) {
                    weightiest = entry;
                }
            }
        }
        if (weightiest.isPresent()) {
            listed.increment();
        }
        watch(weightiest.isPresent());
        return muted.isEmpty() ? weightiest : Optional.empty();
    }

    private Optional<Listing> heard(Subject subject, InetAddress answer) {
        switch (ListAnswer.of(answer)) {
            case ENTRY -> {
                var points = config.points().of(answer);
                return points.isPresent()
                        ? Optional.of(new Listing(config, subject, answer, points.getAsDouble()))
                        : Optional.empty();
            }
            case REFUSED -> mute(refusal(answer));
            case NONSENSE -> suspect();
            case WRONG_QUESTION -> {}
        }
        return Optional.empty();
    }

    private void watch(boolean entry) {
        if (entry) {
            entries.incrementAndGet();
        }
        if (seen.incrementAndGet() >= LOOKED_AT) {
            seen.set(0);
            if (entries.getAndSet(0) >= SUSPICIOUS) {
                suspect();
            }
        }
    }

    /// Has its test entries looked at soon.
    private void suspect() {
        Instant soon = tested.map(at -> at.plus(TEST_AGAIN)).orElse(Instant.MIN);
        if (soon.isBefore(nextTest)) {
            nextTest = soon;
        }
    }

    /// It has answered about a mail.
    void answered() {
        if (breaker.answered()) {
            LOG.info("event=dns-list-answers list={} zone={}", config.name(), config.zone());
        }
    }

    /// It has answered nothing of what it was asked about a mail.
    void unanswered(int questions, String reason) {
        asked.add(questions);
        failed.add(questions);
        if (breaker.failed(reason)) {
            LOG.warn(
                    "event=dns-list-silent list={} zone={} reason=\"{}\" hint=\"mail is not kept"
                            + " waiting for it meanwhile; if it stays so, remove"
                            + " [spam.lists.{}]\"",
                    config.name(),
                    config.zone(),
                    reason,
                    config.name());
        }
    }

    /// Of several questions about one mail some had no answer.
    void missed(int questions) {
        asked.add(questions);
        failed.add(questions);
    }

    /// Looks at its test entries. RFC 5782 §5
    void test() {
        testing.set(true);
        try {
            Instant now = clock.instant();
            nextTest = now.plus(TEST_AGAIN);
            Optional<String> fault = fault();
            if (fault.isEmpty()) {
                return; // no answer: it stands as it stood
            }
            tested = Optional.of(now);
            nextTest = now.plus(TEST_INTERVAL);
            mute(fault.get());
        } finally {
            testing.set(false);
        }
    }

    private void mute(String why) {
        String before = muted;
        muted = why;
        if (!why.isEmpty() && before.isEmpty()) {
            LOG.warn(
                    "event=dns-list-muted list={} zone={} reason={}",
                    config.name(),
                    config.zone(),
                    new LogText(why));
        } else if (why.isEmpty() && !before.isEmpty()) {
            LOG.info("event=dns-list-believed list={} zone={}", config.name(), config.zone());
        }
    }

    /// What is wrong with it, or no word; empty when that cannot be said.
    private Optional<String> fault() {
        boolean ofAddresses = config.kind() == ListConfig.Kind.ADDRESSES;
        String nobody = ofAddresses ? "1.0.0.127" : "invalid";
        switch (resolver.a(nobody + "." + config.zone())) {
            case Resolver.Answer.Failed<InetAddress> _ -> {
                return Optional.empty();
            }
            case Resolver.Answer.Found<InetAddress>(var addresses) -> {
                return Optional.of(
                        wrong(addresses.getFirst())
                                .orElse(
                                        "it lists everything ("
                                                + (ofAddresses ? "127.0.0.1" : nobody)
                                                + " among it), as lists do that have come to their"
                                                + " end; remove it from the settings"));
            }
            case Resolver.Answer.NoSuchName<InetAddress> _ -> {}
            case Resolver.Answer.NoData<InetAddress> _ -> {}
        }
        return config.testEntry().isEmpty()
                ? Optional.of("")
                : faultOfEntry(config.testEntry().get());
    }

    private Optional<String> faultOfEntry(String entry) {
        String name =
                config.kind() == ListConfig.Kind.ADDRESSES
                        ? ListQuestions.reversed(InetAddress.ofLiteral(entry))
                        : entry;
        return switch (resolver.a(name + "." + config.zone())) {
            case Resolver.Answer.Failed<InetAddress> _ -> Optional.empty();
            case Resolver.Answer.Found<InetAddress>(var addresses) ->
                    Optional.of(wrong(addresses.getFirst()).orElse(""));
            case Resolver.Answer.NoSuchName<InetAddress> _, Resolver.Answer.NoData<InetAddress> _ ->
                    Optional.of(
                            "it does not list its test entry "
                                    + entry
                                    + ": the zone is wrong, empty or closed; if it has no such"
                                    + " entry, set test-entry to one that it has, or to \"\"");
        };
    }

    private static Optional<String> wrong(InetAddress answer) {
        return switch (ListAnswer.of(answer)) {
            case REFUSED -> Optional.of(refusal(answer));
            case NONSENSE ->
                    Optional.of(
                            "it answers with "
                                    + answer.getHostAddress()
                                    + ", which is no entry: the zone has another owner, or a name"
                                    + " server on the way answers for names that do not exist");
            case ENTRY, WRONG_QUESTION -> Optional.empty();
        };
    }

    private static String refusal(InetAddress answer) {
        return "it refuses to answer our name server ("
                + answer.getHostAddress()
                + "): ask it through a resolver of your own (settings dns.*) instead of a public"
                + " one, or by the terms of the list";
    }

    ListStatus status() {
        Optional<String> trouble = breaker.trouble();
        ListStatus.State state =
                !muted.isEmpty()
                        ? ListStatus.State.MUTED
                        : trouble.isPresent()
                                ? ListStatus.State.SILENT
                                : tested.isEmpty()
                                        ? ListStatus.State.UNTESTED
                                        : ListStatus.State.ASKED;
        return new ListStatus(
                config.name(),
                config.zone(),
                state,
                muted.isEmpty() ? trouble.orElse("") : muted,
                asked.sum(),
                listed.sum(),
                failed.sum(),
                tested);
    }
}
