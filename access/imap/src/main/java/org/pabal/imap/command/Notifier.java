// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to an idling client what changes in its selected mailbox.
///
/// A virtual thread runs only while there is something to write. From {@link #start} to the end of
/// {@link #close} that thread is the only one that writes to the connection and touches the selected
/// mailbox; the session's thread waits for DONE meanwhile, and {@link #close} waits for the writer.
///
/// ```
/// QUIET --change--> WRITING --change--> WRITING_AGAIN --round done--> WRITING --done--> QUIET
/// any --close--> CLOSED        WRITING --failure--> ENDED
/// ```
final class Notifier implements AutoCloseable, AccountMailboxes.Listener {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    private enum Stage {
        QUIET,
        WRITING,
        WRITING_AGAIN,
        CLOSED,
        ENDED
    }

    private final Authenticated user;
    private final Optional<SelectedMailbox> selected;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUIET);
    private final CountDownLatch writerLeft = new CountDownLatch(1);
    private Optional<AccountMailboxes.Watch> watch = Optional.empty();

    Notifier(Authenticated user) {
        this.user = user;
        this.selected = user.selected();
    }

    /// Watches, and tells at once what changed before the watch began.
    void start() {
        if (selected.isPresent()) {
            watch = Optional.of(selected.get().mailboxes().watch(this));
            mailboxChanged(selected.get().mailbox());
        }
    }

    /// The client may not read the mailbox any more.
    @Override
    public void aclChanged(MailboxId mailbox) {
        mailboxChanged(mailbox);
    }

    /// On a thread of the store, for one change after the other.
    @Override
    public void mailboxChanged(MailboxId mailbox) {
        if (selected.isEmpty() || !selected.get().mailbox().equals(mailbox)) {
            return;
        }
        Stage was =
                stage.getAndUpdate(now ->
                        switch (now) {
                            case QUIET -> Stage.WRITING;
                            case WRITING, WRITING_AGAIN -> Stage.WRITING_AGAIN;
                            case CLOSED, ENDED -> now;
                        });
        if (was == Stage.QUIET) {
            Thread.ofVirtual()
                    .name("imap-idle-" + user.client().connection().id())
                    .start(() -> write(selected.get()));
        }
    }

    private void write(SelectedMailbox open) {
        try {
            do {
                open.update(Expunges.TOLD);
                user.out().flush();
                if (user.client().isLoggedOut()) {
                    user.client().connection().endInput();
                    end();
                    return;
                }
            } while (goOn());
        } catch (IOException e) {
            log.debug("session {}: an idling client is gone", user.client().connection().id(), e);
            user.client().connection().close(); // wakes the thread that waits for DONE
            end();
        } catch (RuntimeException e) {
            log.error("session {}: telling an idling client", user.client().connection().id(), e);
            user.client().connection().close();
            end();
        }
    }

    /// True when more changed in the meantime and nobody closed.
    private boolean goOn() {
        Stage now =
                stage.updateAndGet(was ->
                        switch (was) {
                            case WRITING -> Stage.QUIET;
                            case WRITING_AGAIN -> Stage.WRITING;
                            case QUIET, CLOSED, ENDED -> was;
                        });
        if (now == Stage.CLOSED) {
            writerLeft.countDown();
        }
        return now == Stage.WRITING;
    }

    private void end() {
        if (stage.getAndSet(Stage.ENDED) == Stage.CLOSED) {
            writerLeft.countDown();
        }
    }

    /// Afterwards the session's thread writes again.
    @Override
    public void close() throws IOException {
        watch.ifPresent(AccountMailboxes.Watch::close);
        Stage was = stage.getAndSet(Stage.CLOSED);
        if (was == Stage.WRITING || was == Stage.WRITING_AGAIN) {
            try {
                writerLeft.await(); // not for longer than a write's deadline
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted at the end of IDLE", e);
            }
        }
    }
}
