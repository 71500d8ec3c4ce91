// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.InetAddress;
import java.util.Optional;
import org.pabal.message.Domain;

/// The addresses of `ip4:` or `ip6:`. RFC 7208 §5.6.
final class AddressBlock {
    private final byte[] network;
    private final int bits;

    private AddressBlock(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// `ip4-network = qnum "." qnum "." qnum "." qnum`
    static Optional<AddressBlock> four(String text, int bits) {
        return Domain.parse("[" + text + "]")
                .filter(literal -> text.indexOf(':') < 0)
                .map(literal -> new AddressBlock(InetAddress.ofLiteral(text).getAddress(), bits));
    }

    /// `ip6-network`, RFC 4291 §2.2.
    static Optional<AddressBlock> six(String text, int bits) {
        return Domain.parse("[IPv6:" + text + "]")
                .map(literal -> new AddressBlock(sixOctets(InetAddress.ofLiteral(text)), bits));
    }

    /// The JDK makes an IPv4 address of an IPv4-mapped one.
    private static byte[] sixOctets(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 16) {
            return octets;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(octets, 0, mapped, 12, 4);
        return mapped;
    }

    boolean contains(InetAddress client) {
        return agree(network, client.getAddress(), bits);
    }

    /// Whether two addresses of one family have the same first bits.
    static boolean agree(byte[] one, byte[] other, int bits) {
        if (one.length != other.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (one[i] != other[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((one[whole] ^ other[whole]) & 0xFF) >> (8 - rest) == 0;
    }
}
