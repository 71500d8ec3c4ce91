// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// The argument of MAIL: where a failure is reported. RFC 5321 §4.1.1.2.
public sealed interface ReversePath {

    /// `<>`: nothing is reported to it. RFC 5321 §4.5.5.
    record Null() implements ReversePath {
        @Override
        public String toString() {
            return "<>";
        }
    }

    record To(Address address) implements ReversePath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    ReversePath NULL = new Null();

    /// Foreign input with its angle brackets: `Reverse-path = Path / "<>"`, RFC 5321 §4.1.2.
    ///
    /// A source route is accepted and ignored (Appendix C). Empty when outside the grammar or over
    /// 256 octets.
    static Optional<ReversePath> parse(String text) {
        return text.equals("<>")
                ? Optional.of(NULL)
                : PathGrammar.inside(text).flatMap(PathGrammar::mailbox).map(To::new);
    }
}
