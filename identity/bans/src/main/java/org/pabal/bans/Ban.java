// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A ban, in force or over: one that is over is remembered for a while, so that the next is longer.
///
/// @param reason one sentence
/// @param origin who imposed it
/// @param times how often this subject has been banned, this one included
/// @param evidence the last things that were done, the oldest first
public record Ban(
        Subject subject,
        String reason,
        Origin origin,
        Instant since,
        Instant until,
        int times,
        List<Evidence> evidence) {

    /// How long one that is over makes the next longer.
    public static final Duration REMEMBERED = Duration.ofDays(30);

    /// With its octet on disk.
    public enum Origin {
        AUTOMATIC(0),
        ADMINISTRATOR(1);

        private final int code;

        Origin(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /// @throws IllegalArgumentException for an octet that is none
        public static Origin of(int code) {
            return switch (code) {
                case 0 -> AUTOMATIC;
                case 1 -> ADMINISTRATOR;
                default -> throw new IllegalArgumentException("an origin " + code);
            };
        }
    }

    public Ban {
        evidence = List.copyOf(evidence);
    }

    public boolean isInForce(Instant now) {
        return now.isBefore(until);
    }

    public boolean isForgotten(Instant now) {
        return !now.isBefore(until.plus(REMEMBERED));
    }

    public Ban lifted(Instant now) {
        return new Ban(subject, reason, origin, since, now, times, evidence);
    }
}
