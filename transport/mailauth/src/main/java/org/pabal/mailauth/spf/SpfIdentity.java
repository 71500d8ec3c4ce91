// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import org.pabal.message.Address;

/// Whose domain is asked about. RFC 7208 §2.3, §2.4.
public sealed interface SpfIdentity {

    /// The name of HELO or EHLO, as the client gave it.
    record Helo(String name) implements SpfIdentity {
        @Override
        public String toString() {
            return "helo=" + name;
        }
    }

    /// The reverse-path; `postmaster` at the name of HELO when it is empty, see
    /// {@link SpfChecker#mailFrom}.
    record MailFrom(Address address) implements SpfIdentity {
        @Override
        public String toString() {
            return "mailfrom=" + address;
        }
    }
}
