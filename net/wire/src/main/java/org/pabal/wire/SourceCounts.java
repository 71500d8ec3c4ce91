// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// How many connections each source has: an IPv4 address, or an IPv6 /64, which is what one customer
/// gets.
final class SourceCounts {

    private static final int IPV6_NETWORK_OCTETS = 8;

    private final int most;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    SourceCounts(int most) {
        this.most = most;
    }

    /// @return false when the source has as many as it may; then nothing was counted
    boolean enter(InetAddress source) {
        boolean[] entered = {false};
        counts.compute(
                key(source),
                (_, now) -> {
                    int count = now == null ? 0 : now;
                    entered[0] = count < most;
                    return entered[0] ? Integer.valueOf(count + 1) : now;
                });
        return entered[0];
    }

    void leave(InetAddress source) {
        counts.computeIfPresent(key(source), (_, count) -> count == 1 ? null : count - 1);
    }

    int sources() {
        return counts.size();
    }

    private static InetAddress key(InetAddress source) {
        if (!(source instanceof Inet6Address)) {
            return source;
        }
        byte[] network = source.getAddress();
        Arrays.fill(network, IPV6_NETWORK_OCTETS, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address of 16 octets is one", e);
        }
    }
}
