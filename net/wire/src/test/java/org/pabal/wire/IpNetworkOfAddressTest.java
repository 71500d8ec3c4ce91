// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class IpNetworkOfAddressTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("203.0.113.255");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8:12:34:ffff::9");

    @Test
    void behindThePrefixAreZeros() {
        assertThat(IpNetwork.of(FOUR, 0)).hasToString("0.0.0.0/0");
        assertThat(IpNetwork.of(FOUR, 1)).hasToString("128.0.0.0/1");
        assertThat(IpNetwork.of(FOUR, 27)).hasToString("203.0.113.224/27");
        assertThat(IpNetwork.of(FOUR, 32)).hasToString("203.0.113.255/32");
        assertThat(IpNetwork.of(SIX, 68)).hasToString("2001:db8:12:34:f000:0:0:0/68");
        for (int prefix = 0; prefix <= 128; prefix++) {
            IpNetwork network = IpNetwork.of(SIX, prefix);
            assertThat(network.contains(SIX)).isTrue();
            assertThat(IpNetwork.of(network.base(), prefix)).isEqualTo(network);
        }
    }

    @Test
    void customersAndSites() {
        assertThat(IpNetwork.ofCustomer(FOUR)).hasToString("203.0.113.255/32");
        assertThat(IpNetwork.ofSite(FOUR)).hasToString("203.0.113.0/24");
        assertThat(IpNetwork.ofCustomer(SIX)).hasToString("2001:db8:12:34:0:0:0:0/64");
        assertThat(IpNetwork.ofSite(SIX)).hasToString("2001:db8:12:0:0:0:0:0/48");
    }
}
