// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.net.InetAddress;
import java.util.function.Predicate;

/// What a client is to us, by its address.
enum Standing {
    /// In our own networks: may relay, and is not judged.
    OWN,
    /// On this host: a program of ours or a proxy in front of anyone. Is not judged and not counted,
    /// and relays no more than anyone.
    THIS_HOST,
    STRANGER;

    static Standing of(InetAddress client, Predicate<InetAddress> ownNetworks) {
        if (ownNetworks.test(client)) {
            return OWN;
        }
        return client.isLoopbackAddress() ? THIS_HOST : STRANGER;
    }
}
