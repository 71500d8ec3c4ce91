// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.envelope;

import java.time.Duration;
import java.time.Instant;

/// When a mail that was handed over now begins its way. RFC 4865 §4.
public sealed interface FutureRelease {

    /// HOLDFOR=
    record After(Duration interval) implements FutureRelease {}

    /// HOLDUNTIL=
    record At(Instant time) implements FutureRelease {}

    /// @param now when the mail is accepted
    default Instant from(Instant now) {
        return switch (this) {
            case After(var interval) -> now.plus(interval);
            case At(var time) -> time;
        };
    }
}
