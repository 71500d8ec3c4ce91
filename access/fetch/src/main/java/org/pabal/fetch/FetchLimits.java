// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.time.Duration;

/// What another server may ask of us.
///
/// @param maxResponseOctets of one response without the messages in it, its literals included
/// @param maxResponses to one command that are none of those asked for
/// @param maxMailboxes that are looked at
/// @param connect how long each address may take
/// @param read how long the server may be silent
/// @param command how long a command may take in all, but for one that brings messages
public record FetchLimits(
        int maxResponseOctets,
        int maxResponses,
        int maxMailboxes,
        Duration connect,
        Duration read,
        Duration command) {

    /// The defaults of the project.
    public static FetchLimits standard() {
        return new FetchLimits(
                1 << 20,
                10_000,
                2_000,
                Duration.ofSeconds(15),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5));
    }
}
