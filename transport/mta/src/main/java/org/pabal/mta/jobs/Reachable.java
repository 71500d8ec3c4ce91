// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.Predicate;

/// Which addresses are connected to on behalf of users and of mails: those of the public network
/// that are not this host's own, and what the settings allow besides (THREATS V14, J07).
///
/// @param allowed private addresses that are allowed
public record Reachable(Predicate<InetAddress> allowed) {

    public static final Reachable PUBLIC = new Reachable(_ -> false);

    public boolean isAllowed(InetAddress address) {
        return isNamed(address) || isPublic(address) && !isOwn(address);
    }

    /// Whether the settings name it.
    public boolean isNamed(InetAddress address) {
        return allowed.test(address);
    }

    /// A public address that this host itself has: what answers there may trust this host.
    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /// RFC 6890, and what came later.
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(octets) : isPublic6(octets);
    }

    private static boolean isPublic4(byte[] octets) {
        int first = octets[0] & 0xFF;
        int second = octets[1] & 0xFF;
        int third = octets[2] & 0xFF;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127; // of carriers
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2));
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    /// Global unicast but for what holds an IPv4 address (NAT64, 6to4, Teredo) or is documentation.
    private static boolean isPublic6(byte[] octets) {
        int first = (octets[0] & 0xFF) << 8 | octets[1] & 0xFF;
        int second = (octets[2] & 0xFF) << 8 | octets[3] & 0xFF;
        return (first & 0xE000) == 0x2000
                && first != 0x2002
                && !(first == 0x2001 && (second == 0 || second == 0xDB8 || second < 0x200));
    }
}
