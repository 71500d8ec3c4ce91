// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.util.concurrent.atomic.AtomicBoolean;

/// The start with settings that a step has changed: asked for while a request is answered, done when its
/// answer is on its way. Safe for use by many threads.
final class Restart {
    private final Runnable server;
    private final AtomicBoolean asked = new AtomicBoolean();

    /// @param server stops, starts again, and returns at once
    Restart(Runnable server) {
        this.server = server;
    }

    void ask() {
        asked.set(true);
    }

    void whenAnswered() {
        if (asked.getAndSet(false)) {
            server.run();
        }
    }
}
