// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.time.Duration;

/// Limits that hold for every connection.
///
/// @param handshake of a PROXY header and of TLS (THREATS T07)
/// @param write how long a peer may take nothing of what it is sent
/// @param bodyOctetsPerSecond a body that comes slower over {@code bodyWindow} ends the connection
///     (THREATS S26); only the time spent waiting for the peer counts
/// @param hold how long a reader in the middle of a stream keeps its buffer before it gives it back
/// @param pooledBuffers that are kept for use again, 33 KiB each
/// @param compressedConnections at a time, 40 KiB each outside the heap (THREATS I16)
/// @param deflaters in use at a time, 256 KiB each outside the heap
public record WireLimits(
        Duration handshake,
        Duration write,
        int bodyOctetsPerSecond,
        Duration bodyWindow,
        Duration hold,
        int pooledBuffers,
        int compressedConnections,
        int deflaters) {

    public WireLimits {
        if (!positive(handshake) || !positive(write) || !positive(bodyWindow) || !positive(hold)) {
            throw new IllegalArgumentException("every duration must be longer than nothing");
        }
        if (bodyOctetsPerSecond < 0
                || pooledBuffers < 0
                || compressedConnections < 0
                || deflaters < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
    }

    /// The defaults of the project.
    public static WireLimits standard() {
        return new WireLimits(
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                500,
                Duration.ofSeconds(60),
                Duration.ofMillis(20),
                1024,
                2000,
                64);
    }

    public WireLimits withHandshake(Duration limit) {
        return new WireLimits(
                limit,
                write,
                bodyOctetsPerSecond,
                bodyWindow,
                hold,
                pooledBuffers,
                compressedConnections,
                deflaters);
    }

    public WireLimits withWrite(Duration limit) {
        return new WireLimits(
                handshake,
                limit,
                bodyOctetsPerSecond,
                bodyWindow,
                hold,
                pooledBuffers,
                compressedConnections,
                deflaters);
    }

    public WireLimits withBodyPace(int octetsPerSecond, Duration window) {
        return new WireLimits(
                handshake,
                write,
                octetsPerSecond,
                window,
                hold,
                pooledBuffers,
                compressedConnections,
                deflaters);
    }

    public WireLimits withHold(Duration limit) {
        return new WireLimits(
                handshake,
                write,
                bodyOctetsPerSecond,
                bodyWindow,
                limit,
                pooledBuffers,
                compressedConnections,
                deflaters);
    }

    public WireLimits withCompression(int connections, int deflatersInUse) {
        return new WireLimits(
                handshake,
                write,
                bodyOctetsPerSecond,
                bodyWindow,
                hold,
                pooledBuffers,
                connections,
                deflatersInUse);
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
