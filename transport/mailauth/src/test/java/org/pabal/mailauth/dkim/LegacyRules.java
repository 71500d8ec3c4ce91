// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.Set;

/// Takes what RFC 6376 took in 2011: to see that old corpora are read, hashed and verified right.
final class LegacyRules {
    private LegacyRules() {}

    static DkimRules rules() {
        DkimRules standard = DkimRules.standard();
        return new DkimRules(
                standard.maxSignatures(),
                Set.of(SignatureAlgorithm.values()),
                512,
                standard.maxRsaBits(),
                DkimRules.PartialBody.ACCEPTED,
                standard.clockSkew(),
                standard.keyLookup());
    }
}
