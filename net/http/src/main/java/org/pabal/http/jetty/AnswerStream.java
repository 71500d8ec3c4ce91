// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.pabal.http.HttpLimits;

/// The body of an answer, piece by piece.
final class AnswerStream extends OutputStream {
    private static final int BUFFER = 16 << 10;
    private static final int CHUNK = 64 << 10;
    private static final byte[] NONE = new byte[0];

    private final Response response;
    private final Callback done;
    private final HttpLimits limits;
    private final boolean bodyless;
    private byte[] buffer = NONE;
    private int filled;
    private boolean closed;
    private boolean gone;

    /// @param done told when the answer has ended
    /// @param bodyless HEAD: nothing of it is sent
    AnswerStream(Response response, Callback done, HttpLimits limits, boolean bodyless) {
        this.response = response;
        this.limits = limits;
        this.done = done;
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
        if (bodyless) {
            return;
        }
        if (length >= BUFFER) {
            send(false);
            for (int sent = 0; sent < length; sent += CHUNK) {
                send(false, ByteBuffer.wrap(octets, offset + sent, Math.min(CHUNK, length - sent)));
            }
            return;
        }
        if (filled + length > BUFFER) {
            send(false);
        }
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        System.arraycopy(octets, offset, buffer, filled, length);
        filled += length;
    }

    @Override
    public void flush() throws IOException {
        if (!closed && !bodyless) {
            send(false);
            buffer = NONE; // event streams rest between two flushes
        }
    }

    private void send(boolean last) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(buffer, 0, filled);
        filled = 0;
        send(last, octets);
    }

    /// A client that takes drop by drop is given up as one that brings so.
    private long patience(int octets) {
        long pace = Math.max(1, limits.bodyOctetsPerSecond());
        return limits.bodyWindow().toNanos() + TimeUnit.SECONDS.toNanos(octets) / pace;
    }

    private void send(boolean last, ByteBuffer octets) throws IOException {
        try (Blocker.Callback sent = Blocker.callback()) {
            response.write(last, octets, sent);
            sent.block(patience(octets.remaining()), TimeUnit.NANOSECONDS);
        } catch (IOException | TimeoutException e) {
            gone = true;
            // Jetty throws the same one again and again, which try-with-resources cannot bear.
            throw new IOException("the client has gone", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (gone) {
            done.failed(new IOException("the client has gone"));
            return;
        }
        try {
            send(true);
            buffer = NONE;
            done.succeeded();
        } catch (IOException | RuntimeException e) {
            done.failed(e);
            throw e;
        }
    }
}
