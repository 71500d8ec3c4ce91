// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.pabal.message.UnavailableException;

/// The threads that hash passwords, one per core.
///
/// A hash computes for some 30 ms in 19 MiB. On a virtual thread it would hold its carrier all that
/// while, and a burst of log-ins would take the memory of all of them at once. Here the bursts wait
/// in line, and past the line's end a log-in is put off (`454`, `NO [UNAVAILABLE]`), never refused.
public final class HashingPool implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    /// @param count of platform threads
    /// @param maxWaiting the most hashes that wait for a thread
    public HashingPool(int count, int maxWaiting) {
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(maxWaiting),
                        Thread.ofPlatform().daemon().name("password-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Runs the task on one of the threads and waits for its result.
    ///
    /// @throws UnavailableException when too many wait already
    public <T> T call(Callable<T> task) {
        Future<T> result;
        try {
            result = threads.submit(task);
        } catch (RejectedExecutionException full) {
            throw new UnavailableException(
                    "too many log-ins wait for their password check; they may try again", full);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while a password was checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password check failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
