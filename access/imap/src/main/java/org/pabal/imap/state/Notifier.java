// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a client hear of changes while its session waits for it: during IDLE, and with NOTIFY
/// between commands.
///
/// The connection has one writer at a time. While a command runs that is the session's thread. It
/// calls {@link #open} before it waits for the client and {@link #hold} as soon as a line is there;
/// in between only a virtual thread of this class writes and touches the selected mailbox, and it
/// lives only while there is something to say. `hold` waits for it, for no longer than a write's
/// deadline. Threads of the store only leave word with {@link #changed}: a client that does not read
/// holds up nobody but itself.
///
/// ```
/// HELD --open--> QUIET --changed--> WRITING --nothing new--> QUIET     QUIET --hold--> HELD
/// HELD --open, changed before--> WRITING        WRITING --hold, round done--> HELD
/// WRITING --logged out, client gone, bug--> ENDED
/// ```
public final class Notifier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    /// When something is told, which decides what may be.
    public enum Moment {
        BETWEEN_COMMANDS,
        IDLING
    }

    /// What there is to tell.
    public interface Source {
        /// On the session's thread, before it waits.
        default void prepare() {}

        /// Writes what is new. The thread that calls owns the connection.
        void tell(Moment moment) throws IOException;

        /// Nothing is to be left word of any more.
        void close();
    }

    private enum Stage {
        HELD,
        QUIET,
        WRITING,
        ENDED
    }

    private final Client client;
    private final Source source;
    private final ReentrantLock lock = new ReentrantLock(); // never held while anything is written
    private final Condition writerLeft = lock.newCondition();
    private Stage stage = Stage.HELD;
    private Moment moment = Moment.BETWEEN_COMMANDS;
    private boolean news;
    private boolean wanted;

    public Notifier(Client client, Source source) {
        this.client = client;
        this.source = source;
    }

    /// There is something to tell. From any thread; neither blocks nor throws.
    public void changed() {
        lock.lock();
        try {
            news = true;
            if (stage == Stage.QUIET) {
                begin();
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        stage = Stage.WRITING;
        Thread.ofVirtual().name("imap-notify-" + client.connection().id()).start(this::write);
    }

    /// The session's thread is about to wait for the client.
    public void open(Moment now) {
        source.prepare();
        lock.lock();
        try {
            if (stage == Stage.HELD) {
                moment = now;
                stage = Stage.QUIET;
                if (news) {
                    begin();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Afterwards the session's thread writes again.
    public void hold() throws IOException {
        lock.lock();
        try {
            wanted = true;
            while (stage == Stage.WRITING) {
                writerLeft.await();
            }
            wanted = false;
            if (stage == Stage.QUIET) {
                stage = Stage.HELD;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a client is told of changes", e);
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        try {
            while (takeNews()) {
                tell();
                client.out().flush();
                if (client.isLoggedOut()) {
                    client.connection().endInput();
                    end();
                }
            }
        } catch (IOException e) {
            log.debug("session {}: a waiting client is gone", client.connection().id(), e);
            client.connection().close(); // wakes the thread that waits for the client
            end();
        } catch (RuntimeException e) {
            log.error("session {}: telling a waiting client", client.connection().id(), e);
            client.connection().close();
            end();
        }
    }

    /// A store that is out of order is no reason to send a client away: it hears of the next change.
    private void tell() throws IOException {
        try {
            source.tell(moment);
        } catch (UnavailableException e) {
            if (client.out().isWithinResponse()) {
                throw new IOException("a response was cut short", e);
            }
            log.warn("session {}: {}", client.connection().id(), e.getMessage());
        }
    }

    /// @return false when the writer is to leave
    private boolean takeNews() {
        lock.lock();
        try {
            if (stage == Stage.WRITING && news && !wanted) {
                news = false;
                return true;
            }
            if (stage == Stage.WRITING) {
                stage = Stage.QUIET;
            }
            writerLeft.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            stage = Stage.ENDED;
            writerLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
        hold();
    }
}
