// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.net.Inet6Address;
import java.net.InetAddress;

/// A family of addresses, each with its own way into the Internet.
public enum Family {
    IPV4("IPv4", 3),
    IPV6("IPv6", 6);

    private final String text;
    private final int networkOctets;

    Family(String text, int networkOctets) {
        this.text = text;
        this.networkOctets = networkOctets;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /// The /24 or /48 that an address is in: hosts of one network fail together for reasons of
    /// their own.
    String network(InetAddress address) {
        return java.util.HexFormat.of().formatHex(address.getAddress(), 0, networkOctets);
    }

    @Override
    public String toString() {
        return text;
    }
}
