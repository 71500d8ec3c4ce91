// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.time.Instant;
import org.pabal.mailauth.mtasts.StsPolicy;

/// A policy that was fetched.
///
/// @param domain in ASCII and lower case
/// @param id of the TXT record then
/// @param used when a mail last went by it, to the day
record KeptPolicy(String domain, String id, StsPolicy policy, Instant fetched, Instant used) {

    boolean isValid(Instant now) {
        return now.isBefore(fetched.plus(policy.maxAge()));
    }

    KeptPolicy usedAt(Instant now) {
        return new KeptPolicy(domain, id, policy, fetched, now);
    }
}
