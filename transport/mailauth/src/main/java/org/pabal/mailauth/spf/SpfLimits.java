// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.time.Duration;

/// What the records of one domain may cost. RFC 7208 §4.6.4.
///
/// @param lookups terms that ask the DNS
/// @param voids look-ups that find nothing
/// @param exchangers of one `mx`; more are an error
/// @param names of a client's address that are checked; more are passed over
/// @param time until the result is a temporary error; §4.6.4 wants at least 20 seconds
/// @param steps lines that are kept for the operator
public record SpfLimits(
        int lookups, int voids, int exchangers, int names, Duration time, int steps) {

    public SpfLimits {
        if (lookups < 1 || voids < 0 || exchangers < 1 || names < 1 || !time.isPositive()) {
            throw new IllegalArgumentException("limits of SPF must be above zero");
        }
    }

    /// What the RFC sets.
    public static SpfLimits standard() {
        return new SpfLimits(10, 2, 10, 10, Duration.ofSeconds(20), 500);
    }
}
