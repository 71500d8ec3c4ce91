// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.time.Duration;

/// What clients may take of this server.
///
/// @param headerOctets request line and fields of one request (THREATS J02)
/// @param fields of one request
/// @param header how long a request may take until its fields are there, and so a handshake
/// @param idle how long a connection may rest between two requests, and a peer may take or bring
///     nothing in the midst of one
/// @param bodyOctetsPerSecond a body that comes slower over {@code bodyWindow} is given up; only the
///     time spent waiting for the client counts
/// @param bodyWindow over which a body's pace is measured
/// @param requests that are answered at a time; event streams and WebSockets do not count
/// @param requestsPerSource of these, of one IPv4 address or IPv6 /64
/// @param streams of one HTTP/2 connection at a time
/// @param framesPerSecond of one HTTP/2 connection that ask for work and move nothing on: resets,
///     pings, settings, empty frames (THREATS J03)
/// @param messageOctets of one WebSocket message
/// @param ping how often a WebSocket's client is asked whether it is still there
public record HttpLimits(
        int headerOctets,
        int fields,
        Duration header,
        Duration idle,
        int bodyOctetsPerSecond,
        Duration bodyWindow,
        int requests,
        int requestsPerSource,
        int streams,
        int framesPerSecond,
        int messageOctets,
        Duration ping) {

    public HttpLimits {
        if (!positive(header) || !positive(idle) || !positive(bodyWindow) || !positive(ping)) {
            throw new IllegalArgumentException("every duration must be longer than nothing");
        }
        if (headerOctets < 1
                || fields < 1
                || bodyOctetsPerSecond < 0
                || requests < 1
                || requestsPerSource < 1
                || streams < 1
                || framesPerSecond < 1
                || messageOctets < 1) {
            throw new IllegalArgumentException("a limit below one");
        }
    }

    /// The defaults of the project.
    public static HttpLimits standard() {
        return new HttpLimits(
                32 << 10,
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                500,
                Duration.ofSeconds(20),
                1000,
                100,
                100,
                100,
                10 << 20,
                Duration.ofSeconds(30));
    }

    public HttpLimits withTimes(Duration forHeader, Duration forIdle, Duration forPing) {
        return new HttpLimits(
                headerOctets,
                fields,
                forHeader,
                forIdle,
                bodyOctetsPerSecond,
                bodyWindow,
                requests,
                requestsPerSource,
                streams,
                framesPerSecond,
                messageOctets,
                forPing);
    }

    public HttpLimits withBodyPace(int octetsPerSecond, Duration window) {
        return new HttpLimits(
                headerOctets,
                fields,
                header,
                idle,
                octetsPerSecond,
                window,
                requests,
                requestsPerSource,
                streams,
                framesPerSecond,
                messageOctets,
                ping);
    }

    public HttpLimits withRequests(int atOnce, int ofOneSource) {
        return new HttpLimits(
                headerOctets,
                fields,
                header,
                idle,
                bodyOctetsPerSecond,
                bodyWindow,
                atOnce,
                ofOneSource,
                streams,
                framesPerSecond,
                messageOctets,
                ping);
    }

    public HttpLimits withMessageOctets(int octets) {
        return new HttpLimits(
                headerOctets,
                fields,
                header,
                idle,
                bodyOctetsPerSecond,
                bodyWindow,
                requests,
                requestsPerSource,
                streams,
                framesPerSecond,
                octets,
                ping);
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
