// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.filter.greylist.format.v1.GreylistOctets;
import org.pabal.filter.greylist.format.v1.GreylistOctets.Kind;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whether a client is asked to come again. Safe for use by many threads.
public final class Greylist {
    private static final Logger LOG = LoggerFactory.getLogger(Greylist.class);

    /// The last use of a good source is noted once in so long.
    private static final long NOTED_SECONDS = Duration.ofDays(1).toSeconds();

    private final GreylistRules rules;
    private final GreylistStore store;
    private final AllowedSources allowed;
    private final InstantSource clock;
    private final AtomicLong deferred = new AtomicLong();
    private final AtomicLong cameAgain = new AtomicLong();
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong overLimit = new AtomicLong();

    public Greylist(GreylistRules rules, GreylistStore store, InstantSource clock) {
        this.rules = rules;
        this.store = store;
        this.clock = clock;
        this.allowed = new AllowedSources(store);
    }

    /// What has happened since the start, for metrics.
    ///
    /// @param deferred attempts that were asked to come again
    /// @param cameAgain mails that had waited
    /// @param good attempts of sources that need not wait
    /// @param overLimit attempts that passed since no more could be remembered
    /// @param triples remembered at the moment
    public record Counts(long deferred, long cameAgain, long good, long overLimit, long triples) {}

    public Counts counts() {
        return new Counts(
                deferred.get(), cameAgain.get(), good.get(), overLimit.get(), store.triples());
    }

