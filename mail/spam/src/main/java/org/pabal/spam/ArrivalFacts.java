// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of a mail's arrival besides its content. Domains are in ASCII and lower case.
///
/// @param client empty when it is not known, as of a file that somebody wants judged
/// @param clientName by the DNS and leading back; empty without one
/// @param iprev RFC 8601 §2.7.3; empty when names were not looked up
/// @param greeting of HELO or EHLO; empty without one
/// @param reversePath `local@domain`, empty for the null reverse-path
/// @param spfHelo RFC 7208; empty when not asked
/// @param spfMailFrom RFC 7208; empty when not asked
/// @param signers the domains whose DKIM signatures passed
/// @param brokenSignatures how many signatures did not
/// @param arc RFC 8617; empty when not looked at
/// @param dmarc empty when not looked at
/// @param recipients the addresses that the client named
/// @param ownDomains the domains of this server
/// @param at when the mail came
public record ArrivalFacts(
        Optional<InetAddress> client,
        String clientName,
        Optional<Result> iprev,
        String greeting,
        String reversePath,
        Optional<Result> spfHelo,
        Optional<Result> spfMailFrom,
        List<String> signers,
        int brokenSignatures,
        Optional<Result> arc,
        Optional<Dmarc> dmarc,
        List<String> recipients,
        OwnDomains ownDomains,
        Instant at) {
    public ArrivalFacts {
        signers = List.copyOf(signers);
        recipients = List.copyOf(recipients);
    }

    /// Of a message without a history, such as one in a file.
    public static ArrivalFacts unknown(Instant at) {
        return new ArrivalFacts(
                Optional.empty(),
                "",
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                _ -> false,
                at);
    }

    /// The results of RFC 8601 §2.7, in one list.
    public enum Result {
        PASS,
        FAIL,
        SOFTFAIL,
        NEUTRAL,
        NONE,
        TEMPERROR,
        PERMERROR
    }

    /// What DMARC found.
    ///
    /// @param fromDomain of the author; empty when there is not exactly one
    /// @param quarantine the author's domain asks for quarantine or more of mail that fails
    public record Dmarc(Result result, String fromDomain, boolean quarantine) {}
}
