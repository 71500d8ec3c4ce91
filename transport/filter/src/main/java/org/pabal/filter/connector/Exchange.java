// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.SocketConnection;

/// One question to another program and its answer, over a connection of its own that is closed when
/// the time is over, whatever is being done with it.
public final class Exchange implements AutoCloseable {
    private final SocketConnection connection;
    private final Duration inAll;
    private final long until;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicBoolean late = new AtomicBoolean();

    private Exchange(SocketConnection connection, Duration inAll, long until) {
        this.connection = connection;
        this.inAll = inAll;
        this.until = until;
    }

    /// What is done with the connection.
    public interface Work<T> {
        T with(SocketConnection connection) throws IOException;
    }

    /// @param inAll from the connection to the last octet
    /// @throws SocketTimeoutException when it takes longer
    public static <T> T run(
            Connector connector, ServiceAddress address, Duration inAll, Work<T> work)
            throws IOException {
        long until = System.nanoTime() + inAll.toNanos();
        try (Exchange exchange = new Exchange(connected(connector, address, inAll), inAll, until)) {
            return exchange.run(work);
        }
    }

    /// Within the time: a Unix-domain socket whose owner takes no more connections knows no time-out.
    private static SocketConnection connected(
            Connector connector, ServiceAddress address, Duration inAll) throws IOException {
        FutureTask<SocketConnection> task =
                new FutureTask<>(() -> connector.connect(address, inAll));
        Thread thread = Thread.ofVirtual().name("exchange-connect").start(task);
        try {
            return task.get(inAll.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            giveUp(task, thread);
            throw late(inAll);
        } catch (InterruptedException stopped) {
            giveUp(task, thread);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /// The interrupt ends the wait; a connection that came about all the same is closed.
    private static void giveUp(FutureTask<SocketConnection> task, Thread thread) {
        thread.interrupt();
        Thread.ofVirtual()
                .name("exchange-given-up")
                .start(() -> {
                    try {
                        task.get().close();
                    } catch (InterruptedException | ExecutionException none) {
                        // there is none
                    }
                });
    }

    private static SocketTimeoutException late(Duration inAll) {
        return new SocketTimeoutException("it took longer than " + inAll.toMillis() + " ms in all");
    }

    private <T> T run(Work<T> work) throws IOException {
        Thread.ofVirtual().name("exchange-deadline").start(this::closeWhenLate);
        connection.readDeadline(inAll);
        try {
            return work.with(connection);
        } catch (IOException broken) {
            if (late.get()) {
                throw late(inAll);
            }
            throw broken;
        }
    }

    private void closeWhenLate() {
        try {
            if (!done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                late.set(true);
                connection.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        connection.close();
    }
}
