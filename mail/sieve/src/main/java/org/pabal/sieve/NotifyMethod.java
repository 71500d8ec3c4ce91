// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;

/// How a notification is sent: the URI of RFC 5435 §3.1, read and found good.
public sealed interface NotifyMethod {

    /// RFC 5436, with a URI of RFC 6068.
    ///
    /// @param to also those of `to` header fields of the URI; with `cc` at least one
    /// @param subject decoded, in one line
    /// @param body decoded
    /// @param fields others that the URI asks for and that may be set from outside
    record Mailto(
            List<Address> to,
            List<Address> cc,
            Optional<String> subject,
            Optional<String> body,
            List<Field> fields)
            implements NotifyMethod {
        public Mailto {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            fields = List.copyOf(fields);
        }
    }

    /// @param value in one line
    record Field(String name, String value) {}

    /// A POST to a URI with a host and without user information.
    record Https(URI uri) implements NotifyMethod {}
}
