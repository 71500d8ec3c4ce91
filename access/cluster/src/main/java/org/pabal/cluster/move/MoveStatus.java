// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pabal.message.Address;

/// A move as an operator sees it.
///
/// @param host the other one
/// @param state in lower case, words joined by `-`
/// @param begun here
/// @param changed when the state was reached
/// @param messages sent since the server started, of those that there were in all; likewise octets
/// @param frozen for how long the account was not available
/// @param trouble why it does not go on just now
public record MoveStatus(
        Direction direction,
        Address address,
        String host,
        String state,
        Instant begun,
        Instant changed,
        long messages,
        long ofMessages,
        long octets,
        long ofOctets,
        long rounds,
        Duration frozen,
        Optional<String> trouble) {
    public enum Direction {
        TO,
        FROM
    }
}
