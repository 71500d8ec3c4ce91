// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.filter.Experience;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.SourceMark;
import org.pabal.filter.learning.format.v1.LearningKeys;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.filter.learning.format.v1.LearningState;
import org.pabal.filter.learning.format.v1.WaitingWords;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.StoredMessage;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Model;
import org.pabal.spam.statistics.ModelSize;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;

/// All that the filter has learnt and learns: the package's description tells how. Safe for use by
/// many threads.
///
/// Every method that reads or writes throws {@link org.pabal.message.UnavailableException} or
/// {@link org.pabal.storage.StorageException} when the store cannot serve it.
public final class Learning implements Experience, StoreListener, AutoCloseable {
    /// Records of what people said that are taken note of at once.
    private static final int SAID_AT_ONCE = 64;

    private static final int VOTES_AT_ONCE = 256;
    private static final int CHUNK = 512;
    private static final int SHOWN_VOTES = 100_000;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final Learners learners;
    private final LearningConfig config;
    private final WordListener listener;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Models models;
    private final Texts texts;
    private final Background background;
    private final ReentrantLock lock = new ReentrantLock();

    /// Whose space is looked at once more: a lesson may have been under way.
    private final Set<AccountId> removed = ConcurrentHashMap.newKeySet();

    public Learning(
            Storage storage,
            MailboxStore mailboxes,
            Learners learners,
            LearningConfig config,
            WordListener listener,
            InstantSource clock,
            RandomGenerator random) {
        this.listener = listener;
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.learners = learners;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.models = new Models(storage, config.cacheOctets());
        this.texts = new Texts(storage);
        this.background = new Background(this, learners, config, clock);
    }

    /// Begins to learn from what people say. Without this, mail is judged, and commands learn.
    public void start() {
        background.start();
    }

    // --- judging

    @Override
    public Recollection of(MailInQuestion mail) {
        return new LearntOfMail(mail, models, config, background);
    }

    // --- people's words

    @Override
    public void corrected(AccountId account) {
        background.corrected(account);
    }

    @Override
    public void removed(AccountId account) {
        models.forget(account);
        removed.add(account);
        background.corrected(account);
    }

    /// What is left to do for an account.
    enum Rest {
        NOTHING,
        MORE,
        /// It has taught as much as it may today.
        TOMORROW
    }

    /// Takes note of what an account has said, and learns some of it.
    Rest learnFrom(AccountId account) {
        return locked(() -> {
            Optional<Account> owner = learners.find(account);
            if (owner.isEmpty()) {
                if (removed.remove(account)) {
                    erase(account);
                }
                return Rest.NOTHING;
            }
            List<MailboxStore.Said> said = mailboxes.corrections(account, SAID_AT_ONCE);
            Map<Long, Correction.Kind> words = waiting(account);
            return said.isEmpty() && words.isEmpty()
                    ? Rest.NOTHING
                    : learn(owner.get(), said, words);
        });
    }

    boolean hasWaiting(AccountId account) {
        return storage.read(space(account), LearningKeys.waiting()).isPresent()
                || !mailboxes.corrections(account, 1).isEmpty();
    }

    private Map<Long, Correction.Kind> waiting(AccountId account) {
        return storage.read(space(account), LearningKeys.waiting())
                .map(WaitingWords::read)
                .orElseGet(LinkedHashMap::new);
    }

    private Rest learn(
            Account owner, List<MailboxStore.Said> said, Map<Long, Correction.Kind> words) {
        List<Change> noted = new ArrayList<>();
        for (MailboxStore.Said each : said) {
            noted.add(new Change.Delete(each.key()));
            each.corrections().forEach(one -> note(one, words));
        }
        cut(words);
        Lesson lesson = lesson(owner.id());
        int left = config.perDay() - lesson.state().today();
        int learnt = left > 0 ? learnSome(owner, words, Math.min(left, config.batch()), lesson) : 0;
        noted.add(
                words.isEmpty()
                        ? new Change.Delete(LearningKeys.waiting())
                        : new Change.Put(LearningKeys.waiting(), WaitingWords.octets(words)));
        if (left > 0 || !said.isEmpty()) {
            commit(owner.id(), lesson, learnt, noted);
        }
        if (said.size() == SAID_AT_ONCE) {
            return Rest.MORE;
        }
        if (words.isEmpty()) {
            return Rest.NOTHING;
        }
        return left > learnt ? Rest.MORE : Rest.TOMORROW;
    }

    /// The last word is said last. Who moves a message out of Junk and then takes `$Junk` away has
    /// said that it is good.
    private static void note(Correction one, Map<Long, Correction.Kind> words) {
        long email = one.email().value();
        Correction.Kind before = words.get(email);
        boolean nothing =
                one.kind() == Correction.Kind.SPAM_WITHDRAWN && before == Correction.Kind.HAM
                        || one.kind() == Correction.Kind.HAM_WITHDRAWN
                                && before == Correction.Kind.SPAM;
        if (!nothing) {
            words.remove(email);
            words.put(email, one.kind());
        }
    }

