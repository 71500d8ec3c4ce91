// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.LocalDate;
import java.util.List;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;

/// A criterion of SEARCH. RFC 9051 §6.4.4.
///
/// {@link #test} answers with what the candidate has so far: it asks for more by `UNKNOWN`, so that
/// most messages are judged without reading them.
public sealed interface SearchKey {
    Truth test(Candidate candidate);

    /// With its message sets resolved against the mailbox.
    default SearchKey bind(SelectedMailbox selected) throws NoSuchNumber {
        return this;
    }

    /// A message number that does not exist was named.
    final class NoSuchNumber extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchNumber() {
            super("no such message number", null, false, false);
        }
    }

    /// `ALL`, `OLD`; and `RECENT`, `NEW`, which no message is here.
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
        public SearchKey bind(SelectedMailbox selected) throws NoSuchNumber {
            SearchKey[] bound = new SearchKey[keys.size()];
            for (int i = 0; i < bound.length; i++) {
                bound[i] = keys.get(i).bind(selected);
            }
            return new And(List.of(bound));
        }
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
        public SearchKey bind(SelectedMailbox selected) throws NoSuchNumber {
            return new Or(one.bind(selected), other.bind(selected));
        }
    }

    record Not(SearchKey key) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return key.test(candidate).not();
        }

        @Override
        public SearchKey bind(SelectedMailbox selected) throws NoSuchNumber {
            return new Not(key.bind(selected));
        }
    }

    record Messages(MessageSet set) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            throw new IllegalStateException("not bound to a mailbox");
        }

        @Override
        public SearchKey bind(SelectedMailbox selected) throws NoSuchNumber {
            return new In(selected.resolve(set).orElseThrow(NoSuchNumber::new));
        }
    }

    record In(IndexRanges ranges) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(ranges.contains(candidate.index()));
        }
    }

    /// One of {@link Flags#SYSTEM}.
    record HasFlag(String flag) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            int bit = 1 << Flags.SYSTEM.indexOf(flag);
            return Truth.of((candidate.flags().systemBits() & bit) != 0);
        }
    }

    record HasKeyword(String keyword) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            Flags flags = candidate.flags();
            return Truth.of(!flags.keywords().isEmpty() && flags.has(keyword));
        }
    }

    record Larger(long octets) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.size() > octets);
        }
    }

    record Smaller(long octets) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.size() < octets);
        }
    }

    record ModSeqAtLeast(long modSeq) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.modSeq() >= modSeq);
        }
    }

    record IsEmail(EmailId id) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(candidate.email().equals(id));
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

    /// Of the internal date, in UTC as FETCH shows it.
    record Received(When when, LocalDate date) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return Truth.of(when.test(candidate.received(), date));
        }
    }

    /// Of the Date field, in its own time zone.
    record Sent(When when, LocalDate date) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.sent(when, date);
        }
    }

    /// @param field in lower case
    record Header(String field, Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.header(field, needle);
        }
    }

    record Body(Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.body(needle);
        }
    }

    /// Header section or body.
    record Text(Needle needle) implements SearchKey {
        @Override
        public Truth test(Candidate candidate) {
            return candidate.text(needle);
        }
    }
}
