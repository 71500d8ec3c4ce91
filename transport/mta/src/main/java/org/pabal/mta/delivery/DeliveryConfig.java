// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.net.InetAddress;
import java.util.Set;

/// How mail is handed to other hosts.
///
/// @param hostname our name, said in EHLO; a mail exchanger of this name is ourselves
/// @param port of mail exchangers: 25 but for tests and labs
/// @param ownAddresses a mail exchanger at one of these is ourselves
/// @param loopback whether mail exchangers at loopback and own addresses are other servers after
///     all, in tests and labs
public record DeliveryConfig(
        String hostname, int port, Set<InetAddress> ownAddresses, Loopback loopback) {
    public DeliveryConfig {
        ownAddresses = Set.copyOf(ownAddresses);
    }

    public enum Loopback {
        OURSELVES,
        OTHER_SERVERS
    }

    public static DeliveryConfig defaults(String hostname, Set<InetAddress> ownAddresses) {
        return new DeliveryConfig(hostname, 25, ownAddresses, Loopback.OURSELVES);
    }
}
