// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.Duration;

/// How connections to other hosts are made and kept.
///
/// @param hostname that we greet with
/// @param connectTimeout for each address
/// @param idleTime how long a connection is kept for another mail
/// @param maxIdle connections that are kept, to all hosts together
/// @param mailsPerConnection after which a connection is closed
public record SessionConfig(
        String hostname,
        Duration connectTimeout,
        Duration idleTime,
        int maxIdle,
        int mailsPerConnection) {
    public SessionConfig {
        if (connectTimeout.isNegative()
                || connectTimeout.isZero()
                || idleTime.isNegative()
                || maxIdle < 0
                || mailsPerConnection < 1) {
            throw new IllegalArgumentException("a limit of connections below its least");
        }
    }

    public static SessionConfig defaults(String hostname) {
        return new SessionConfig(hostname, Duration.ofSeconds(15), Duration.ofSeconds(3), 100, 100);
    }
}
