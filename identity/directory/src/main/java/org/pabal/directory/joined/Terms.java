// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// On what terms a source is asked.
///
/// @param domains whose accounts it knows
/// @param cacheFor how long an account or an alias is taken as it was
/// @param cacheUnknownFor how long a name is taken as unknown
/// @param staleFor how long accounts and aliases are taken as they were while the source is down
/// @param maxCached the most answers that are remembered
/// @param maxQuestions the most that are asked at once; others wait
/// @param rememberLogins how long a right password is taken as right without asking; zero for never
/// @param postmaster who gets mail for `postmaster` and `abuse` where the source has no such names
public record Terms(
        Set<Domain> domains,
        Duration cacheFor,
        Duration cacheUnknownFor,
        Duration staleFor,
        int maxCached,
        int maxQuestions,
        Duration rememberLogins,
        Optional<Address> postmaster) {
    public Terms {
        domains = Set.copyOf(domains);
        if (maxCached < 1
                || maxQuestions < 1
                || cacheFor.isNegative()
                || cacheUnknownFor.isNegative()
                || staleFor.isNegative()
                || rememberLogins.isNegative()) {
            throw new IllegalArgumentException("a count below 1 or a negative time");
        }
    }

    /// An answer takes some 500 octets.
    public static Terms defaults(Set<Domain> domains) {
        return new Terms(
                domains,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                100_000,
                32,
                Duration.ZERO,
                Optional.empty());
    }
}
