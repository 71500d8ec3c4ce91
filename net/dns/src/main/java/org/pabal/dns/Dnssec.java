// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;

/// How it is known what DNSSEC says of an answer.
public sealed interface Dnssec {

    /// Not at all.
    record Off() implements Dnssec {}

    /// By the AD bit of name servers that validate, and that no one can come between: those on
    /// loopback, and others that the operator trusts with the way to them. RFC 6840 §5.8, RFC 7672
    /// §2.1
    ///
    /// @param others beside those on loopback
    record TrustAd(Set<InetAddress> others) implements Dnssec {

        public TrustAd {
            others = Set.copyOf(others);
        }

        public boolean trusts(InetAddress server) {
            return server.isLoopbackAddress() || others.contains(server);
        }
    }

    /// By signatures, from the trust anchors down. RFC 4035 §5
    ///
    /// @param anchors DS or DNSKEY records as a master file has them
    record Validate(String anchors, InstantSource clock) implements Dnssec {}

    /// The keys of the root that IANA has published, for {@link Validate}.
    static String rootAnchors() {
        try (InputStream in = Dnssec.class.getResourceAsStream("root-anchors.txt")) {
            if (in == null) {
                throw new IllegalStateException("root-anchors.txt is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("root-anchors.txt cannot be read", e);
        }
    }
}
