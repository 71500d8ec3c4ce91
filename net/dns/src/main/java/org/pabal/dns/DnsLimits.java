// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.time.Duration;

/// How long and how much.
///
/// @param attempt until the next name server is asked
/// @param name for one look-up, with every attempt and CNAME
/// @param maxTtl however long an answer says that it is good
/// @param failureTtl how long a failure is remembered, so that a dead domain is not asked for by
///     each of its mails. RFC 2308 §7
/// @param cachedAnswers at most
public record DnsLimits(
        Duration attempt, Duration name, Duration maxTtl, Duration failureTtl, int cachedAnswers) {

    public DnsLimits {
        if (!attempt.isPositive() || !name.isPositive() || cachedAnswers < 0) {
            throw new IllegalArgumentException("limits of the DNS must be above zero");
        }
    }

    /// The defaults of the project.
    public static DnsLimits standard() {
        return new DnsLimits(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                20_000);
    }
}
