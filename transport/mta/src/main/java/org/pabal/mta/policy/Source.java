// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.net.InetAddress;

/// Who counts as one client: an IPv4 address, or an IPv6 /64, which is what one customer gets.
///
/// @param network the address, or the leading half of it
record Source(Family family, long network) {
    private static final int NETWORK_OF_IPV4 = 3;
    private static final int NETWORK_OF_IPV6 = 6;

    enum Family {
        IPV4,
        IPV6,
        /// A /24.
        IPV4_NETWORK,
        /// A /48.
        IPV6_NETWORK
    }

    static Source of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4
                ? new Source(Family.IPV4, leading(octets, octets.length))
                : new Source(Family.IPV6, leading(octets, Long.BYTES));
    }

    /// Whom it is a part of: what one site or one provider's rack has.
    static Source networkOf(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4
                ? new Source(Family.IPV4_NETWORK, leading(octets, NETWORK_OF_IPV4))
                : new Source(Family.IPV6_NETWORK, leading(octets, NETWORK_OF_IPV6));
    }

    private static long leading(byte[] octets, int count) {
        long network = 0;
        for (int i = 0; i < count; i++) {
            network = network << 8 | octets[i] & 0xFF;
        }
        return network;
    }
}
