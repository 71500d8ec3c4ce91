// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What comes from the peer, below TLS or above, and how long to wait for it. One thread at a time
/// reads; {@link #end} may come from any.
final class Inbound {

    private final RawSocket raw;
    private final WriteBuffer out;
    private final WireLimits limits;
    private final ReadBuffer plain;
    private @Nullable TlsInflow tls;
    private @Nullable Inflation inflation;

    private volatile long limitNanos = Duration.ofMinutes(5).toNanos();
    private volatile boolean idle;
    private volatile boolean ending;

    Inbound(RawSocket raw, WriteBuffer out, BufferPool pool, WireLimits limits) {
        this.raw = raw;
        this.out = out;
        this.limits = limits;
        this.plain = new ReadBuffer(pool, limits.hold().toNanos());
    }

    void limit(Duration limit) {
        limitNanos = limit.toNanos();
    }

    /// What can be read without waiting.
    ReadBuffer buffer() {
        return plain;
    }

    /// When a wait that begins now is over.
    long deadline() {
        return System.nanoTime() + limitNanos;
    }

    /// Gets more when nothing is here. What the session has written goes out first.
    ///
    /// @return false at the end of the stream
    boolean fill(long until, boolean much) throws IOException {
        Inflation inflating = inflation;
        if (inflating == null) {
            return fillFromBelow(plain, until, much);
        }
        while (!inflating.inflate(plain)) {
            if (inflating.isFinished()) {
                return false;
            }
            plain.release();
            if (!fillFromBelow(inflating.packed(), until, much)) {
                return false;
            }
        }
        return true;
    }

    private boolean fillFromBelow(ReadBuffer into, long until, boolean much) throws IOException {
        if (until - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("the peer sent nothing in time");
        }
        if (tls != null) {
            return tls.fill(into, until, much);
        }
        out.flushUnlessBusy();
        if (much) {
            into.expectMuch();
        }
        return into.receive(raw, until - System.nanoTime());
    }

    /// Like {@link #fill}, between two commands, where {@link #end} may end the input.
    boolean fillWhenIdle(long until) throws IOException {
        idle = true;
        try {
            return !ending && fill(until, false);
        } finally {
            idle = false;
        }
    }

    /// Ends the input at the next pause between two commands; at once when this is one. A body that
    /// is on its way comes in whole.
    void end() throws IOException {
        ending = true;
        if (idle) {
            raw.shutdownInput();
        }
    }

    boolean hasBuffered() throws IOException {
        if (plain.length() > 0) {
            return true;
        }
        Inflation inflating = inflation;
        if (inflating == null) {
            return tls != null && tls.hasRecord();
        }
        // Only what inflates to something can be read: an empty block, or half of one, is nothing.
        while (!inflating.inflate(plain)) {
            if (tls == null || !tls.hasRecord() || !tls.take(inflating.packed())) {
                plain.release();
                return false;
            }
        }
        return true;
    }

    /// A measure for a body that begins now.
    BodyPace pace() {
        return new BodyPace(limits.bodyOctetsPerSecond(), limits.bodyWindow());
    }

    /// Fills within a body, which may not come too slowly.
    ///
    /// @throws java.io.EOFException at the end of the stream
    void fillBody(BodyPace pace) throws IOException {
        long begin = System.nanoTime();
        if (!fill(begin + limitNanos, true)) {
            throw new java.io.EOFException("the peer closed within a body");
        }
        pace.received(plain.length(), System.nanoTime() - begin);
    }

    /// Goes on under TLS. What is buffered belongs to TLS.
    void startTls(TlsInflow with, long until) throws IOException {
        tls = with;
        with.handshake(plain, until);
    }

    /// Goes on with what is inflated from here on. What is buffered is packed.
    void startInflation(BufferPool pool) {
        inflation = new Inflation(takeOver(pool));
    }

    /// Moves what came in plain into a buffer for TLS records or packed octets.
    ReadBuffer takeOver(BufferPool pool) {
        ReadBuffer records = new ReadBuffer(pool, limits.hold().toNanos());
        if (plain.length() > 0) {
            records.append(plain.octets, plain.pos, plain.length());
        }
        plain.release();
        return records;
    }

    /// A session that works on a command, or a client between two, holds no buffer either.
    void releaseWhenEmpty() {
        if (plain.length() == 0) {
            plain.release();
        }
    }

    void release() {
        plain.release();
        if (tls != null) {
            tls.release();
        }
        if (inflation != null) {
            inflation.end();
        }
    }
}
