// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A piece of a stream as it came.
///
/// @param octets what it is first, {@link Kind}
record Piece(Kind kind, byte[] octets) {

    /// @param octets foreign input
    static Piece read(byte[] octets) throws IOException {
        if (octets.length == 0) {
            throw new IOException("the other host sent an empty piece");
        }
        return new Piece(
                Kind.of(octets[0])
                        .orElseThrow(() -> new IOException("the other host sent a foreign piece")),
                octets);
    }

    int length() {
        return octets.length - 1;
    }

    String text() {
        return new String(octets, 1, length(), UTF_8);
    }

    void addTo(ByteArrayOutputStream gathered) {
        gathered.write(octets, 1, length());
    }

    /// How a WebSocket ends, {@link Kind#CLOSE}.
    record Farewell(int status, String reason) {
        private static final int GOING_AWAY = 1001;

        /// Of a host that said no more.
        static final Farewell GONE = new Farewell(GOING_AWAY, "");

        byte[] octets() {
            byte[] text = reason.getBytes(UTF_8);
            return ByteBuffer.allocate(2 + text.length).putShort((short) status).put(text).array();
        }
    }

    Farewell farewell() throws IOException {
        if (length() < 2) {
            throw new IOException("the other host ends a WebSocket without a status");
        }
        int status = Short.toUnsignedInt(ByteBuffer.wrap(octets, 1, 2).getShort());
        return new Farewell(status, new String(octets, 3, length() - 2, UTF_8));
    }
}
