// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import org.pabal.message.Domain;

/// The client's address in the forms of RFC 7208 §7.3. An IPv4-mapped one is IPv4 (§5), which the
/// JDK sees to.
record ClientAddress(InetAddress address) {

    boolean isFour() {
        return address instanceof Inet4Address;
    }

    /// `%{c}`: as people write it, RFC 5952.
    String readable() {
        String text = address.getHostAddress();
        if (isFour()) {
            return text;
        }
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return Domain.parse("[IPv6:" + bare + "]")
                .map(literal -> literal.name().substring(6, literal.name().length() - 1))
                .orElse(bare);
    }

    /// `%{i}`: with a dot between octets, or between the hexadecimal digits of IPv6.
    String dotted() {
        if (isFour()) {
            return address.getHostAddress();
        }
        StringBuilder digits = new StringBuilder(63);
        for (byte octet : address.getAddress()) {
            if (!digits.isEmpty()) {
                digits.append('.');
            }
            String two = String.format(Locale.ROOT, "%02X", octet & 0xFF);
            digits.append(two.charAt(0)).append('.').append(two.charAt(1));
        }
        return digits.toString();
    }

    /// `%{v}`
    String reverseZone() {
        return isFour() ? "in-addr" : "ip6";
    }
}
