// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What must be kept of a mail's training so that it can be undone: with this and the same mail a
/// model becomes what it would be had the mail never been learnt. {@value #OCTETS} octets.
///
/// @param kind what the mail was learnt as
/// @param features the {@link Features#VERSION} it was learnt in: of another one it cannot be undone
/// @param generation of the model that it went into: when that has aged away, so has the mail
/// @param step how far the weights of the mail's features were moved, 0 when they were not
public record Training(Kind kind, int features, int generation, int step) {
    public static final int OCTETS = 10;

    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .put((byte) kind.number())
                .put((byte) features)
                .putInt(generation)
                .putInt(step)
                .array();
    }

    /// Empty when the octets are none of {@link #octets}.
    public static Optional<Training> parse(byte[] octets) {
        if (octets.length != OCTETS) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        return Kind.of(in.get())
                .map(kind -> new Training(kind, in.get() & 0xFF, in.getInt(), in.getInt()));
    }
}
