// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.filter.SourceMark;
import org.pabal.filter.history.format.v1.HistoryKeys;
import org.pabal.filter.history.format.v1.MarkOctets;
import org.pabal.filter.learning.format.v1.Digest;
import org.pabal.filter.learning.format.v1.LearningKeys;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.filter.learning.format.v1.LearningState;
import org.pabal.filter.learning.format.v1.TrainedRecord;
import org.pabal.filter.learning.format.v1.Vote;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Model;
import org.pabal.spam.statistics.Statistics;
import org.pabal.spam.statistics.Training;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// What one account learns with one commit. Nothing happens until its changes are committed. For one
/// thread, under the lock of {@link Learning}.
final class Lesson {
    private final Storage storage;
    private final Models models;
    private final LearningConfig config;
    private final RandomGenerator random;
    private final AccountId account;
    private final Space space;
    private final Instant now;
    private final int today;
    private final Records<TrainedRecord> records;
    private final Map<Digest, Optional<Vote>> votes = new LinkedHashMap<>();
    private final Map<Digest, Features> reviewed = new LinkedHashMap<>();
    private final List<KeptMark> marks = new ArrayList<>(0);
    private final LearningState before;
    private LearningState state;
    private @Nullable Model model;
    private @Nullable Statistics statistics;
    private LearnCount count = LearnCount.NONE;

    /// @param key of its record
    record KeptMark(byte[] key, SourceMark mark) {}

    Lesson(
            Storage storage,
            Models models,
            LearningConfig config,
            RandomGenerator random,
            AccountId account,
            Instant now) {
        this.storage = storage;
        this.models = models;
        this.config = config;
        this.random = random;
        this.account = account;
        this.space = Space.account(account.value());
        this.now = now;
        this.today = Days.of(now);
        this.records =
                new Records<>(
                        storage,
                        space,
                        Place.OF_ACCOUNT,
                        octets -> TrainedRecord.read(octets).filter(this::counts),
                        TrainedRecord::octets,
                        TrainedRecord::day);
        this.before =
                storage.read(space, Place.OF_ACCOUNT.state())
                        .map(LearningState::read)
                        .orElse(LearningState.NONE);
        this.state = before.on(today);
    }

    /// A record of a model that was forgotten, or of features that are no more, is none.
    private boolean counts(TrainedRecord record) {
        return record.epoch() == before.epoch() && record.training().features() == Features.VERSION;
    }

    LearningState state() {
        return state;
    }

    LearnCount count() {
        return count;
    }

    /// Somebody says of a text what it is, or takes back what was said.
    ///
    /// @return whether that changes anything
    boolean hear(Features features, Optional<Kind> word, Origin origin) {
        return hear(features, word, origin, _ -> List.of());
    }

    /// @param weigh what a word changes in what is known of the message's sources
    boolean hear(
            Features features,
            Optional<Kind> word,
            Origin origin,
            Function<Kind, List<SourceMark>> weigh) {
        Digest digest = Digest.of(features.octets());
        Optional<TrainedRecord> known = records.of(digest);
        if (origin == Origin.AUTOMATIC && known.isPresent()) {
            return false;
        }
        Optional<Kind> learnt = known.map(record -> record.training().kind());
        boolean changes = !learnt.equals(word);
        Optional<Training> training = known.map(TrainedRecord::training);
        List<SourceMark> given = known.map(TrainedRecord::marks).orElse(List.of());
        if (changes) {
            given.forEach(mark -> mark(mark.undone()));
            given = word.map(weigh).orElse(List.of());
            given.forEach(this::mark);
            training.ifPresent(old -> model().undo(features, old));
            training = word.map(kind -> statistics().learn(features, kind));
            reviewed.put(digest, features);
        }
        count = count.and(learnt, word);
        List<SourceMark> marked = given;
        boolean automatic = origin == Origin.AUTOMATIC;
        boolean voted = !automatic && vote(digest, features, known, word);
        if (changes || !known.map(old -> old.isSo(automatic, voted)).orElse(true)) {
            records.put(
                    digest,
                    training.map(what ->
                            new TrainedRecord(
                                    what, before.epoch(), today, automatic, voted, marked)));
        }
        return changes;
    }

