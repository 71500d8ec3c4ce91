// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.time.Duration;
import java.util.Set;

/// Which signatures are accepted, and how much work a message may cause.
///
/// @param maxSignatures of a message, from the top; those below are not looked at (THREATS D04)
/// @param accepted algorithms of a pass
/// @param minRsaBits RFC 8301 §3.2: below 1,024 no signature is valid
/// @param maxRsaBits above, verifying costs more than a mail is worth
/// @param partialBody what a signature over a part of the body (`l=`) is worth
/// @param clockSkew how far the signer's clock may be off
/// @param keyLookup how long after the header section a key's record is waited for
public record DkimRules(
        int maxSignatures,
        Set<SignatureAlgorithm> accepted,
        int minRsaBits,
        int maxRsaBits,
        PartialBody partialBody,
        Duration clockSkew,
        Duration keyLookup) {

    /// What to make of a body that is longer than `l=` says: anybody may have added the rest.
    public enum PartialBody {
        ACCEPTED,
        /// `policy`: no pass, and nothing that DMARC counts (THREATS D03).
        REFUSED
    }

    public DkimRules {
        accepted = Set.copyOf(accepted);
        if (maxSignatures < 1 || minRsaBits > maxRsaBits || keyLookup.isNegative()) {
            throw new IllegalArgumentException("rules that no signature could keep");
        }
    }

    /// What a server goes by today. RFC 8301, RFC 8463.
    public static DkimRules standard() {
        return new DkimRules(
                10,
                Set.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256),
                1_024,
                4_096,
                PartialBody.REFUSED,
                Duration.ofMinutes(5),
                Duration.ofSeconds(10));
    }
}
