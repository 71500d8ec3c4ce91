// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning.format.v1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.pabal.spam.statistics.Kind;

/// An account's change of mind that the shared model is to hear of.
///
/// @param before what the shared record knows of it
/// @param features of the text, which are gone when this is counted
public record Vote(Optional<Kind> before, Optional<Kind> now, byte[] features) {
    private static final byte VERSION = 1;

    public byte[] octets() {
        return ByteBuffer.allocate(3 + features.length)
                .put(VERSION)
                .put(SharedRecord.octet(before))
                .put(SharedRecord.octet(now))
                .put(features)
                .array();
    }

    public static Optional<Vote> read(byte[] octets) {
        return octets.length < 3 || octets[0] != VERSION
                ? Optional.empty()
                : Optional.of(
                        new Vote(
                                SharedRecord.kind(octets[1]),
                                SharedRecord.kind(octets[2]),
                                Arrays.copyOfRange(octets, 3, octets.length)));
    }

    /// Of the key under which a vote lies.
    public static Digest digestOf(byte[] key) {
        return Digest.read(key, LearningKeys.votes().length);
    }
}
