// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// The argument of RCPT: for whom a mail is. RFC 5321 §4.1.1.3.
public sealed interface ForwardPath {

    /// `<postmaster>` without a domain, which every server accepts. RFC 5321 §4.5.1.
    record Postmaster() implements ForwardPath {
        @Override
        public String toString() {
            return "<postmaster>";
        }
    }

    record To(Address address) implements ForwardPath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /// Foreign input with its angle brackets: a path or `<Postmaster>` in any case,
    /// RFC 5321 §4.1.1.3.
    ///
    /// A source route is accepted and ignored (Appendix C). Empty when outside the grammar or over
    /// 256 octets.
    static Optional<ForwardPath> parse(String text) {
        return text.equalsIgnoreCase("<postmaster>")
                ? Optional.of(new Postmaster())
                : PathGrammar.inside(text).flatMap(PathGrammar::mailbox).map(To::new);
    }
}
