// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move.format.v1;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.pabal.directory.AccountId;
import org.pabal.message.Address;

/// What the host knows for good of an account that comes to it, or has come.
///
/// @param account its number here
/// @param host from which it comes
/// @param numbers of accounts there, each with the number that the same account has here; of those
///     that both know. Its own is among them
/// @param changed when the state was reached
public record ArrivalRecord(
        UUID move,
        AccountId account,
        Address address,
        String host,
        State state,
        SortedMap<Long, Long> numbers,
        Instant begun,
        Instant changed) {

    public enum State {
        /// The account is the other host's; a part of it is here.
        ARRIVING(1),
        /// All of it is here; whose it is the other host decides.
        READY(2),
        /// It is this host's.
        LIVE(3);

        final int code;

        State(int code) {
            this.code = code;
        }
    }

    public ArrivalRecord {
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    }

    public ArrivalRecord in(State next, Instant now) {
        return new ArrivalRecord(move, account, address, host, next, numbers, begun, now);
    }

    public ArrivalRecord knowing(SortedMap<Long, Long> others) {
        return new ArrivalRecord(move, account, address, host, state, others, begun, changed);
    }
}
