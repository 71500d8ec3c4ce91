// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import java.util.Locale;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.spam.ArrivalFacts;
import org.pabal.wire.IpNetwork;

/// Whom a list entry means.
public sealed interface SenderPattern {

    /// One address.
    ///
    /// @param address its domain in ASCII, all in lower case
    record Of(String address) implements SenderPattern {
        @Override
        public String toString() {
            return address;
        }
    }

    /// All addresses of a domain.
    record At(String domain) implements SenderPattern {
        @Override
        public String toString() {
            return "@" + domain;
        }
    }

    /// All of a domain, and of those below it.
    record Below(String domain) implements SenderPattern {
        @Override
        public String toString() {
            return "." + domain;
        }
    }

    /// All that comes from there, whoever writes it.
    record From(IpNetwork network) implements SenderPattern {
        @Override
        public String toString() {
            return network.toString();
        }
    }

    /// `user@host`, `@host`, `.host`, or an address or network of IP.
    static Optional<SenderPattern> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("@")) {
            return domain(lower.substring(1)).map(At::new);
        }
        if (lower.startsWith(".")) {
            return domain(lower.substring(1)).map(Below::new);
        }
        int at = lower.lastIndexOf('@');
        return at > 0
                ? domain(lower.substring(at + 1))
                        .map(domain -> new Of(lower.substring(0, at) + "@" + domain))
                : network(lower).map(From::new);
    }

    private static Optional<String> domain(String text) {
        return Domain.parse(text).map(Domain::toAscii).map(name -> name.toLowerCase(Locale.ROOT));
    }

    private static Optional<IpNetwork> network(String text) {
        try {
            return Optional.of(IpNetwork.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether an address is meant.
    ///
    /// @param sender in lower case, its domain in ASCII
    default boolean means(String sender) {
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        return switch (this) {
            case Of(var address) -> sender.equals(address);
            case At(var whole) -> domain.equals(whole);
            case Below(var top) -> domain.equals(top) || domain.endsWith("." + top);
            case From _ -> false;
        };
    }

    /// Whether the client is meant.
    default boolean meansClient(ArrivalFacts facts) {
        return this instanceof From(var network)
                && facts.client().filter(network::contains).isPresent();
    }

    /// The higher, the fewer it means.
    default int narrowness() {
        return switch (this) {
            case Of _ -> 4;
            case At _ -> 3;
            case Below _ -> 2;
            case From _ -> 1;
        };
    }
}
