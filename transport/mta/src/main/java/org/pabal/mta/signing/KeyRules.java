// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.time.Duration;
import java.util.Optional;

/// When keys change their state.
///
/// @param settle how long a record has been in the DNS before its key signs: longer than anybody
///     remembers that it was not there, and than a secondary name server lags
/// @param keep how long the record of a retired key stays published: as long as mail that it has
///     signed may be on its way
/// @param renew the age at which a key that signs gets a successor; empty for never
public record KeyRules(Duration settle, Duration keep, Optional<Duration> renew) {
    /// Resolvers keep the word that a name is not there for no longer as a rule; RFC 2308 §5 lets
    /// them keep it for up to three hours where the zone asks for it.
    public static final Duration LEAST_SETTLE = Duration.ofHours(1);

    public KeyRules {
        if (settle.compareTo(LEAST_SETTLE) < 0) {
            throw new IllegalArgumentException("settle is at least an hour, not " + settle);
        }
    }

    public static KeyRules defaults() {
        return new KeyRules(Duration.ofHours(2), Duration.ofDays(36), Optional.empty());
    }
}
