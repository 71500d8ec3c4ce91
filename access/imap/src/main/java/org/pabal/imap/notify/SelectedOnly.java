// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.state.Notifier;
import org.pabal.imap.state.Notifier.Moment;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;

/// What IDLE tells a client that never said NOTIFY: changes of its selected mailbox.
public final class SelectedOnly implements Notifier.Source {
    private final Optional<SelectedMailbox> selected;
    private Optional<AccountMailboxes.Watch> watch = Optional.empty();

    public SelectedOnly(Optional<SelectedMailbox> selected) {
        this.selected = selected;
    }

    /// Begins to listen; what changed before is told at once.
    ///
    /// @param word is told whenever there is something to tell
    public void start(Runnable word) {
        if (selected.isEmpty()) {
            return;
        }
        MailboxId open = selected.get().mailbox();
        watch = Optional.of(selected.get().mailboxes().watch(new Word(open, word)));
        word.run();
    }

    /// What the store's threads call.
    private record Word(MailboxId open, Runnable word) implements AccountMailboxes.Listener {
        @Override
        public void mailboxChanged(MailboxId mailbox) {
            if (mailbox.equals(open)) {
                word.run();
            }
        }

        /// The client may not read the mailbox any more.
        @Override
        public void aclChanged(MailboxId mailbox) {
            mailboxChanged(mailbox);
        }
    }

    @Override
    public void tell(Moment moment) throws IOException {
        if (selected.isPresent()) {
            selected.get().tellChanges(Expunges.TOLD);
        }
    }

    @Override
    public void close() {
        watch.ifPresent(AccountMailboxes.Watch::close);
    }
}
