// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// The writing half of DEFLATE, RFC 4978: raw blocks (RFC 1951) without end. Under the lock of its
/// {@link WriteBuffer}.
///
/// After each flush the stream stands at an octet's border and no block is open, so that any fresh
/// deflater may go on: it only cannot point back to what was said before. That is why a deflater may
/// be given back between two responses.
final class Deflation {

    /// What a stored block holds at most. RFC 1951 §3.2.4.
    private static final int STORED = 0xFFFF;

    private static final int STORED_HEADER = 5;

    /// As long as a client that asks one thing after the other may need between two commands.
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    /// Sends packed octets on.
    interface Below {
        void send(byte[] octets, int offset, int count) throws IOException;
    }

    private final Deflaters deflaters;
    private final BufferPool pool;
    private @Nullable Deflater deflater;
    private boolean unsynced;
    private long lastUsed;

    Deflation(Deflaters deflaters, BufferPool pool) {
        this.deflaters = deflaters;
        this.pool = pool;
    }

    void write(byte[] octets, int offset, int count, Below below) throws IOException {
        if (count == 0) {
            return;
        }
        if (deflater == null) {
            deflater = deflaters.take();
        }
        Deflater with = deflater;
        if (with == null) {
            store(octets, offset, count, below);
            return;
        }
        unsynced = true;
        with.setInput(octets, offset, count);
        pack(with, Deflater.NO_FLUSH, below);
    }

    /// Lets out all that was written. RFC 4978 §4: the peer must be able to inflate every response.
    void sync(Below below) throws IOException {
        Deflater with = deflater;
        if (unsynced && with != null) {
            pack(with, Deflater.SYNC_FLUSH, below);
            unsynced = false;
        }
        lastUsed = System.nanoTime();
    }

    private void pack(Deflater with, int flush, Below below) throws IOException {
        byte[] packed = pool.take();
        try {
            int length;
            do {
                length = with.deflate(packed, 0, packed.length, flush);
                if (length > 0) {
                    below.send(packed, 0, length);
                }
            } while (length == packed.length);
        } finally {
            pool.give(packed);
        }
    }

    private static void store(byte[] octets, int offset, int count, Below below)
            throws IOException {
        for (int sent = 0; sent < count; sent += STORED) {
            int length = Math.min(STORED, count - sent);
            int complement = ~length;
            byte[] header = {
                0, (byte) length, (byte) (length >> 8), (byte) complement, (byte) (complement >> 8)
            };
            below.send(header, 0, STORED_HEADER);
            below.send(octets, offset + sent, length);
        }
    }

    /// Gives the deflater back when nothing was said for a while.
    void rest(long now) {
        if (deflater != null && !unsynced && now - lastUsed > KEPT_NANOS) {
            release();
        }
    }

    void release() {
        if (deflater != null) {
            deflaters.give(deflater);
            deflater = null;
        }
    }
}
