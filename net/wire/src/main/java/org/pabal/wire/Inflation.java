// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The reading half of DEFLATE, RFC 4978: raw blocks (RFC 1951). One thread at a time.
///
/// It inflates only as much as the plain buffer holds and only when that is empty, so that a stream
/// that grows a thousandfold (THREATS I16) meets the limits of lines and literals as plain octets do.
final class Inflation {

    private final Inflater inflater = new Inflater(true);
    private final ReadBuffer packed;
    private boolean outputWaits;
    private boolean ended;

    /// @param packed holding what came already
    Inflation(ReadBuffer packed) {
        this.packed = packed;
    }

    /// What came and was not inflated yet.
    ReadBuffer packed() {
        return packed;
    }

    /// Inflates from what is here into an empty buffer, as much as it holds.
    ///
    /// @return false when that yields nothing: more has to come first
    boolean inflate(ReadBuffer plain) throws IOException {
        if (ended) {
            throw new IOException("the connection is closed");
        }
        while (!inflater.finished() && (outputWaits || packed.length() > 0)) {
            step(plain);
            if (plain.length() > 0) {
                return true;
            }
        }
        return false;
    }

    private void step(ReadBuffer plain) throws IOException {
        plain.pooledRoom(1);
        int room = plain.octets.length - plain.end;
        inflater.setInput(packed.octets, packed.pos, packed.length());
        try {
            int count = inflater.inflate(plain.octets, plain.end, room);
            packed.pos = packed.end - inflater.getRemaining();
            plain.end += count;
            outputWaits = count == room;
        } catch (DataFormatException e) {
            throw new IOException("the peer sent what is no DEFLATE stream", e);
        }
        if (packed.length() == 0) {
            packed.release();
        }
    }

    /// The peer closed its stream: nothing can come any more.
    boolean isFinished() {
        return !ended && inflater.finished();
    }

    /// To be called once the connection is closed; afterwards nothing is inflated.
    void end() {
        if (!ended) {
            ended = true;
            inflater.end();
            packed.release();
        }
    }
}
