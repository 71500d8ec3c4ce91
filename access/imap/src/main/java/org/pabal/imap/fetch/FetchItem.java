// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.fetch;

import java.util.List;
import java.util.Optional;

/// One thing that FETCH may ask for. RFC 9051 §6.4.5.
public sealed interface FetchItem {

    /// What it takes to answer, cheapest first.
    enum Source {
        SNAPSHOT,
        STORED,
        OCTETS
    }

    Source source();

    /// Items without parameters.
    enum Plain implements FetchItem {
        UID(Source.SNAPSHOT),
        FLAGS(Source.SNAPSHOT),
        MODSEQ(Source.SNAPSHOT),
        INTERNALDATE(Source.SNAPSHOT),
        SAVEDATE(Source.SNAPSHOT),
        SIZE(Source.SNAPSHOT),
        EMAILID(Source.SNAPSHOT),
        THREADID(Source.SNAPSHOT),
        ENVELOPE(Source.STORED),
        BODY(Source.STORED),
        BODYSTRUCTURE(Source.STORED),
        PREVIEW(Source.STORED);

        private final Source source;

        Plain(Source source) {
            this.source = source;
        }

        @Override
        public Source source() {
            return source;
        }
    }

    /// `BODY[…]`, `BODY.PEEK[…]` and what RFC 3501 calls RFC822, RFC822.HEADER, RFC822.TEXT.
    ///
    /// @param label what the response calls it, without the partial's origin
    /// @param seen whether it sets `\Seen`
    record Body(Section section, Optional<Partial> partial, String label, Seen seen)
            implements FetchItem {
        @Override
        public Source source() {
            return Source.OCTETS;
        }
    }

    /// `BINARY[…]`, `BINARY.PEEK[…]`.
    record Binary(List<Integer> part, Optional<Partial> partial, String label, Seen seen)
            implements FetchItem {
        @Override
        public Source source() {
            return Source.OCTETS;
        }
    }

    /// `BINARY.SIZE[…]`.
    record BinarySize(List<Integer> part, String label) implements FetchItem {
        @Override
        public Source source() {
            return Source.OCTETS;
        }
    }

    enum Seen {
        SETS,
        PEEKS
    }

    /// `<origin.length>`
    record Partial(long origin, long length) {}

    /// The same without setting `\Seen`.
    default FetchItem peeking() {
        return switch (this) {
            case Body(var section, var partial, var label, _) ->
                    new Body(section, partial, label, Seen.PEEKS);
            case Binary(var part, var partial, var label, _) ->
                    new Binary(part, partial, label, Seen.PEEKS);
            case Plain _, BinarySize _ -> this;
        };
    }

    default boolean setsSeen() {
        return switch (this) {
            case Plain _, BinarySize _ -> false;
            case Body body -> body.seen() == Seen.SETS;
            case Binary binary -> binary.seen() == Seen.SETS;
        };
    }
}
