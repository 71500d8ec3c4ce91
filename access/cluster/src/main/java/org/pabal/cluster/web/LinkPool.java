// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;

/// Connections to other hosts that rest between two requests. Safe for use by many threads.
final class LinkPool implements AutoCloseable {
    private static final int MAX_IDLE = 64;

    /// The other end keeps them for longer.
    private static final Duration IDLE = Duration.ofMinutes(2);

    /// One that has rested for longer is asked whether it is still there, so that no request is lost
    /// with it.
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Duration HELLO = Duration.ofSeconds(5);

    private final HostLinks links;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();

    /// By host, the one that was used last first.
    private final Map<String, Deque<Idle>> idle = new HashMap<>();

    private record Idle(HostConnection connection, long since) {}

    LinkPool(HostLinks links, LongSupplier nanos) {
        this.links = links;
        this.nanos = nanos;
    }

    HostConnection take(String host) throws IOException {
        for (Optional<Idle> next = next(host); next.isPresent(); next = next(host)) {
            if (isThere(next.get())) {
                return next.get().connection();
            }
            next.get().connection().close();
        }
        return links.connect(host);
    }

    private boolean isThere(Idle resting) {
        if (nanos.getAsLong() - resting.since() < FRESH.toNanos()) {
            return true;
        }
        try {
            HostCall hello = resting.connection().call(PassedRequests.HELLO, Map.of());
            hello.readDeadline(HELLO);
            hello.answer();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private Optional<Idle> next(String host) {
        lock.lock();
        try {
            return Optional.ofNullable(idle.get(host)).map(Deque::pollFirst);
        } finally {
            lock.unlock();
        }
    }

    /// Gives one back that takes the next call.
    void give(HostConnection connection) {
        List<HostConnection> over = new ArrayList<>();
        long now = nanos.getAsLong();
        lock.lock();
        try {
            Deque<Idle> resting =
                    idle.computeIfAbsent(connection.host(), _ -> new ArrayDeque<>());
            resting.addFirst(new Idle(connection, now));
            while (resting.size() > MAX_IDLE
                    || now - resting.getLast().since() > IDLE.toNanos()) {
                over.add(resting.removeLast().connection());
            }
        } finally {
            lock.unlock();
        }
        over.forEach(HostConnection::close);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            idle.values().forEach(each -> each.forEach(one -> one.connection().close()));
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
