// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history.format.v1;

import java.nio.ByteBuffer;

/// Whom an account knows.
///
/// @param correspondents to whom it has written
/// @param senders who have written to it, and whose mail it has kept
/// @param sent ids of messages that it has sent
public record People(DatedSet correspondents, DatedSet senders, DatedSet sent) {
    public static final People NONE = new People(DatedSet.EMPTY, DatedSet.EMPTY, DatedSet.EMPTY);

    private static final byte VERSION = 1;

    public byte[] octets() {
        ByteBuffer out =
                ByteBuffer.allocate(1 + correspondents.octets() + senders.octets() + sent.octets());
        out.put(VERSION);
        correspondents.write(out);
        senders.write(out);
        sent.write(out);
        return out.array();
    }

    /// None for a record of another version.
    public static People read(byte[] octets) {
        if (octets.length == 0 || octets[0] != VERSION) {
            return NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        DatedSet correspondents = DatedSet.read(in);
        DatedSet senders = DatedSet.read(in);
        return new People(correspondents, senders, DatedSet.read(in));
    }

    /// For a bound on memory.
    public int weight() {
        return 200 + correspondents.octets() + senders.octets() + sent.octets();
    }
}
