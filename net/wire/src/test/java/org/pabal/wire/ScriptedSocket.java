// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/// A socket whose every read gives one piece of a script, then the end of the stream.
final class ScriptedSocket implements RawSocket {

    /// A piece that stands for a time-out.
    static final byte[] TIMEOUT = {};

    private final ArrayDeque<byte[]> pieces;

    ScriptedSocket(List<byte[]> pieces) {
        this.pieces = new ArrayDeque<>(pieces);
    }

    static Inbound inbound(byte[]... pieces) {
        return inbound(List.of(pieces));
    }

    static Inbound inbound(List<byte[]> pieces) {
        var socket = new ScriptedSocket(pieces);
        var pool = new BufferPool(2);
        var out = new WriteBuffer(socket, pool, Duration.ofMinutes(1));
        return new Inbound(socket, out, pool, WireLimits.standard());
    }

    @Override
    public int read(byte[] into, int offset, int length, long nanos) throws SocketTimeoutException {
        byte[] piece = pieces.poll();
        if (piece == null) {
            return -1;
        }
        if (piece == TIMEOUT) {
            throw new SocketTimeoutException("as in the script");
        }
        int count = Math.min(length, piece.length);
        System.arraycopy(piece, 0, into, offset, count);
        if (count < piece.length) {
            pieces.addFirst(java.util.Arrays.copyOfRange(piece, count, piece.length));
        }
        return count;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {}

    @Override
    public boolean canTryAgain() {
        return true;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void check(long now) {}

    @Override
    public void shutdownInput() {
        pieces.clear();
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
}
