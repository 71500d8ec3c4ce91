// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Locale;
import java.util.Optional;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Domain;
import org.pabal.wire.IpNetwork;

/// A host, or several, of which somebody said that mail it passes on is wanted though its sender's
/// domain does not know of it.
public sealed interface Forwarder {

    /// `192.0.2.0/24`: by its address.
    record Network(IpNetwork network) implements Forwarder {
        @Override
        public boolean is(Arrival client) {
            return network.contains(client.address());
        }

        @Override
        public String toString() {
            return network.toString();
        }
    }

    /// `google.com`: by its address' name, this one or one below it, which must lead back.
    record Named(String domain) implements Forwarder {
        @Override
        public boolean is(Arrival client) {
            return client.name().equals(domain) || Weighing.isBelow(client.name(), domain);
        }

        @Override
        public String toString() {
            return domain;
        }
    }

    /// `spf:google.com`: whoever this domain's SPF record lets send.
    record Authorised(String domain) implements Forwarder {
        @Override
        public boolean is(Arrival client) {
            return client.authorised().test(domain);
        }

        @Override
        public String toString() {
            return "spf:" + domain;
        }
    }

    /// `helo:mx.example.org`: by its greeting, which must pass SPF.
    record Greeting(String name) implements Forwarder {
        @Override
        public boolean is(Arrival client) {
            return client.helo().result() == SpfResult.PASS
                    && client.helo().domain().equalsIgnoreCase(name);
        }

        @Override
        public String toString() {
            return "helo:" + name;
        }
    }

    boolean is(Arrival client);

    /// Foreign input: empty when it is none of these.
    static Optional<Forwarder> parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("spf:")) {
            return domain(lower.substring(4)).map(Authorised::new);
        }
        if (lower.startsWith("helo:")) {
            return domain(lower.substring(5)).map(Greeting::new);
        }
        return network(lower).or(() -> domain(lower).map(Named::new));
    }

    private static Optional<Forwarder> network(String text) {
        try {
            return Optional.of(new Network(IpNetwork.parse(text)));
        } catch (IllegalArgumentException notANetwork) {
            return Optional.empty();
        }
    }

    /// A name of one label would be a top-level domain.
    private static Optional<String> domain(String text) {
        return Domain.parse(text)
                .filter(domain -> !domain.isLiteral() && domain.name().indexOf('.') > 0)
                .map(Domain::toAscii);
    }
}
