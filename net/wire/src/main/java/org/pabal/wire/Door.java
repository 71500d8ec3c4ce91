// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.net.SocketAddress;
import java.time.Duration;

/// An open door: it takes connections at one address, whatever speaks behind it.
public interface Door extends AutoCloseable {

    /// The service's, for logs and metrics.
    String name();

    /// Where it listens: with the real port when the settings said 0.
    SocketAddress boundAddress();

    ListenerCounts counts();

    /// Whether so many connections are open that those behind it should be less patient.
    boolean isCrowded();

    /// No new connections; the open ones go on.
    void stopAccepting();

    /// No new connections; gives those that are open this long to finish what they are doing.
    void drain(Duration patience);

    /// Closes the door and all its connections, at once.
    @Override
    void close();
}
