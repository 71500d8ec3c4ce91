// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.pabal.mda.agent.SnoozedMessages;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that brings back messages that are set aside.
final class Snoozes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snoozes.class);

    /// One look at the first entries of an index: so often that a clock that is set, and a host that
    /// slept, need no thought.
    private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

    private final SnoozedMessages messages;
    private final Thread thread;

    Snoozes(Foundation foundation) {
        this.messages =
                new SnoozedMessages(
                        foundation.mailboxes(), foundation.directory(), foundation.clock());
        this.thread = Thread.ofVirtual().name("snoozed").unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    private void keep() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                messages.work();
            } catch (UnavailableException reason) {
                LOG.warn("event=nothing-woken reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=nothing-woken", bug);
            }
            LockSupport.parkNanos(this, LOOKED_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
