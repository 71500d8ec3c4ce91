// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.pabal.wire.IpNetwork;

/// How sources are written: networks as `192.0.2.0/24`, domains that vouch for their hosts as
/// `example.org`, the domains of hosts' names as `*.example.org`.
final class Sources {
    private Sources() {}

    static String network(InetAddress client) {
        return IpNetwork.of(client, client instanceof Inet4Address ? 24 : 64).toString();
    }

    /// The hosts that are named alike: without the first label, unless that leaves one only.
    static Optional<String> pool(String clientName) {
        String name = clientName.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String rest = dot < 0 ? "" : name.substring(dot + 1);
        return rest.indexOf('.') > 0 ? Optional.of("*." + rest) : Optional.empty();
    }
}
