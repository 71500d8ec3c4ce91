// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who is asked about the DNS: `dns.*`.
public final class DnsTable {
    static final Section SECTION = new Section();

    public static final Setting<List<String>> DNS_SERVERS =
            SECTION.add(
                    "dns.servers",
                    Form.LIST,
                    "",
                    "The name servers to ask, `address` or `address:port`; the system's when not"
                            + " set.");
    public static final Setting<String> DNS_DNSSEC =
            SECTION.add(
                    "dns.dnssec",
                    Form.oneOf("off", "trust-ad", "validate"),
                    "trust-ad",
                    "How it is known what DNSSEC vouches for, which DANE needs: `trust-ad` believes"
                            + " the AD bit of name servers on loopback and of those in"
                            + " `dns.trusted-servers`, `validate` checks the signatures itself.");
    public static final Setting<List<String>> DNS_TRUSTED_SERVERS =
            SECTION.add(
                    "dns.trusted-servers",
                    Form.LIST,
                    "",
                    "Addresses of name servers that validate DNSSEC, beside those on loopback, with"
                            + " `trust-ad`. Whoever sits on the way to one can forge what it says.");
    public static final Setting<Optional<Path>> DNS_TRUST_ANCHORS =
            SECTION.add(
                    "dns.trust-anchors",
                    Form.FILE,
                    "",
                    "With `validate`: a file of DS or DNSKEY records to begin at; the keys of the"
                            + " root that came with the program when not set.");
    public static final Setting<Duration> DNS_TIMEOUT =
            SECTION.add(
                    "dns.timeout",
                    Form.TIME,
                    "10s",
                    "How long one look-up may take in all, before it counts as failed for now.");
    public static final Setting<Duration> DNS_ATTEMPT_TIMEOUT =
            SECTION.add(
                    "dns.attempt-timeout",
                    Form.TIME,
                    "2s",
                    "How long a name server may take to answer, before the next one is asked.");
    public static final Setting<Duration> DNS_MAX_TTL =
            SECTION.add(
                    "dns.max-ttl",
                    Form.TIME,
                    "1d",
                    "How long an answer is remembered at most, whatever it says of itself.");
    public static final Setting<Integer> DNS_CACHE =
            SECTION.add(
                    "dns.cache", Form.COUNT, "20000", "How many answers are remembered at most.");

    /// The table whose keys are names in the DNS and whose values are lists of records.
    public static final String DNS_RECORDS = "dns.records";

    private DnsTable() {}
}
