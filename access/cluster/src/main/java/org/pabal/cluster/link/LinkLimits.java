// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.time.Duration;

/// How long hosts wait for each other.
///
/// @param connect for each address
/// @param hello for the first word of the other side
/// @param idle between two calls
/// @param step for each read within a call, unless it says otherwise
public record LinkLimits(Duration connect, Duration hello, Duration idle, Duration step) {
    public static final LinkLimits STANDARD =
            new LinkLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1));
}
