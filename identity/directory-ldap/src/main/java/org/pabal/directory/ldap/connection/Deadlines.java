// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does things when their time has come. One thread for a source; what it does itself is quick.
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("ldap-deadlines").factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
    }

    Future<?> in(Duration time, Runnable task) {
        return timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Each time in a thread of its own, as it may take long; never twice at a time.
    void every(Duration interval, Runnable task) {
        var _ =
                in(
                        interval,
                        () ->
                                Thread.ofVirtual()
                                        .name("ldap-maintenance")
                                        .start(() -> {
                                            try {
                                                task.run();
                                            } finally {
                                                every(interval, task);
                                            }
                                        }));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
