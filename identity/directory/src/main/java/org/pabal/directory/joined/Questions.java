// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pabal.directory.AccountId;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// What a source is asked, and what it said a short while ago.
///
/// Of many who ask the same at once one does, and the others wait for its answer.
final class Questions {
    private final DirectorySource source;
    private final Terms terms;
    private final Ticker ticker;
    private final Function<SourceAccount, AccountId> register;
    private final BiConsumer<AccountId, Address> gone;
    private final Gate gate;
    private final Cache<Question, Remembered> answers;
    private final AskedOnce<Question, Answer> asked;

    final LongAdder hits = new LongAdder();
    final LongAdder asks = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder stale = new LongAdder();

    /// Counts what makes earlier answers doubtful; an answer to a question from before is used once
    /// and not remembered.
    private final AtomicLong changes = new AtomicLong();

    /// What an address is.
    sealed interface Answer {
        record Person(AccountId id) implements Answer {}

        record Alias(List<Address> targets) implements Answer {}

        record Unknown() implements Answer {}
    }

    private static final Answer UNKNOWN = new Answer.Unknown();

    private enum Kind {
        FIND,
        LOGIN
    }

    private record Question(Kind kind, Address address) {}

    private record Remembered(Answer answer, long since) {}

    /// @param register gives an account that the source has just described its number
    /// @param gone told when an address that was an account's is unknown
    Questions(
            DirectorySource source,
            Terms terms,
            Function<SourceAccount, AccountId> register,
            BiConsumer<AccountId, Address> gone,
            Ticker ticker) {
        this.source = source;
        this.terms = terms;
        this.register = register;
        this.gone = gone;
        this.ticker = ticker;
        this.asked = new AskedOnce<>(source.name());
        this.gate = new Gate(source.name(), "find", terms.maxQuestions(), ticker);
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(terms.maxCached())
                        .expireAfterWrite(longest(terms))
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build();
    }

    static Duration longest(Terms terms) {
        return Stream.of(terms.cacheFor(), terms.cacheUnknownFor(), terms.staleFor())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /// @param address in lookup form
    Answer find(Address address) {
        return answer(new Question(Kind.FIND, address));
    }

    Optional<AccountId> findByLogin(Address address) {
        return person(answer(new Question(Kind.LOGIN, address)));
    }

    /// As above, asked anew although an answer is remembered.
    Optional<AccountId> findByLoginAnew(Address address) {
        return person(askOnce(new Question(Kind.LOGIN, address)));
    }

    /// Whose log-in name it is by what is remembered; nobody is asked.
    Optional<AccountId> remembered(Address address) {
        return Optional.ofNullable(answers.getIfPresent(new Question(Kind.LOGIN, address)))
                .flatMap(known -> person(known.answer()));
    }

    private static Optional<AccountId> person(Answer answer) {
        return answer instanceof Answer.Person(var id) ? Optional.of(id) : Optional.empty();
    }

    /// Anything else that the source is asked in the place of a name.
    <T> T ask(Supplier<T> question) {
        asks.increment();
        try {
            return gate.ask(question);
        } catch (UnavailableException e) {
            failures.increment();
            throw e;
        }
    }

    private Answer answer(Question question) {
        Remembered before = answers.getIfPresent(question);
        if (before != null && isFresh(before)) {
            hits.increment();
            return before.answer();
        }
        try {
            return askOnce(question);
        } catch (UnusableEntryException unusable) {
            throw unusable;
        } catch (UnavailableException silent) {
            if (before != null && mayBeStale(before)) {
                stale.increment();
                return before.answer();
            }
            throw silent;
        }
    }

    private boolean isFresh(Remembered before) {
        Duration lasts =
                before.answer() instanceof Answer.Unknown
                        ? terms.cacheUnknownFor()
                        : terms.cacheFor();
        return ticker.read() - before.since() < lasts.toNanos();
    }

    private boolean mayBeStale(Remembered before) {
        return !(before.answer() instanceof Answer.Unknown)
                && ticker.read() - before.since() < terms.staleFor().toNanos();
    }

    private Answer askOnce(Question question) {
        return asked.ask(
                question,
                () -> {
                    long before = changes.get();
                    Answer answer = numbered(ask(() -> ask(question)));
                    tellIfGone(question, answer);
                    if (changes.get() == before) {
                        answers.put(question, new Remembered(answer, ticker.read()));
                    }
                    return answer;
                });
    }

    private SourceAnswer ask(Question question) {
        return switch (question.kind()) {
            case FIND -> source.find(question.address());
            case LOGIN ->
                    source.findByLogin(question.address())
                            .<SourceAnswer>map(SourceAnswer.Known::new)
                            .orElseGet(SourceAnswer.Unknown::new);
        };
    }

    private Answer numbered(SourceAnswer answer) {
        return switch (answer) {
            case SourceAnswer.Known(var account) -> new Answer.Person(register.apply(account));
            case SourceAnswer.Alias(var targets) -> new Answer.Alias(targets);
            case SourceAnswer.Unknown _ -> UNKNOWN;
        };
    }

    private void tellIfGone(Question question, Answer answer) {
        Remembered before = answers.getIfPresent(question);
        if (answer instanceof Answer.Unknown
                && before != null
                && before.answer() instanceof Answer.Person(var id)) {
            gone.accept(id, question.address());
        }
    }

    /// Forgets all answers: the next question is asked, also if the source was taken for dead.
    void flush() {
        changes.incrementAndGet();
        answers.invalidateAll();
        gate.retryNow();
    }

    long size() {
        return answers.estimatedSize();
    }

    Optional<String> trouble() {
        return gate.trouble();
    }
}
