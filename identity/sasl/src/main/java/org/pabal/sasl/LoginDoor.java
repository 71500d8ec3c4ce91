// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.InetSocketAddress;

/// What a service has for those who log in to it.
///
/// @param service as in the settings
/// @param guard one for all doors
public record LoginDoor(String service, LoginGuard guard, LoginPause pause) {

    /// For tests of what comes behind.
    public static LoginDoor open(String service) {
        return new LoginDoor(service, LoginGuard.NONE, LoginPause.NONE);
    }

    /// Whether this peer is sent away unheard.
    public boolean turnsAway(InetSocketAddress peer) {
        return guard.isTurnedAway(peer.getAddress());
    }

    /// Begins a log-in: ask anew for each.
    public LoginAttempt attempt(InetSocketAddress peer) {
        return new LoginAttempt(guard, pause, peer.getAddress(), service);
    }
}
