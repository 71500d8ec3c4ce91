// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicLong;

/// What all listeners and connectors of a process share: limits, the pool of buffers, the watchdog
/// over stuck peers, and the numbering of sessions. The composition root makes one.
public final class Wire implements Closeable {

    private final WireLimits limits;
    private final BufferPool pool;
    private final Watchdog watchdog;
    private final Deflaters deflaters;
    private final String run;
    private final Gatekeeper gatekeeper;
    private final AtomicLong sessions = new AtomicLong();

    /// Numbers sessions from 1.
    public Wire(WireLimits limits) {
        this(limits, "");
    }

    /// @param run begins the id of every session, so that ids of different runs differ in logs
    public Wire(WireLimits limits, String run) {
        this(limits, run, Gatekeeper.OPEN);
    }

    /// @param gatekeeper of all listeners
    public Wire(WireLimits limits, String run, Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
        this.limits = limits;
        this.run = run;
        this.pool = new BufferPool(limits.pooledBuffers());
        this.deflaters = new Deflaters(limits.deflaters(), limits.compressedConnections());
        this.watchdog = new Watchdog(limits.write());
    }

    public WireLimits limits() {
        return limits;
    }

    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    BufferPool pool() {
        return pool;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    Deflaters deflaters() {
        return deflaters;
    }

    /// Short, and unique within this run.
    public String nextSession() {
        return run + Long.toString(sessions.incrementAndGet(), 36);
    }

    /// Buffers that connections hold at the moment; those that wait for their peer hold none.
    public int buffersInUse() {
        return pool.inUse();
    }

    /// Connections that are compressed at the moment.
    public int compressedConnections() {
        return deflaters.connections();
    }

    /// Deflaters that connections hold at the moment; those that are silent hold none.
    public int deflatersInUse() {
        return deflaters.lent();
    }

    /// Connections that are open at the moment, of either role.
    public int openConnections() {
        return watchdog.watched();
    }

    /// Ends the watch over stuck peers. Listeners and connections are closed by their owners.
    @Override
    public void close() {
        watchdog.close();
        deflaters.close();
    }
}
