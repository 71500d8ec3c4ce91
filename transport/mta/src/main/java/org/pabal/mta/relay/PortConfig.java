// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.time.Duration;

/// When outbound port 25 counts as blocked, and how it is watched.
///
/// @param suspicious so many networks that time out or refuse, without one that answers, are worth a
///     look
/// @param suspiciousHere so many are enough when our own network knows no way
/// @param window what failed longer ago is forgotten
/// @param probeRest between probes while a family is blocked
/// @param proofRest between probes while it seems to be open again
/// @param maxProofs the most probes in a row that must succeed; one, and one more for each return of
///     the last hour
/// @param maxProbed hosts of one probe
/// @param loopback whether hosts on loopback and in private networks count, in laboratories
public record PortConfig(
        int suspicious,
        int suspiciousHere,
        Duration window,
        Duration probeRest,
        Duration proofRest,
        int maxProofs,
        int maxProbed,
        Loopback loopback) {

    public enum Loopback {
        TELLS_NOTHING,
        COUNTS
    }

    /// @param every between probes while a family is blocked
    public PortConfig probing(Duration every) {
        Duration proof = every.compareTo(proofRest) < 0 ? every : proofRest;
        return new PortConfig(
                suspicious, suspiciousHere, window, every, proof, maxProofs, maxProbed, loopback);
    }

    public static PortConfig defaults(Loopback loopback) {
        return new PortConfig(
                3,
                2,
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                3,
                12,
                loopback);
    }
}
