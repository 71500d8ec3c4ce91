// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.pabal.storage.StorageException;

/// The platform threads that read the disk for everybody.
///
/// A virtual thread that waits within RocksDB holds its carrier, and a few of them hold up every
/// session of the server; and a thread that is interrupted while it reads a file closes the file
/// for all. So sessions, which are virtual and may be interrupted, hand their reading over here.
/// The queue holds one entry for each waiting session at most.
final class ReadPool implements AutoCloseable {
    private final ExecutorService threads;

    ReadPool(int count) {
        threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("storage-read-", 1).daemon().factory());
    }

    /// Runs the read on a thread of the pool and waits for it.
    <T> T read(Callable<T> read) {
        Future<T> result = threads.submit(read);
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("interrupted while reading", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StorageException known -> throw known;
                case RuntimeException unknown -> throw unknown;
                case Error error -> throw error;
                case null, default ->
                        throw new StorageException.Unavailable(
                                "the disk cannot be read: " + e.getCause(), e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
