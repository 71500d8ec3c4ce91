// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// The body of an answer, piece by piece.
final class AnswerBody extends OutputStream {
    private static final int BUFFER = 32 << 10;
    private static final byte[] NONE = new byte[0];

    private final Pieces pieces;
    private final boolean bodyless;
    private byte[] buffer = NONE;
    private int filled;
    private boolean closed;

    /// @param bodyless HEAD: nothing of it is sent
    AnswerBody(Pieces pieces, boolean bodyless) {
        this.pieces = pieces;
        this.bodyless = bodyless;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (closed) {
            throw new IOException("the answer has ended");
        }
        if (bodyless || length == 0) {
            return;
        }
        if (length >= BUFFER) {
            send(Kind.BODY);
            pieces.write(Kind.BODY, octets, offset, length);
            return;
        }
        if (filled + length > BUFFER) {
            send(Kind.BODY);
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        System.arraycopy(octets, offset, buffer, filled, length);
        filled += length;
    }

    private void send(Kind kind) throws IOException {
        if (filled > 0 || kind == Kind.FLUSH) {
            pieces.write(kind, buffer, 0, filled);
            filled = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!closed && !bodyless) {
            send(Kind.FLUSH);
            pieces.flush();
            buffer = NONE; // event streams rest between two flushes
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            send(Kind.BODY);
            buffer = NONE;
        }
    }
}
