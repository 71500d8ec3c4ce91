// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move.format.v1;

import java.time.Instant;
import java.util.UUID;
import org.pabal.directory.AccountId;
import org.pabal.message.Address;

/// What the host knows for good of an account that leaves it, or has left it.
///
/// @param account its number here
/// @param host to which it moves
/// @param changed when the state was reached
public record DepartureRecord(
        UUID move,
        AccountId account,
        Address address,
        String host,
        State state,
        Instant begun,
        Instant changed) {

    /// In the order in which they follow each other; CANCELLING follows COPYING alone.
    public enum State {
        /// The account is here and in use.
        COPYING(1),
        /// The account is here and in use; the other host is to throw away what it has.
        CANCELLING(2),
        /// The account is the other host's from the commit on that wrote this.
        DECIDED(3),
        /// The other host serves it; the directory is to say so.
        LIVE_THERE(4),
        /// All is said; the old mail lies here for a time.
        MOVED(5),
        /// The old mail is removed.
        CLEARED(6);

        final int code;

        State(int code) {
            this.code = code;
        }

        /// Whether the account is not this host's any more.
        public boolean isGone() {
            return this != COPYING && this != CANCELLING;
        }
    }

    public DepartureRecord in(State next, Instant now) {
        return new DepartureRecord(move, account, address, host, next, begun, now);
    }
}
