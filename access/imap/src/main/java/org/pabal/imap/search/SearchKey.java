// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.ThreadId;

/// A criterion of SEARCH. RFC 9051 §6.4.4.
///
/// {@link #test} answers with what the candidate has so far: it asks for more by `UNKNOWN`, so that
/// most messages are judged without reading them.
public sealed interface SearchKey {
    Truth test(Candidate candidate);

    /// With its message sets and its times resolved against the mailbox, cheap keys first.
    default SearchKey bind(SearchView view) throws Refused {
        return this;
    }

    /// What has to be read for an answer.
    default Cost cost() {
        return Cost.SNAPSHOT;
    }

    /// Of a bound key: nothing outside these messages can match. Empty where that is not known.
    default Optional<IndexRanges> scope() {
        return Optional.empty();
    }

    /// In the order in which keys are asked.
    enum Cost {
        SNAPSHOT,
        RECORD,
        HEADER,
        BODY
    }

    /// The search cannot be run in this mailbox.
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient TaggedResponse response;

        public Refused(TaggedResponse response) {
            super(response.text(), null, false, false);
            this.response = response;
        }

        public TaggedResponse response() {
            return response;
        }
    }

    /// `ALL`, and what no message is.
    record Constant(Truth truth) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return truth;
        }
    }

    record And(List<SearchKey> keys) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            Truth least = Truth.YES;
            for (int i = 0; i < keys.size(); i++) {
                Truth truth = keys.get(i).test(candidate);
                if (truth == Truth.NO) {
                    return Truth.NO;
                }
                least = truth == Truth.UNKNOWN ? truth : least;
            }
            return least;
        }

        @Override
        public SearchKey bind(SearchView view) throws Refused {
            SearchKey[] bound = new SearchKey[keys.size()];
            for (int i = 0; i < bound.length; i++) {
                bound[i] = keys.get(i).bind(view);
            }
            Arrays.sort(bound, Comparator.comparing(SearchKey::cost)); // stable
            return new And(List.of(bound));
        }

        @Override
        public Cost cost() {
            return dearest(keys);
        }

        @Override
        public Optional<IndexRanges> scope() {
            return keys.stream()
                    .flatMap(key -> key.scope().stream())
                    .min(Comparator.comparingInt(IndexRanges::size));
        }
    }

    private static Cost dearest(List<SearchKey> keys) {
        return keys.stream()
                .map(SearchKey::cost)
                .max(Comparator.naturalOrder())
                .orElse(Cost.SNAPSHOT);
    }

    record Or(SearchKey one, SearchKey other) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            Truth first = one.test(candidate);
            if (first == Truth.YES) {
                return first;
            }
            Truth second = other.test(candidate);
            return second.compareTo(first) > 0 ? second : first;
        }

        @Override
        public SearchKey bind(SearchView view) throws Refused {
            SearchKey first = one.bind(view);
            SearchKey second = other.bind(view);
            return first.cost().compareTo(second.cost()) <= 0
                    ? new Or(first, second)
                    : new Or(second, first);
        }

        @Override
        public Cost cost() {
            return dearest(List.of(one, other));
        }
    }

    record Not(SearchKey key) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return key.test(candidate).not();
        }

        @Override
        public SearchKey bind(SearchView view) throws Refused {
            return new Not(key.bind(view));
        }

        @Override
        public Cost cost() {
            return key.cost();
        }
    }

    record Messages(MessageSet set) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            throw new IllegalStateException("not bound to a mailbox");
        }

        @Override
        public SearchKey bind(SearchView view) throws Refused {
            return new In(
                    view.sets()
                            .apply(set)
                            .orElseThrow(() ->
                                    new Refused(
                                            TaggedResponse.bad(
                                                    "A message number that does not exist"))));
        }
    }

    /// Criteria that the user has stored. RFC 5466 §3.1.
    record Filter(String name) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            throw new IllegalStateException("not bound to a mailbox");
        }

        @Override
        public SearchKey bind(SearchView view) throws Refused {
            return view.filters().bind(name, view);
        }
    }

    record In(IndexRanges ranges) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(ranges.contains(candidate.index()));
        }

        @Override
        public Optional<IndexRanges> scope() {
            return Optional.of(ranges);
        }
    }

    /// One of {@link Flags#SYSTEM}.
    ///
    /// @param bit of {@link Flags#systemBits}
    record HasFlag(int bit) implements SearchKey {
        static HasFlag of(String flag) {
            return new HasFlag(1 << Flags.SYSTEM.indexOf(flag));
        }

        @Override
        public Truth test(Candidate candidate) {
            return Truth.of((candidate.place().flags().systemBits() & bit) != 0);
        }
    }

    /// `\Recent`. RFC 3501 §6.4.4.
    record IsRecent() implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.isRecent());
        }
    }

    record HasKeyword(String keyword) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            Flags flags = candidate.place().flags();
            return Truth.of(!flags.keywords().isEmpty() && flags.has(keyword));
        }
    }

    record Larger(long octets) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.place().size() > octets);
        }
    }

    record Smaller(long octets) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.place().size() < octets);
        }
    }

    record ModSeqAtLeast(long modSeq) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.place().modSeq() >= modSeq);
        }
    }

    record IsEmail(EmailId id) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.place().email() == id.value());
        }
    }

    record IsInThread(ThreadId id) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.place().thread() == id.value());
        }
    }

    /// How a date is compared.
    enum When {
        BEFORE,
        ON,
        SINCE;

        boolean test(LocalDate date, LocalDate limit) {
            return switch (this) {
                case BEFORE -> date.isBefore(limit);
                case ON -> date.equals(limit);
                case SINCE -> !date.isBefore(limit);
            };
        }
    }

    /// Seconds since 1970 from the first to before the second.
    record Span(long from, long to) {
        /// By days in UTC, in which FETCH shows what it shows.
        static Span of(When when, LocalDate date) {
            long day = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            long next = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            return switch (when) {
                case BEFORE -> new Span(Long.MIN_VALUE, day);
                case ON -> new Span(day, next);
                case SINCE -> new Span(day, Long.MAX_VALUE);
            };
        }

        boolean contains(long seconds) {
            return seconds >= from && seconds < to;
        }
    }

    /// Of the internal date.
    record Received(Span span) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(span.contains(candidate.place().internalSeconds()));
        }
    }

    /// Of the date on which the message came into the mailbox. RFC 8514 §4.3.
    record Saved(Span span) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(span.contains(candidate.place().savedSeconds()));
        }
    }

    /// `OLDER` and `YOUNGER`: by the clock of this server. A message of exactly that age is both.
    /// RFC 5032 §2.
    record Aged(Side side, long seconds) implements SearchKey {
        enum Side {
            OLDER,
            YOUNGER
        }

        @Override
        public Truth test(Candidate candidate) {
            throw new IllegalStateException("not bound to a mailbox");
        }

        @Override
        public SearchKey bind(SearchView view) {
            Instant then = view.now().minusSeconds(seconds);
            return side == Side.OLDER
                    ? new Received(new Span(Long.MIN_VALUE, then.getEpochSecond() + 1))
                    : new Received(new Span(then.getEpochSecond(), Long.MAX_VALUE));
        }
    }

    /// Of the Date field, in its own time zone.
    record Sent(When when, LocalDate date) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.sent(when, date);
        }

        @Override
        public Cost cost() {
            return Cost.RECORD;
        }
    }

    /// @param field in lower case
    record Header(String field, Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.header(field, needle);
        }

        @Override
        public Cost cost() {
            return Cost.HEADER;
        }
    }

    record Body(Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.body(needle);
        }

        @Override
        public Cost cost() {
            return Cost.BODY;
        }
    }

    /// Header section or body.
    record Text(Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.text(needle);
        }

        @Override
        public Cost cost() {
            return Cost.BODY;
        }
    }
}
