// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Domain;

/// A policy about TLS as reports name it. RFC 8460 §4.4
///
/// @param domain that it was found for: the recipients' domain, or for DANE the TLSA base domain, as
///     a rule the name of the exchanger. RFC 8460 §1.1
/// @param text TLSA records, or the lines of an MTA-STS policy; empty without a policy
/// @param exchangers patterns of the `mx` lines; empty for others than MTA-STS
/// @param trouble what is wrong with the policy itself, whatever the session comes to
public record TlsPolicy(
        Type type,
        String domain,
        List<String> text,
        List<String> exchangers,
        Optional<TlsFailure> trouble) {

    public enum Type {
        TLSA("tlsa"),
        STS("sts"),
        NONE("no-policy-found");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /// As it stands in a report.
        public String word() {
            return word;
        }
    }

    public TlsPolicy {
        text = List.copyOf(text);
        exchangers = List.copyOf(exchangers);
    }

    /// That none was found.
    public static TlsPolicy none(Domain domain) {
        return new TlsPolicy(Type.NONE, domain.toAscii(), List.of(), List.of(), Optional.empty());
    }
}
