// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pabal.bans.Ban;
import org.pabal.bans.Ban.Origin;
import org.pabal.bans.Evidence;
import org.pabal.bans.NameTally;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.SourceTally;
import org.pabal.bans.Subject;

/// Bans as an administrator sees and changes them. Safe for use by many threads.
public final class BanRegister {
    private static final int MAX_SHOWN = 100;

    private final Bans bans;
    private final BanStore store;
    private final Exemptions exemptions;
    private final InstantSource clock;

    BanRegister(Bans bans, BanStore store, Exemptions exemptions, InstantSource clock) {
        this.bans = bans;
        this.store = store;
        this.exemptions = exemptions;
        this.clock = clock;
    }

    /// Those in force, the newest first.
    public List<Ban> list() {
        Instant now = clock.instant();
        return newestFirst(store.docket().all().stream().filter(ban -> ban.isInForce(now)));
    }

    private static List<Ban> newestFirst(Stream<Ban> bans) {
        return bans.sorted(
                        Comparator.comparing(Ban::since)
                                .reversed()
                                .thenComparing(ban -> ban.subject().toString()))
                .toList();
    }

    /// What became of a wish to ban.
    public sealed interface Added {
        record Banned(Ban ban) implements Added {}

        /// @param reason why not
        record Refused(String reason) implements Added {}
    }

    /// Bans an address or a network, whatever has been known of it.
    ///
    /// @param own from where the administrator is, where that is known
    public Added add(Source source, Duration length, String reason, Optional<Source> own) {
        Instant now = clock.instant();
        Optional<String> against = exemptions.reason(source, now);
        if (against.isPresent()) {
            return new Added.Refused(source + " is never banned: " + against.get());
        }
        if (own.filter(source::overlaps).isPresent()) {
            return new Added.Refused(
                    source + " is not banned: your own session comes from " + own.get());
        }
        Subject subject = new Subject.Everything(source);
        List<Evidence> evidence =
                bans.ofCounts(counts ->
                        counts.sourceIfAny(source).map(SourceTally::evidence).orElse(List.of()));
        Ban ban =
                new Ban(
                        subject,
                        reason,
                        Origin.ADMINISTRATOR,
                        now,
                        now.plus(length),
                        store.docket().times(subject, now) + 1,
                        evidence);
        store.docket().impose(ban, false);
        Judge.announce(ban);
        return new Added.Banned(ban);
    }

    /// Lifts all bans of a source, of what lies within it, and of those around it; what counts against
    /// it is forgotten.
    ///
    /// @return what was lifted
    public List<Ban> remove(Source source) {
        bans.ofCounts(counts -> {
            counts.forget(source);
            return true;
        });
        return lift(ban -> ban.subject().source().overlaps(source));
    }

    /// Lifts all bans of a log-in name.
    public List<Ban> remove(String name) {
        return lift(ban ->
                ban.subject() instanceof Subject.Name(_, var banned)
                        && banned.equalsIgnoreCase(name));
    }

    private List<Ban> lift(Predicate<Ban> which) {
        Instant now = clock.instant();
        List<Ban> lifted = list().stream().filter(which).toList();
        lifted.forEach(ban -> store.docket().lift(ban, true, now));
        return lifted;
    }

    /// All that is known of an address or network, or of a name.
    ///
    /// @param bans that bear on it, in force or remembered, the newest first
    /// @param points that count against the address; empty for a name
    /// @param never why it is not banned automatically; empty when it is
    /// @param places from where the name, or which names from the address, have lately logged in
    /// @param tries for the name, or from the address
    /// @param delay what a newcomer waits before a log-in by the name is judged
    public record Explanation(
            List<Ban> bans,
            OptionalDouble points,
            Optional<String> never,
            List<String> places,
            List<Tries> tries,
            Duration delay,
            List<Evidence> evidence) {}

    /// @param guesses different wrong passwords
    /// @param repeated how often the most frequent of them came
    /// @param unseen failures without a visible password (SCRAM)
    public record Tries(Source source, String name, int guesses, int repeated, int unseen) {}

    public Explanation explain(Source source) {
        Instant now = clock.instant();
        Optional<SourceTally.State> tally =
                bans.ofCounts(counts -> counts.sourceIfAny(source).map(SourceTally::state));
        List<String> names =
                store.places().within(source, MAX_SHOWN, now.getEpochSecond()).stream()
                        .map(place ->
                                source.isAddress()
                                        ? place.name()
                                        : place.name() + " from " + place.source())
                        .toList();
        return new Explanation(
                newestFirst(
                        store.docket().all().stream()
                                .filter(ban -> ban.subject().source().overlaps(source))),
                OptionalDouble.of(
                        tally.map(state -> new SourceTally(state).points(now.getEpochSecond()))
                                .orElse(0.0)),
                exemptions.reason(source, now),
                names,
                tries(of -> source.contains(of.source())),
                Duration.ZERO,
                tally.map(SourceTally.State::evidence).orElse(List.of()));
    }

    /// @param name as a log-in means it: an address in lower case
    public Explanation explain(String name) {
        Instant now = clock.instant();
        List<Ban> found =
                newestFirst(
                        store.docket().all().stream()
                                .filter(ban ->
                                        ban.subject() instanceof Subject.Name(_, var banned)
                                                && banned.equals(name)));
        Duration delay =
                bans.ofCounts(counts ->
                        counts.siegeIfAny(name)
                                .map(siege -> siege.delay(now.getEpochSecond()))
                                .orElse(Duration.ZERO));
        List<String> places =
                store.places().of(name, MAX_SHOWN, now.getEpochSecond()).stream()
                        .map(Source::toString)
                        .toList();
        return new Explanation(
                found,
                OptionalDouble.empty(),
                Optional.empty(),
                places,
                tries(of -> of.name().equals(name) && of.source().isAddress()),
                delay,
                List.of());
    }

    private List<Tries> tries(Predicate<SourceAndName> which) {
        return bans.ofCounts(counts -> {
            List<Tries> found = new ArrayList<>();
            counts.eachName((of, tally) -> {
                if (found.size() < MAX_SHOWN && which.test(of) && !tally.isClean()) {
                    found.add(tries(of, tally));
                }
            });
            return found;
        });
    }

    private static Tries tries(SourceAndName of, NameTally tally) {
        return new Tries(
                of.source(), of.name(), tally.guesses(), tally.mostRepeated(), tally.unseen());
    }
}