    /// The oldest words go when there are too many.
    private void cut(Map<Long, Correction.Kind> words) {
        Iterator<Long> oldest = words.keySet().iterator();
        for (int over = words.size() - config.waiting(); over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    /// Learns the oldest of the words, which are gone then; so are those about messages that are.
    ///
    /// @return how many texts it changed anything about
    private int learnSome(
            Account owner, Map<Long, Correction.Kind> words, int most, Lesson lesson) {
        List<EmailId> some = words.keySet().stream().limit(most).map(EmailId::new).toList();
        AccountMailboxes opened = mailboxes.open(owner);
        int learnt = 0;
        for (StoredMessage message : opened.messages(some)) {
            Optional<MailReading> reading = texts.of(message);
            Correction.Kind word = words.get(message.id().value());
            if (reading.isPresent() && word != null) {
                Features features = Features.of(reading.get());
                Function<Kind, List<SourceMark>> weigh =
                        said -> listener.weigh(owner.id(), message, reading.get(), said);
                learnt += hear(lesson, features, word, weigh) ? 1 : 0;
                listener.said(Optional.of(owner.id()), reading.get(), kind(word));
            }
        }
        some.forEach(email -> words.remove(email.value()));
        return learnt;
    }

    private static boolean hear(
            Lesson lesson,
            Features features,
            Correction.Kind word,
            Function<Kind, List<SourceMark>> weigh) {
        return switch (word) {
            case SPAM, HAM -> lesson.hear(features, kind(word), Origin.PERSON, weigh);
            case SPAM_WITHDRAWN -> lesson.withdraw(features, Kind.SPAM);
            case HAM_WITHDRAWN -> lesson.withdraw(features, Kind.HAM);
        };
    }

    private static Optional<Kind> kind(Correction.Kind word) {
        return switch (word) {
            case SPAM -> Optional.of(Kind.SPAM);
            case HAM -> Optional.of(Kind.HAM);
            case SPAM_WITHDRAWN, HAM_WITHDRAWN -> Optional.empty();
        };
    }

    /// Learns what the filter was sure of by itself.
    void learnByItself(AccountId account, Features features, Kind kind) {
        locked(() -> {
            if (learners.find(account).isEmpty()) {
                return false;
            }
            Lesson lesson = lesson(account);
            if (lesson.hear(features, Optional.of(kind), Origin.AUTOMATIC)) {
                commit(account, lesson, 0, List.of());
            }
            return true;
        });
    }

    /// The same for the shared model.
    void learnByItself(Map<Features, Kind> sure) {
        locked(() -> {
            SharedLesson lesson = sharedLesson();
            sure.forEach(lesson::automatic);
            commit(lesson);
            return true;
        });
    }

    /// Counts some of the votes that wait.
    ///
    /// @return whether there may be more
    boolean countVotes() {
        return locked(() -> {
            List<Entry> waiting =
                    storage.scan(
                            Space.Shared.FILTER,
                            LearningKeys.votes(),
                            LearningKeys.end(LearningKeys.votes()),
                            VOTES_AT_ONCE);
            if (!waiting.isEmpty()) {
                SharedLesson lesson = sharedLesson();
                waiting.forEach(lesson::count);
                commit(lesson);
            }
            return waiting.size() == VOTES_AT_ONCE;
        });
    }

    // --- administrators

    /// A message of a file, and what is said of it.
    ///
    /// @param word empty to take back what was said
    public record Example(byte[] message, Optional<Kind> word) {}

    /// Learns, or unlearns, for all accounts, in one commit.
    public LearnCount learn(List<Example> examples) {
        List<Features> features = features(Optional.empty(), examples);
        return locked(() -> {
            SharedLesson lesson = sharedLesson();
            for (int i = 0; i < examples.size(); i++) {
                lesson.administrator(features.get(i), examples.get(i).word());
            }
            lesson.review();
            commit(lesson);
            return lesson.count();
        });
    }

    /// Learns, or unlearns, for one account, in one commit. What it may learn a day does not matter.
    public LearnCount learn(AccountId account, List<Example> examples) {
        List<Features> features = features(Optional.of(account), examples);
        return locked(() -> {
            Lesson lesson = lesson(account);
            for (int i = 0; i < examples.size(); i++) {
                lesson.hear(features.get(i), examples.get(i).word(), Origin.PERSON);
            }
            lesson.review();
            commit(account, lesson, 0, List.of());
            return lesson.count();
        });
    }

    /// Out of the lock: this is what takes time.
    private List<Features> features(Optional<AccountId> account, List<Example> examples) {
        return examples.parallelStream()
                .map(each -> {
                    MailReading reading = Texts.of(each.message());
                    listener.said(account, reading, each.word());
                    return Features.of(reading);
                })
                .toList();
    }

    /// Forgets all that an account has taught its own model. Its votes stay counted.
    public void forget(AccountId account) {
        locked(() -> {
            LearningState state = state(space(account), Place.OF_ACCOUNT).forgotten();
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.Put(Place.OF_ACCOUNT.state(), state.octets()));
            changes.add(new Change.Delete(Place.OF_ACCOUNT.model()));
            changes.add(new Change.Delete(LearningKeys.waiting()));
            dropSaid(account);
            commit(List.of(SpaceChanges.of(space(account), changes)));
            models.forget(account);
            return true;
        });
        boolean more = true;
        while (more) {
            more = locked(() -> dropSome(account, Place.OF_ACCOUNT.trained())); // void already
        }
    }

    private void dropSaid(AccountId account) {
        List<MailboxStore.Said> said = mailboxes.corrections(account, CHUNK);
        while (!said.isEmpty()) {
            List<Change> gone = new ArrayList<>(said.size());
            said.forEach(each -> gone.add(new Change.Delete(each.key())));
            commit(List.of(SpaceChanges.of(space(account), gone)));
            said = mailboxes.corrections(account, CHUNK);
        }
    }

    /// What a lesson wrote while the account was removed.
    private void erase(AccountId account) {
        dropSaid(account);
        boolean more = true;
        while (more) {
            more = dropSome(account, LearningKeys.all());
        }
        models.forget(account);
    }

    private boolean dropSome(AccountId account, byte[] prefix) {
        List<Change> some =
                storage.scan(space(account), prefix, LearningKeys.end(prefix), CHUNK).stream()
                        .<Change>map(entry -> new Change.Delete(entry.key()))
                        .toList();
        if (!some.isEmpty()) {
            commit(List.of(SpaceChanges.of(space(account), some)));
        }
        return some.size() == CHUNK;
    }

    // --- status

    public LearningStatus status() {
        int votes =
                storage.scan(
                                Space.Shared.FILTER,
                                LearningKeys.votes(),
                                LearningKeys.end(LearningKeys.votes()),
                                SHOWN_VOTES)
                        .size();
        return status(
                state(Space.Shared.FILTER, Place.OF_ALL),
                models.everybody().learnt(),
                storage.read(Space.Shared.FILTER, Place.OF_ALL.model()),
                ModelSize.SHARED,
                votes,
                0);
    }

    public LearningStatus status(AccountId account) {
        int said =
                mailboxes.corrections(account, CHUNK).stream()
                        .mapToInt(each -> each.corrections().size())
                        .sum();
        LearningState state = state(space(account), Place.OF_ACCOUNT);
        return status(
                state,
                models.of(account).learnt(),
                storage.read(space(account), Place.OF_ACCOUNT.model()),
                ModelSize.ACCOUNT,
                waiting(account).size() + said,
                state.on(Days.of(clock.instant())).today());
    }

    private LearningStatus status(
            LearningState state,
            org.pabal.spam.statistics.Learnt learnt,
            Optional<byte[]> octets,
            ModelSize size,
            int waiting,
            int today) {
        Model model = octets.flatMap(Model::parse).orElseGet(() -> Model.empty(size));
        return new LearningStatus(
                learnt,
                model.spam(),
                model.ham(),
                octets.map(each -> each.length).orElse(0),
                state.last() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(state.last())),
                waiting,
                today,
                config.perDay());
    }

    private LearningState state(Space space, Place place) {
        return storage.read(space, place.state())
                .map(LearningState::read)
                .orElse(LearningState.NONE);
    }

    // --- commits

    private static Space space(AccountId account) {
        return Space.account(account.value());
    }

    private Lesson lesson(AccountId account) {
        return new Lesson(storage, models, config, random, account, clock.instant());
    }

    private SharedLesson sharedLesson() {
        return new SharedLesson(storage, models, config, random, clock.instant());
    }

    private void commit(AccountId account, Lesson lesson, int counted, List<Change> more) {
        commit(lesson.changes(counted, more));
        lesson.learntModel().ifPresent(model -> models.changed(account, model));
        lesson.marks().forEach(each -> listener.count(each.key(), each.mark()));
    }

    private void commit(SharedLesson lesson) {
        commit(lesson.changes());
        models.changed(lesson.model());
    }

    private void commit(List<SpaceChanges> changes) {
        if (!changes.isEmpty()) {
            mailboxes.file(List.of(), changes);
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Ends what is under way. What was said and not learnt lasts.
    @Override
    public void close() {
        background.close();
    }
}
