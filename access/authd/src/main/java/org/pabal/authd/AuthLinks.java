// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;

/// Connections to one socket of a Dovecot, kept while nobody asks. Safe for use by many threads: each
/// question has a connection to itself, and no lock is held while it waits.
final class AuthLinks implements AutoCloseable {
    private static final int MAX_IDLE = 8;

    private final String place;
    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<AuthLink> idle = new ArrayDeque<>(); // by the lock
    private boolean closed; // by the lock

    interface Opener {
        AuthLink open() throws IOException;
    }

    interface Question<T> {
        T ask(AuthLink link) throws IOException;
    }

    /// @param place for messages
    AuthLinks(String place, Opener opener) {
        this.place = place;
        this.opener = opener;
    }

    /// Asks on a kept connection or a new one. One that was kept may have been closed by a restart
    /// over there: the question is then asked once more.
    ///
    /// @throws UnavailableException when there is no answer
    <T> T ask(Question<T> question) {
        @Nullable AuthLink kept = take();
        try {
            if (kept != null) {
                try {
                    return askOn(kept, question);
                } catch (IOException stale) {
                    kept.close();
                }
            }
            return askOn(opener.open(), question);
        } catch (IOException silent) {
            throw new UnavailableException(
                    "Dovecot does not answer at "
                            + place
                            + ": "
                            + silent.getMessage()
                            + "; see that it runs and that the socket is this program's to open",
                    silent);
        }
    }

    private <T> T askOn(AuthLink link, Question<T> question) throws IOException {
        boolean good = false;
        try {
            T answer = question.ask(link);
            good = true;
            return answer;
        } finally {
            if (!good || !keep(link)) {
                link.close();
            }
        }
    }

    private @Nullable AuthLink take() {
        lock.lock();
        try {
            return idle.pollLast();
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(AuthLink link) {
        lock.lock();
        try {
            return !closed && idle.size() < MAX_IDLE && idle.offerLast(link);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(AuthLink::close);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
