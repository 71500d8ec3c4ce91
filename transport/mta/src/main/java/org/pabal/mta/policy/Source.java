// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.net.InetAddress;

/// Who counts as one client: an IPv4 address, or an IPv6 /64, which is what one customer gets.
///
/// @param network the address, or the leading half of it
record Source(Family family, long network) {
    enum Family {
        IPV4,
        IPV6
    }

    static Source of(InetAddress address) {
        byte[] octets = address.getAddress();
        long network = 0;
        for (int i = 0; i < Math.min(octets.length, Long.BYTES); i++) {
            network = network << 8 | octets[i] & 0xFF;
        }
        return new Source(octets.length == 4 ? Family.IPV4 : Family.IPV6, network);
    }
}
