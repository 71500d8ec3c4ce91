// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/// Octets that came and were not read yet: `octets[pos..end)`.
///
/// Waiting is done with a small array of its own, enough for most commands. A pooled buffer is taken
/// only while octets stream in, and given back as soon as the peer pauses for longer than the hold.
/// One thread at a time uses it.
final class ReadBuffer {

    /// Most commands of SMTP and IMAP are shorter, with their TLS record around them too.
    private static final int SMALL = 256;

    private static final byte[] NONE = {};

    private final BufferPool pool;
    private final long holdNanos;
    private byte[] small = NONE;
    private boolean pooled;
    private boolean streaming;

    byte[] octets = NONE;
    int pos;
    int end;

    ReadBuffer(BufferPool pool, long holdNanos) {
        this.pool = pool;
        this.holdNanos = holdNanos;
    }

    int length() {
        return end - pos;
    }

    /// More than a few octets are expected next: a body.
    void expectMuch() {
        streaming = true;
    }

    /// Adds what the socket has to what is here, waiting for it when there is nothing.
    ///
    /// @param nanos to wait at most
    /// @return false at the end of the stream
    /// @throws SocketTimeoutException when nothing came; it can be called again
    boolean receive(RawSocket raw, long nanos) throws IOException {
        long wait = Math.max(nanos, 1);
        if (streaming || pos < end) {
            pooledRoom(1);
            if (!raw.canTryAgain() || wait <= holdNanos) {
                return added(raw.read(octets, end, octets.length - end, wait));
            }
            try {
                return added(raw.read(octets, end, octets.length - end, holdNanos));
            } catch (SocketTimeoutException e) {
                wait -= holdNanos;
            }
        }
        settle();
        return added(raw.read(octets, end, octets.length - end, wait));
    }

    private boolean added(int count) {
        if (count < 0) {
            return false;
        }
        end += count;
        streaming = end == octets.length;
        return true;
    }

    /// Makes room in a pooled buffer, moving what is here to its start.
    void pooledRoom(int wanted) {
        if (!pooled) {
            byte[] larger = pool.take();
            System.arraycopy(octets, pos, larger, 0, length());
            become(larger, true);
        } else if (pos == end) {
            pos = 0;
            end = 0;
        } else if (octets.length - end < wanted) {
            System.arraycopy(octets, pos, octets, 0, length());
            end -= pos;
            pos = 0;
        }
        if (octets.length - end < wanted) {
            throw new IllegalStateException("a read buffer without room");
        }
    }

    /// Gives the pooled buffer back. What is here goes to an array of its size and a little more.
    private void settle() {
        int length = length();
        if (length == 0) {
            if (small.length == 0) {
                small = new byte[SMALL];
            }
            release();
            octets = small;
        } else if (pooled) {
            byte[] fitting = Arrays.copyOfRange(octets, pos, end + SMALL);
            pool.give(octets);
            octets = fitting;
            pooled = false;
            pos = 0;
            end = length;
        }
    }

    /// Puts octets behind those that are here.
    void append(byte[] from, int offset, int count) {
        pooledRoom(count);
        System.arraycopy(from, offset, octets, end, count);
        end += count;
    }

    /// Drops what is here and gives a pooled buffer back.
    void release() {
        become(NONE, false);
        pos = 0;
        end = 0;
    }

    private void become(byte[] other, boolean fromPool) {
        if (pooled) {
            pool.give(octets);
        }
        end -= pos;
        pos = 0;
        octets = other;
        pooled = fromPool;
    }
}
