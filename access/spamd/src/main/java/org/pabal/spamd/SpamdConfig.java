// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/// @param maxMessageOctets of a message, which is kept in memory
/// @param patience with a client that sends nothing
/// @param allowed clients; those over a socket of the file system appear as loopback
public record SpamdConfig(int maxMessageOctets, Duration patience, Predicate<InetAddress> allowed) {

    /// spamc sends messages up to 500 kB unless it is told otherwise.
    private static final int MAX_MESSAGE = 4 << 20;

    public static SpamdConfig of(Predicate<InetAddress> allowed) {
        return new SpamdConfig(MAX_MESSAGE, Duration.ofSeconds(60), allowed);
    }
}