    /// Remembers the attempt.
    ///
    /// @return how long it should wait; empty when it may pass, as it may when the store fails
    public Optional<Duration> ask(Attempt attempt) {
        try {
            return attempt.isToPostmaster() ? Optional.empty() : judged(attempt);
        } catch (StorageException trouble) {
            LOG.warn("event=greylist-unavailable reason=\"{}\"", trouble.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Duration> judged(Attempt attempt) {
        long now = clock.instant().getEpochSecond();
        if (allowed.allows(attempt) || isGood(attempt, now)) {
            good.incrementAndGet();
            return Optional.empty();
        }
        long wait = 0;
        boolean came = false;
        for (String recipient : attempt.recipients()) {
            Standing standing = standing(attempt, recipient, now);
            wait = Math.max(wait, standing.seconds());
            came |= standing.cameAgain();
        }
        if (wait > 0) {
            deferred.incrementAndGet();
            return Optional.of(Duration.ofSeconds(wait));
        }
        if (came) {
            cameAgain.incrementAndGet();
            attempt.vouched().forEach(source -> credit(source, now));
        }
        return Optional.empty();
    }

    private boolean isGood(Attempt attempt, long now) {
        for (String source : attempt.vouched()) {
            Optional<GreylistOctets> known = store.find(Kind.GOOD, List.of(source));
            if (known.isPresent()
                    && known.get().count() >= rules.goodAfter()
                    && isRemembered(known.get(), now)) {
                if (now - known.get().last() >= NOTED_SECONDS) {
                    note(source, now, 0);
                }
                return true;
            }
        }
        return false;
    }

    private boolean isRemembered(GreylistOctets record, long now) {
        return now - record.last() < rules.remembered().toSeconds();
    }

    private void credit(String source, long now) {
        note(source, now, 1);
    }

    private void note(String source, long now, int more) {
        List<String> parts = List.of(source);
        store.change(
                Kind.GOOD,
                parts,
                before -> {
                    Optional<GreylistOctets> known = before.filter(b -> isRemembered(b, now));
                    int count = known.map(GreylistOctets::count).orElse(0);
                    return new GreylistOctets(
                            Kind.GOOD,
                            parts,
                            known.map(GreylistOctets::first).orElse(now),
                            now,
                            (int) Math.min(Integer.MAX_VALUE, (long) count + more));
                });
    }

    /// Of one triple.
    ///
    /// @param seconds that are left; 0 when it passes
    /// @param cameAgain it has waited, and passes for the first time
    private record Standing(long seconds, boolean cameAgain) {
        static final Standing PASSES = new Standing(0, false);
    }

    /// The triple is known by any of its sources, and from then on by all.
    private Standing standing(Attempt attempt, String recipient, long now) {
        Optional<GreylistOctets> best = Optional.empty();
        for (String source : attempt.sources()) {
            Optional<GreylistOctets> known =
                    store.find(Kind.TRIPLE, triple(source, attempt, recipient))
                            .filter(each -> isAlive(each, now));
            if (known.isPresent() && (best.isEmpty() || isBetter(known.get(), best.get()))) {
                best = known;
            }
        }
        if (best.isEmpty() && store.triples() >= rules.maxTriples()) {
            overLimit.incrementAndGet();
            return Standing.PASSES;
        }
        long first = best.map(GreylistOctets::first).orElse(now);
        boolean passedBefore = best.isPresent() && best.get().count() > 0;
        long wait = passedBefore ? 0 : Math.max(0, first + rules.delay().toSeconds() - now);
        int count = wait > 0 ? 0 : best.map(GreylistOctets::count).orElse(0) + 1;
        for (String source : attempt.sources()) {
            List<String> parts = triple(source, attempt, recipient);
            store.change(
                    Kind.TRIPLE,
                    parts,
                    _ -> new GreylistOctets(Kind.TRIPLE, parts, first, now, count));
        }
        return new Standing(wait, wait == 0 && !passedBefore);
    }

    /// Also when the clock was set back: then it begins anew.
    private boolean isAlive(GreylistOctets triple, long now) {
        return triple.count() > 0
                ? isRemembered(triple, now)
                : now >= triple.first() && now - triple.first() < rules.window().toSeconds();
    }

    private static boolean isBetter(GreylistOctets one, GreylistOctets other) {
        return one.count() != other.count()
                ? one.count() > other.count()
                : one.first() < other.first();
    }

    private static List<String> triple(String source, Attempt attempt, String recipient) {
        return List.of(source, attempt.reversePath(), recipient);
    }

    /// Makes durable what is remembered in memory only.
    public void flush() {
        store.flush();
    }

    /// Takes out what is of no use any more.
    ///
    /// @return how many records
    public int sweep() {
        long now = clock.instant().getEpochSecond();
        return store.sweep(record ->
                switch (record.kind()) {
                    case TRIPLE -> !isAlive(record, now);
                    case GOOD -> !isRemembered(record, now);
                    case ALLOWED -> false;
                });
    }

    /// A record as administrators see it.
    ///
    /// @param sender and recipient of a triple; else empty
    /// @param passes from when on a triple that comes again may pass; empty when it may already, and
    ///     for sources
    public record Shown(
            State state,
            String source,
            String sender,
            String recipient,
            Instant first,
            Instant last,
            int count,
            Optional<Instant> passes) {}

    /// What a record says.
    public enum State {
        /// An administrator never lets it wait.
        ALLOWED,
        /// It has come again as mail servers do.
        GOOD,
        /// On the way to that.
        NEARLY_GOOD,
        /// A triple that has come again.
        PASSED,
        /// A triple that has to come again.
        WAITING
    }

    /// What is remembered, what administrators have said first.
    ///
    /// @param text that source, sender or recipient contains; empty for all
    public List<Shown> list(String text, int limit) {
        List<Shown> shown = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (shown.size() < limit) {
                store.list(kind, record -> names(record, text), limit - shown.size()).stream()
                        .map(this::shown)
                        .forEach(shown::add);
            }
        }
        return shown;
    }

    private static boolean names(GreylistOctets record, String text) {
        return text.isEmpty() || record.parts().stream().anyMatch(part -> part.contains(text));
    }

    private Shown shown(GreylistOctets record) {
        List<String> parts = record.parts();
        boolean triple = record.kind() == Kind.TRIPLE;
        State state =
                switch (record.kind()) {
                    case ALLOWED -> State.ALLOWED;
                    case GOOD ->
                            record.count() >= rules.goodAfter() ? State.GOOD : State.NEARLY_GOOD;
                    case TRIPLE -> record.count() > 0 ? State.PASSED : State.WAITING;
                };
        return new Shown(
                state,
                parts.getFirst(),
                triple && parts.size() > 1 ? parts.get(1) : "",
                triple && parts.size() > 2 ? parts.get(2) : "",
                Instant.ofEpochSecond(record.first()),
                Instant.ofEpochSecond(record.last()),
                record.count(),
                state == State.WAITING
                        ? Optional.of(Instant.ofEpochSecond(record.first()).plus(rules.delay()))
                        : Optional.empty());
    }

    /// Never lets a network or a domain wait.
    ///
    /// @return as it is kept
    /// @throws IllegalArgumentException when it is neither, with a sentence for the administrator
    public String allow(String source) {
        return allowed.add(source, clock.instant().getEpochSecond());
    }

    /// Forgets what an administrator has allowed, and whatever has this source, sender or recipient.
    ///
    /// @return how many records
    public int forget(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int removed = allowed.remove(lower);
        removed += store.remove(Kind.GOOD, record -> record.parts().contains(lower));
        return removed + store.remove(Kind.TRIPLE, record -> record.parts().contains(lower));
    }
}
