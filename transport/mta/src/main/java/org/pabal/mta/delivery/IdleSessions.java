// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.smtp.SmtpClient;

/// Sessions that have sent a mail and wait a few seconds for the next one to the same host. Safe for
/// use by many threads.
///
/// The one that was used last is used first, so that those beyond the need grow old. One thread
/// closes the old ones; it lives as long as there are any.
final class IdleSessions implements AutoCloseable {
    private final SessionConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Map<RemoteHost, Deque<Idle>> waiting = new HashMap<>();
    private int count;
    private boolean watched;
    private boolean closed;

    private record Idle(SmtpClient session, long until) {}

    IdleSessions(SessionConfig config) {
        this.config = config;
    }

    /// One that is as its server left it; the caller's from now on.
    Optional<SmtpClient> take(RemoteHost host) {
        while (true) {
            Optional<SmtpClient> taken = takeAny(host);
            if (taken.isEmpty() || taken.get().isQuiet()) {
                return taken;
            }
            taken.get().close();
        }
    }

    private Optional<SmtpClient> takeAny(RemoteHost host) {
        lock.lock();
        try {
            Deque<Idle> sessions = waiting.get(host.door());
            if (sessions == null) {
                return Optional.empty();
            }
            Idle newest = sessions.removeLast();
            count--;
            if (sessions.isEmpty()) {
                waiting.remove(host.door());
            }
            return Optional.of(newest.session());
        } finally {
            lock.unlock();
        }
    }

    /// Kept for another mail, or closed.
    void give(RemoteHost host, SmtpClient session) {
        if (!session.isUsable()
                || session.mails() >= config.mailsPerConnection()
                || !session.isQuiet()
                || !kept(host, session)) {
            session.close();
        }
    }

    private boolean kept(RemoteHost host, SmtpClient session) {
        lock.lock();
        try {
            if (closed || count >= config.maxIdle()) {
                return false;
            }
            long until = System.nanoTime() + config.idleTime().toNanos();
            waiting.computeIfAbsent(host.door(), h -> new ArrayDeque<>())
                    .addLast(new Idle(session, until));
            count++;
            if (!watched) {
                watched = true;
                Thread.ofVirtual().name("smtp-idle").start(this::watch);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        boolean more = true;
        while (more) {
            List<SmtpClient> old = new ArrayList<>();
            lock.lock();
            try {
                long now = System.nanoTime();
                long next = removeOld(now, old);
                if (old.isEmpty() && count > 0) {
                    closing.await(next - now, TimeUnit.NANOSECONDS);
                }
                more = count > 0;
                watched = more;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                watched = false;
                return;
            } finally {
                lock.unlock();
            }
            old.forEach(SmtpClient::close); // says QUIT: never under the lock
        }
    }

    /// @return when the next one grows old
    private long removeOld(long now, List<SmtpClient> old) {
        long next = now + config.idleTime().toNanos();
        Iterator<Deque<Idle>> hosts = waiting.values().iterator();
        while (hosts.hasNext()) {
            Deque<Idle> sessions = hosts.next();
            while (!sessions.isEmpty() && (closed || sessions.getFirst().until() - now <= 0)) {
                old.add(sessions.removeFirst().session());
                count--;
            }
            if (sessions.isEmpty()) {
                hosts.remove();
            } else {
                next = Math.min(next, sessions.getFirst().until());
            }
        }
        return next;
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// Closes all of them and keeps no more.
    @Override
    public void close() {
        List<SmtpClient> all = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            removeOld(System.nanoTime(), all);
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(SmtpClient::close);
    }
}
