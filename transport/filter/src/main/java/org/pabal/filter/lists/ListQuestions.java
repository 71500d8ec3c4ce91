// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/// The names by which a list is asked. RFC 5782 §2.1, §2.4 and §3
final class ListQuestions {
    private static final int MAX_NAME = 253;

    private ListQuestions() {}

    /// Empty when the list knows nothing of such.
    static Set<String> of(ListConfig list, Subject subject) {
        Set<String> names = new LinkedHashSet<>();
        switch (subject) {
            case Subject.Address(_, var address) -> {
                if (list.kind() == ListConfig.Kind.ADDRESSES) {
                    names.add(reversed(address) + "." + list.zone());
                }
            }
            case Subject.Name(_, var host, var registered) -> {
                if (list.kind() == ListConfig.Kind.DOMAINS) {
                    if (list.names() != ListConfig.Names.HOST) {
                        names.add(registered + "." + list.zone());
                    }
                    if (list.names() != ListConfig.Names.REGISTERED) {
                        names.add(host + "." + list.zone());
                    }
                }
            }
        }
        names.removeIf(name -> name.length() > MAX_NAME);
        return names;
    }

    /// The octets of IPv4 in decimal, the nibbles of IPv6 in hexadecimal, the last one first.
    static String reversed(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder(64);
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            if (octets.length == 4) {
                name.append(octet).append('.');
            } else {
                name.append(Character.forDigit(octet & 0xf, 16)).append('.');
                name.append(Character.forDigit(octet >> 4, 16)).append('.');
            }
        }
        return name.substring(0, name.length() - 1);
    }
}
