// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What goes to the peer: gathered in a pooled buffer, packed, wrapped into TLS, sent when flushed or when
/// the buffer is full. No buffer is held when nothing waits to be sent.
final class WriteBuffer {

    /// Gathered before it is sent: two TLS records' worth.
    private static final int GATHERED = 32 * 1024;

    /// Close_notify is a courtesy and may not delay a close for longer.
    private static final long GOODBYE_NANOS = Duration.ofSeconds(1).toNanos();

    private final RawSocket raw;
    private final BufferPool pool;
    private final long limitNanos;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable SSLEngine engine;
    private byte @Nullable [] gathered;
    private int length;

    private volatile @Nullable Deflation deflation; // set once, used under the lock

    private volatile boolean closed;
    private volatile boolean expired;
    private volatile boolean sending;
    private volatile long sendUntil;

    WriteBuffer(RawSocket raw, BufferPool pool, Duration limit) {
        this.raw = raw;
        this.pool = pool;
        this.limitNanos = limit.toNanos();
    }

    void write(byte[] octets, int offset, int count) throws IOException {
        lock();
        try {
            if (count > GATHERED - length) {
                sendGathered();
            }
            if (count >= GATHERED) {
                send(octets, offset, count, limitNanos);
                return;
            }
            if (gathered == null) {
                gathered = pool.take();
            }
            System.arraycopy(octets, offset, gathered, length, count);
            length += count;
        } finally {
            unlock();
        }
    }

    void flush() throws IOException {
        lock();
        try {
            sendAll();
        } finally {
            unlock();
        }
    }

    /// For a reader that is about to wait: flushes, unless another thread is writing just now, whose
    /// flush is its own business.
    void flushUnlessBusy() throws IOException {
        if (closed || !lock.tryLock()) {
            return;
        }
        try {
            sendAll();
        } finally {
            unlock();
        }
    }

    /// From now on everything is wrapped.
    void startTls(SSLEngine with) {
        lock.lock();
        try {
            engine = with;
        } finally {
            unlock();
        }
    }

    /// From now on everything is packed, before TLS wraps it.
    void startDeflation(Deflaters deflaters) {
        lock.lock();
        try {
            deflation = new Deflation(deflaters, pool);
        } finally {
            unlock();
        }
    }

    /// Sends what TLS itself has to say: handshake, key update, alert.
    void sendTlsRecords() throws IOException {
        lock();
        try {
            if (engine != null) {
                wrap(engine, ByteBuffer.allocate(0), limitNanos);
            }
        } finally {
            unlock();
        }
    }

    /// Tries to say goodbye to a TLS peer; never waits for long, never fails.
    void sayGoodbye() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (engine != null && !closed && !engine.isOutboundDone()) {
                engine.closeOutbound();
                wrap(engine, ByteBuffer.allocate(0), GOODBYE_NANOS);
            }
        } catch (IOException e) {
            // The peer has gone before.
        } finally {
            unlock();
        }
    }

    /// Every later write fails; buffers are given back by whoever holds the lock last.
    void close() {
        closed = true;
        if (lock.tryLock()) {
            unlock();
        }
    }

    /// Closes the socket when the peer takes nothing.
    void check(long now) {
        rest(now);
        if (sending && now - sendUntil > 0 && !expired) {
            expired = true;
            try {
                raw.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    private void rest(long now) {
        Deflation resting = deflation;
        if (resting != null && lock.tryLock()) {
            try {
                resting.rest(now);
            } finally {
                unlock();
            }
        }
    }

    private void lock() throws IOException {
        lock.lock();
        if (closed) {
            unlock();
            throw new IOException("the connection is closed");
        }
    }

    private void unlock() {
        if (closed) {
            releaseAll();
        }
        lock.unlock();
        // Closed between the look above and the unlock: the closer found the lock taken.
        if (closed && !lock.isHeldByCurrentThread() && lock.tryLock()) {
            try {
                releaseAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void releaseAll() {
        releaseGathered();
        Deflation ending = deflation;
        if (ending != null) {
            ending.release();
        }
    }

    private void releaseGathered() {
        if (gathered != null) {
            pool.give(gathered);
            gathered = null;
            length = 0;
        }
    }

    /// So that the peer has all of it.
    private void sendAll() throws IOException {
        sendGathered();
        Deflation packing = deflation;
        if (packing != null) {
            packing.sync(this::sendPacked);
        }
    }

    private void sendPacked(byte[] octets, int offset, int count) throws IOException {
        sendBelow(octets, offset, count, limitNanos);
    }

    private void sendGathered() throws IOException {
        if (gathered != null) {
            int count = length;
            try {
                length = 0;
                send(gathered, 0, count, limitNanos);
            } finally {
                releaseGathered();
            }
        }
    }

    private void send(byte[] octets, int offset, int count, long nanos) throws IOException {
        Deflation packing = deflation;
        if (packing != null) {
            packing.write(octets, offset, count, this::sendPacked);
        } else {
            sendBelow(octets, offset, count, nanos);
        }
    }

    private void sendBelow(byte[] octets, int offset, int count, long nanos) throws IOException {
        if (engine != null) {
            wrap(engine, ByteBuffer.wrap(octets, offset, count), nanos);
            return;
        }
        for (int sent = 0; sent < count; sent += GATHERED) {
            sendRaw(octets, offset + sent, Math.min(GATHERED, count - sent), nanos);
        }
    }

    /// Wraps all of the octets, and what TLS has to say by itself, and sends the records.
    private void wrap(SSLEngine tls, ByteBuffer octets, long nanos) throws IOException {
        byte[] records = pool.take();
        try {
            ByteBuffer into = ByteBuffer.wrap(records);
            SSLEngineResult result;
            do {
                result = tls.wrap(octets, into);
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                    if (into.position() == 0) {
                        throw new SSLException("a TLS record larger than its buffer");
                    }
                    sendRaw(records, 0, into.position(), nanos);
                    into.clear();
                } else if (result.getStatus() == SSLEngineResult.Status.CLOSED
                        && octets.hasRemaining()) {
                    throw new SSLException("TLS is closed");
                }
            } while (moreToWrap(result, octets));
            if (into.position() > 0) {
                sendRaw(records, 0, into.position(), nanos);
            }
        } finally {
            pool.give(records);
        }
    }

    private static boolean moreToWrap(SSLEngineResult result, ByteBuffer octets)
            throws SSLException {
        return switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> true;
            case CLOSED -> false;
            case BUFFER_UNDERFLOW -> throw new SSLException("TLS cannot wrap");
            case OK -> {
                if (octets.hasRemaining()
                        && result.bytesConsumed() == 0
                        && result.bytesProduced() == 0) {
                    throw new SSLException("TLS is not ready to send");
                }
                yield octets.hasRemaining()
                        || result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
            }
        };
    }

    private void sendRaw(byte[] octets, int offset, int count, long nanos) throws IOException {
        sendUntil = System.nanoTime() + nanos;
        sending = true;
        try {
            raw.write(octets, offset, count);
        } catch (IOException e) {
            if (expired) {
                throw new SocketTimeoutException("the peer took nothing in time");
            }
            throw e;
        } finally {
            sending = false;
        }
    }
}