    /// A person takes a word back; nothing happens unless that is what was learnt.
    boolean withdraw(Features features, Kind word) {
        boolean said =
                records.of(Digest.of(features.octets()))
                        .filter(record -> record.training().kind() == word)
                        .isPresent();
        return said && hear(features, Optional.empty(), Origin.PERSON);
    }

    /// Goes over what was learnt once more; see {@link Statistics#review}.
    void review() {
        reviewed.forEach((digest, features) ->
                records.of(digest)
                        .ifPresent(record ->
                                records.put(
                                        digest,
                                        Optional.of(
                                                new TrainedRecord(
                                                        statistics()
                                                                .review(
                                                                        features,
                                                                        record.training()),
                                                        record.epoch(),
                                                        record.day(),
                                                        record.automatic(),
                                                        record.voted(),
                                                        record.marks())))));
    }

    private void mark(SourceMark mark) {
        byte[] key = HistoryKeys.mark(account.value(), random.nextLong());
        marks.add(new KeptMark(key, mark));
    }

    /// What is to be counted when the lesson is committed.
    List<KeptMark> marks() {
        return marks;
    }

    /// @return whether the account's word of this text counts among the votes from now on
    private boolean vote(
            Digest digest, Features features, Optional<TrainedRecord> known, Optional<Kind> word) {
        Optional<Kind> voted =
                known.filter(TrainedRecord::voted).map(record -> record.training().kind());
        boolean more = voted.isEmpty() && word.isPresent();
        if (voted.equals(word)) {
            return word.isPresent();
        }
        if (more && (!config.shares() || state.shared() >= config.votesPerDay())) {
            return false;
        }
        if (more) {
            state = state.learnt(0, 1, 0, state.last());
        }
        Optional<Kind> counted = waitingVote(digest).map(Vote::before).orElse(voted);
        votes.put(
                digest,
                counted.equals(word)
                        ? Optional.empty()
                        : Optional.of(new Vote(counted, word, features.octets())));
        return word.isPresent();
    }

    /// One that is not counted yet, so that only the last of several is.
    private Optional<Vote> waitingVote(Digest digest) {
        Optional<Vote> here = votes.get(digest);
        return here != null
                ? here
                : storage.read(Space.Shared.FILTER, LearningKeys.vote(digest, account.value()))
                        .flatMap(Vote::read);
    }

    private Model model() {
        Model known = model;
        if (known == null) {
            known = models.ofAccount(account);
            model = known;
        }
        return known;
    }

    private Statistics statistics() {
        Statistics known = statistics;
        if (known == null) {
            known = models.with(model());
            statistics = known;
        }
        return known;
    }

    /// The model as it is after the lesson; empty when it learnt nothing.
    Optional<Model> learntModel() {
        return Optional.ofNullable(model);
    }

    /// All that is to be committed.
    ///
    /// @param counted texts that count towards what the account may learn today
    /// @param more changes of the account's space
    List<SpaceChanges> changes(int counted, List<Change> more) {
        List<Change> own = new ArrayList<>(more);
        own.addAll(records.changes());
        int growth = records.growth();
        int dropped =
                growth > 0
                        ? records.dropOld(state.records() + growth, config.records(), random, own)
                        : 0;
        long last = count.changes() ? now.getEpochSecond() : state.last();
        state = state.learnt(counted, 0, growth - dropped, last);
        if (!state.equals(before)) {
            own.add(new Change.Put(Place.OF_ACCOUNT.state(), state.octets()));
        }
        learntModel()
                .ifPresent(learnt ->
                        own.add(new Change.Put(Place.OF_ACCOUNT.model(), learnt.octets())));
        List<SpaceChanges> changes = new ArrayList<>(2);
        if (!own.isEmpty()) {
            changes.add(SpaceChanges.of(space, own));
        }
        List<Change> shared = votesCast();
        for (KeptMark each : marks) {
            shared.add(new Change.Put(each.key(), MarkOctets.of(List.of(each.mark()))));
        }
        if (!shared.isEmpty()) {
            changes.add(SpaceChanges.of(Space.Shared.FILTER, shared));
        }
        return changes;
    }

    private List<Change> votesCast() {
        List<Change> cast = new ArrayList<>(votes.size());
        votes.forEach((digest, vote) -> {
            byte[] key = LearningKeys.vote(digest, account.value());
            cast.add(
                    vote.<Change>map(there -> new Change.Put(key, there.octets()))
                            .orElseGet(() -> new Change.Delete(key)));
        });
        return cast;
    }
}
