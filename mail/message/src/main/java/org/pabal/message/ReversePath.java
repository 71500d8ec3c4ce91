// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

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
}
