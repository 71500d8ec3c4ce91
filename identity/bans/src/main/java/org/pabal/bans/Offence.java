// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import org.pabal.wire.Misconduct;

/// What counts against a source.
public enum Offence {
    /// A log-in with a secret that was not tried before, for a name that is somebody's or nobody's.
    GUESS(1),
    /// Recipients asked for one after the other, that are not here.
    HARVESTING(5),
    /// Mail for others' domains.
    RELAY_ATTEMPT(1),
    /// Words of another protocol, commands sent early, one error after the other.
    PROTOCOL_ABUSE(2),
    /// Connections that come and go without a word, at one service after the other.
    SCANNING(1);

    private final int points;

    Offence(int points) {
        this.points = points;
    }

    /// What one is worth: a ban is due at `bans.points`.
    public int points() {
        return points;
    }

    /// As in lists and logs.
    public String word() {
        return switch (this) {
            case GUESS -> "guessing";
            case HARVESTING -> "harvesting";
            case RELAY_ATTEMPT -> "relay-attempts";
            case PROTOCOL_ABUSE -> "protocol-abuse";
            case SCANNING -> "scanning";
        };
    }

    public static Offence of(Misconduct misconduct) {
        return switch (misconduct) {
            case HARVESTING -> HARVESTING;
            case RELAY_ATTEMPT -> RELAY_ATTEMPT;
            case PROTOCOL_ABUSE -> PROTOCOL_ABUSE;
            case SILENT -> SCANNING;
        };
    }
}
