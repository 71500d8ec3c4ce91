// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/// Who made a connection over a Unix-domain socket, as the kernel vouches for it (SO_PEERCRED).
///
/// @param user the system's name of the user, or the number of one without a name; empty where the
///     kernel does not say
/// @param group of the process, likewise
public record LocalPeer(String user, String group) {
    private static final LocalPeer UNKNOWN = new LocalPeer("", "");

    /// Of a connected channel; empty over TCP.
    static Optional<LocalPeer> of(SocketChannel channel) throws IOException {
        if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            return Optional.empty();
        }
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return Optional.of(UNKNOWN);
        }
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return Optional.of(new LocalPeer(peer.user().getName(), peer.group().getName()));
    }
}
