// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.cluster.HostConnection;

/// Writes pieces to the other host. Safe for use by many threads.
final class Pieces {
    private static final int MOST = HostConnection.MAX_PIECE_OCTETS - 1;

    /// Either end of a call.
    interface Line {
        void write(byte[] octets, int offset, int length) throws IOException;

        void flush() throws IOException;
    }

    private final Line line;
    private final ReentrantLock lock = new ReentrantLock();

    Pieces(Line line) {
        this.line = line;
    }

    /// @param octets of a body, in as many pieces as it takes
    void write(Kind kind, byte[] octets, int offset, int length) throws IOException {
        lock.lock();
        try {
            int done = 0;
            do {
                int now = Math.min(MOST, length - done);
                put(kind, octets, offset + done, now);
                done += now;
            } while (done < length);
        } finally {
            lock.unlock();
        }
    }

    private void put(Kind kind, byte[] octets, int offset, int length) throws IOException {
        byte[] piece = new byte[length + 1];
        piece[0] = (byte) kind.number();
        System.arraycopy(octets, offset, piece, 1, length);
        line.write(piece, 0, piece.length);
    }

    void flush() throws IOException {
        lock.lock();
        try {
            line.flush();
        } finally {
            lock.unlock();
        }
    }

    /// One piece, at once.
    void say(Kind kind, byte[] octets) throws IOException {
        if (octets.length > MOST) {
            throw new IOException("more to say at once than a piece takes");
        }
        lock.lock();
        try {
            put(kind, octets, 0, octets.length);
            line.flush();
        } finally {
            lock.unlock();
        }
    }

    /// A message of a WebSocket.
    void message(String text) throws IOException {
        byte[] octets = text.getBytes(UTF_8);
        lock.lock();
        try {
            int done = 0;
            while (octets.length - done > MOST) {
                put(Kind.TEXT, octets, done, MOST);
                done += MOST;
            }
            put(Kind.LAST, octets, done, octets.length - done);
            line.flush();
        } finally {
            lock.unlock();
        }
    }

    /// Unless something is being said anyway.
    void beat() throws IOException {
        if (lock.tryLock()) {
            try {
                put(Kind.BEAT, new byte[0], 0, 0);
                line.flush();
            } finally {
                lock.unlock();
            }
        }
    }
}
