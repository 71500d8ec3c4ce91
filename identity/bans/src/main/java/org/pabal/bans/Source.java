// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pabal.wire.IpNetwork;

/// Where clients come from, as it is counted: an IPv4 address or IPv6 /64, which is one customer, or a
/// larger network.
///
/// @param bits from the left; those behind the length are 0
/// @param length of the prefix, at most 32 or 64
public record Source(Family family, long bits, int length) {

    /// With its octet on disk, how many bits of an address count, and how many of its network.
    public enum Family {
        IPV4(0, 32, 24),
        IPV6(1, 64, 48);

        private final int code;
        private final int all;
        private final int wide;

        Family(int code, int all, int wide) {
            this.code = code;
            this.all = all;
            this.wide = wide;
        }

        public int code() {
            return code;
        }

        /// @throws IllegalArgumentException for an octet that is none
        public static Family of(int code) {
            return switch (code) {
                case 0 -> IPV4;
                case 1 -> IPV6;
                default -> throw new IllegalArgumentException("an address family " + code);
            };
        }
    }

    public Source {
        if (length < 0 || length > family.all || (bits & ~mask(length)) != 0) {
            throw new IllegalArgumentException("no source has " + length + " bits of " + bits);
        }
    }

    public static long mask(int length) {
        return length == 0 ? 0 : -1L << (64 - length);
    }

    /// An address, as it is counted first.
    public static Source of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4
                ? new Source(Family.IPV4, (long) ByteBuffer.wrap(octets).getInt() << 32, 32)
                : new Source(Family.IPV6, ByteBuffer.wrap(octets).getLong(), 64);
    }

    public static Source of(IpNetwork network) {
        Source address = of(network.base());
        return address.wide(Math.min(network.prefix(), address.family.all));
    }

    /// An address or a network as people write it.
    public static Optional<Source> parse(String text) {
        try {
            return Optional.of(of(IpNetwork.parse(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Source wide(int bitsLeft) {
        return new Source(family, bits & mask(bitsLeft), bitsLeft);
    }

    /// The network that an address is counted in besides.
    public Source network() {
        return wide(Math.min(length, family.wide));
    }

    /// Whether it is what one customer has.
    public boolean isAddress() {
        return length == family.all;
    }

    public boolean contains(Source other) {
        return family == other.family
                && length <= other.length
                && (other.bits & mask(length)) == bits;
    }

    public boolean overlaps(Source other) {
        return contains(other) || other.contains(this);
    }

    @Override
    public String toString() {
        byte[] octets =
                family == Family.IPV4
                        ? ByteBuffer.allocate(4).putInt((int) (bits >>> 32)).array()
                        : ByteBuffer.allocate(16).putLong(bits).array();
        try {
            String base = InetAddress.getByAddress(octets).getHostAddress();
            return family == Family.IPV4 && length == 32 ? base : base + "/" + length;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 octets are an address", impossible);
        }
    }
}
