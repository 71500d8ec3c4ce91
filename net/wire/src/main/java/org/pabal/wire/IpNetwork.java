// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A range of addresses such as `192.0.2.0/24`, `2001:db8::/32` or one address alone.
///
/// @param prefix the number of leading bits that count
public record IpNetwork(InetAddress base, int prefix) {

    public IpNetwork {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException("no network has a prefix of " + prefix + " bits");
        }
    }

    /// The network of so long a prefix that an address lies in: behind the prefix are zeros.
    public static IpNetwork of(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int bit = prefix; bit < octets.length * 8; bit = (bit / 8 + 1) * 8) {
            octets[bit / 8] &= (byte) (0xff00 >> bit % 8);
        }
        try {
            return new IpNetwork(InetAddress.getByAddress(octets), prefix);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of its own length is one", impossible);
        }
    }

    /// What one customer gets: an IPv4 address, or an IPv6 /64.
    public static IpNetwork ofCustomer(InetAddress address) {
        return of(address, address instanceof Inet6Address ? 64 : 32);
    }

    /// What one site gets: an IPv4 /24, or an IPv6 /48.
    public static IpNetwork ofSite(InetAddress address) {
        return of(address, address instanceof Inet6Address ? 48 : 24);
    }

    /// @throws IllegalArgumentException when the text is none
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = base.getAddress().length * 8;
        try {
            return new IpNetwork(
                    base, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "behind the slash of a network stands a number: " + text, e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefix / 8;
        int rest = prefix % 8;
        if (!Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int mask = 0xff00 >> rest;
        return rest == 0 || (ours[whole] & mask & 0xff) == (theirs[whole] & mask & 0xff);
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
