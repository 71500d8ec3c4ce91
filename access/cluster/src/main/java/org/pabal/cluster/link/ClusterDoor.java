// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.wire.Connection;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.PeerHosts;

/// The cluster service: answers the calls of other hosts. Its listener has done TLS before.
public final class ClusterDoor implements ConnectionHandler {
    final PeerHosts hosts;
    final HostOperations operations;
    final Map<String, String> hello;
    final LinkLimits limits;
    final AtomicLong served = new AtomicLong();
    final AtomicLong turnedAway = new AtomicLong();

    /// @param program name and version of this program, which the other side shows
    public ClusterDoor(
            PeerHosts hosts, HostOperations operations, String program, LinkLimits limits) {
        this.hosts = hosts;
        this.operations = operations;
        this.hello = LinkVersion.hello(program);
        this.limits = limits;
    }

    @Override
    public void handle(Connection connection) throws IOException {
        new LinkSession(connection, this).run();
    }

    /// Calls that were answered.
    public long served() {
        return served.get();
    }

    /// Calls of peers that are no hosts of ours, or not any more.
    public long turnedAway() {
        return turnedAway.get();
    }
}
