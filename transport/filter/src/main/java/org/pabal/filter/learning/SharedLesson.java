// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.pabal.filter.learning.format.v1.Digest;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.filter.learning.format.v1.LearningState;
import org.pabal.filter.learning.format.v1.SharedRecord;
import org.pabal.filter.learning.format.v1.Vote;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Model;
import org.pabal.spam.statistics.Statistics;
import org.pabal.spam.statistics.Training;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// What the shared model learns with one commit. Nothing happens until its changes are committed. For
/// one thread, under the lock of {@link Learning}.
final class SharedLesson {
    private final LearningConfig config;
    private final RandomGenerator random;
    private final Instant now;
    private final int today;
    private final Records<SharedRecord> records;
    private final LearningState before;
    private final Model model;
    private final Statistics statistics;
    private final Map<Digest, Features> reviewed = new LinkedHashMap<>();
    private final List<Change> counted = new ArrayList<>();
    private LearningState state;
    private LearnCount count = LearnCount.NONE;

    SharedLesson(
            Storage storage,
            Models models,
            LearningConfig config,
            RandomGenerator random,
            Instant now) {
        this.config = config;
        this.random = random;
        this.now = now;
        this.today = Days.of(now);
        this.records =
                new Records<>(
                        storage,
                        Space.Shared.FILTER,
                        Place.OF_ALL,
                        SharedRecord::read,
                        SharedRecord::octets,
                        SharedRecord::day);
        this.before =
                storage.read(Space.Shared.FILTER, Place.OF_ALL.state())
                        .map(LearningState::read)
                        .orElse(LearningState.NONE);
        this.state = before.on(today);
        this.model = models.ofAll();
        this.statistics = Statistics.of(model);
    }

    LearnCount count() {
        return count;
    }

    Model model() {
        return model;
    }

    /// An administrator says what a text is, or takes back what an administrator or the filter itself
    /// has said.
    void administrator(Features features, Optional<Kind> word) {
        change(
                features,
                record ->
                        word.isPresent()
                                ? record.withAdministrator(word)
                                : record.withAdministrator(word).withAutomatic(word));
    }

    /// The filter itself is sure of a mail that nobody has said anything of; so many a day count.
    void automatic(Features features, Kind kind) {
        int already = kind == Kind.SPAM ? state.today() : state.shared();
        Digest digest = Digest.of(features.octets());
        if (already >= config.automaticPerDay() || records.of(digest).isPresent()) {
            return;
        }
        state = state.learnt(kind == Kind.SPAM ? 1 : 0, kind == Kind.HAM ? 1 : 0, 0, state.last());
        change(features, record -> record.withAutomatic(Optional.of(kind)));
    }

    /// Counts a vote, which is then gone from where it waited.
    void count(Entry waiting) {
        counted.add(new Change.Delete(waiting.key()));
        Optional<Vote> vote = Vote.read(waiting.value());
        Optional<Features> features = vote.flatMap(each -> Features.parse(each.features()));
        if (features.isPresent()) {
            change(
                    features.get(),
                    record -> record.withVote(vote.get().before(), vote.get().now()));
        }
    }

    private void change(Features features, UnaryOperator<SharedRecord> what) {
        Digest digest = Digest.of(features.octets());
        SharedRecord known = records.of(digest).orElse(SharedRecord.NONE);
        SharedRecord told = what.apply(known);
        Optional<Training> training =
                known.training().filter(each -> each.features() == Features.VERSION);
        Optional<Kind> learnt = training.map(Training::kind);
        Optional<Kind> said = told.said();
        count = count.and(learnt, said);
        if (!learnt.equals(said)) {
            training.ifPresent(old -> model.undo(features, old));
            training = said.map(kind -> statistics.learn(features, kind));
            reviewed.put(digest, features);
        }
        SharedRecord now = told.learnt(training, today);
        records.put(digest, now.isEmpty() ? Optional.empty() : Optional.of(now));
    }

    /// Goes over what was learnt once more; see {@link Statistics#review}.
    void review() {
        reviewed.forEach((digest, features) ->
                records.of(digest)
                        .ifPresent(record ->
                                records.put(
                                        digest,
                                        Optional.of(
                                                record.learnt(
                                                        record.training()
                                                                .map(each ->
                                                                        statistics.review(
                                                                                features, each)),
                                                        today)))));
    }

    /// All that is to be committed.
    List<SpaceChanges> changes() {
        List<Change> changes = new ArrayList<>(counted);
        changes.addAll(records.changes());
        int growth = records.growth();
        int dropped =
                growth > 0
                        ? records.dropOld(
                                state.records() + growth, config.sharedRecords(), random, changes)
                        : 0;
        long last = count.changes() ? now.getEpochSecond() : state.last();
        state = state.learnt(0, 0, growth - dropped, last);
        if (!state.equals(before)) {
            changes.add(new Change.Put(Place.OF_ALL.state(), state.octets()));
        }
        if (count.changes()) {
            changes.add(new Change.Put(Place.OF_ALL.model(), model.octets()));
        }
        return changes.isEmpty()
                ? List.of()
                : List.of(SpaceChanges.of(Space.Shared.FILTER, changes));
    }
}
