// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import java.time.Instant;
import java.util.List;

/// An aggregate report about TLS with a domain's mail exchangers. RFC 8460 §4.4
///
/// @param organization who reports
/// @param start of the time reported about
/// @param end of it, its last second
/// @param contact how to reach who reports
/// @param id unlike that of any other report of theirs
public record TlsReport(
        String organization,
        Instant start,
        Instant end,
        String contact,
        String id,
        List<Policy> policies) {
    public TlsReport {
        policies = List.copyOf(policies);
    }

    /// What came of sessions under one policy.
    ///
    /// @param type `tlsa`, `sts`, `no-policy-found`
    /// @param text TLSA records, or the lines of an MTA-STS policy
    /// @param domain that the policy was found for
    /// @param exchangers patterns of an MTA-STS policy
    public record Policy(
            String type,
            List<String> text,
            String domain,
            List<String> exchangers,
            long successes,
            long failures,
            List<Failure> details) {
        public Policy {
            text = List.copyOf(text);
            exchangers = List.copyOf(exchangers);
            details = List.copyOf(details);
        }
    }

    /// Sessions that failed in one way. Texts are empty where nothing is known.
    ///
    /// @param type of the result, RFC 8460 §4.3
    /// @param from address of the sending server
    /// @param exchanger name of the receiving one
    /// @param to its address
    /// @param reason more precisely, in a word or a sentence
    public record Failure(
            String type, String from, String exchanger, String to, String reason, long sessions) {}
}
