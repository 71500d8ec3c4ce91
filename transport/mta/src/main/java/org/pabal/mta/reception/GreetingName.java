// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.util.Optional;
import org.pabal.message.Domain;

/// What is odd about the name that a client gave in EHLO or HELO. It is told to the operator and
/// refused for nothing: RFC 5321 §4.1.4 forbids it, and many honest hosts are badly named.
final class GreetingName {
    private GreetingName() {}

    /// @param name as the client gave it
    static Optional<String> oddity(String name, InetAddress client, String hostname) {
        if (name.equalsIgnoreCase(hostname) || name.equalsIgnoreCase("localhost")) {
            return Optional.of("our own name");
        }
        if (isAddress(name)) {
            return Optional.of("an address without brackets");
        }
        Optional<Domain> domain = Domain.parse(name);
        if (domain.isEmpty()) {
            return Optional.of("no domain");
        }
        if (domain.get().isLiteral()) {
            return literal(name).equals(Optional.of(client))
                    ? Optional.empty()
                    : Optional.of("the literal of another address");
        }
        return name.indexOf('.') < 0 ? Optional.of("a name without a domain") : Optional.empty();
    }

    private static boolean isAddress(String name) {
        return parsed(name).isPresent();
    }

    private static Optional<InetAddress> literal(String name) {
        String inner = name.substring(1, name.length() - 1);
        boolean six = inner.regionMatches(true, 0, "IPv6:", 0, 5);
        return parsed(six ? inner.substring(5) : inner);
    }

    private static Optional<InetAddress> parsed(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
