// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection that was let in, until it leaves: what is counted for it.
final class Guest {
    private final Entrance entrance;
    private final boolean introduced;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Optional<InetAddress> counted = Optional.empty();

    /// @param introduced a proxy will say by the PROXY protocol whose connection it is
    Guest(Entrance entrance, boolean introduced) {
        this.entrance = entrance;
        this.introduced = introduced;
    }

    boolean isIntroduced() {
        return introduced;
    }

    /// @return whether it may stay
    boolean comesFrom(InetAddress source) {
        boolean welcome = entrance.enter(source);
        if (welcome) {
            counted = Optional.of(source);
        }
        return welcome;
    }

    void leave() {
        if (left.compareAndSet(false, true)) {
            entrance.leave(counted);
        }
    }
}
