// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

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
}
