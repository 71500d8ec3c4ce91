// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.EmailIndex;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.ReaderSnapshot;
import org.pabal.mailbox.state.SeenMarks;

/// What one reader is shown of an account: its newest durable state, by the reader's rights, and with
/// what the reader has seen.
final class ShownAccount {
    private final Reader view;
    private final Account reader;
    private final Sharing sharing;
    private final OpenAccount open;
    private final OpenAccounts accounts;

    /// What a reader who is not the owner was shown last: the same object for the same moment.
    private volatile @Nullable ReaderSnapshot shown;

    private volatile @Nullable Snapshot newest;

    /// @param view as whom the reader reads
    ShownAccount(
            Reader view, Account reader, OpenAccount open, OpenAccounts accounts, Sharing sharing) {
        this.view = view;
        this.reader = reader;
        this.open = open;
        this.accounts = accounts;
        this.sharing = sharing;
    }

    /// What the reader sees of a state, by the groups that the reader belongs to at this moment.
    private Visibility visibility(AccountState state) {
        return view.isOwner() ? Visibility.OWNERS : sharing.visibility(reader.id(), state.groups());
    }

    AccountState published() {
        AccountState state = open.published();
        accounts.used(open);
        return state;
    }

    List<MailboxInfo> list() {
        AccountState state = published();
        Visibility visibility = visibility(state);
        return state.mailboxesByName().stream()
                .map(mailbox -> visibility.info(mailbox, state))
                .toList();
    }

    Optional<MailboxInfo> find(MailboxName name) {
        AccountState state = published();
        return state.mailbox(name).map(mailbox -> visibility(state).info(mailbox, state));
    }

    Optional<MailboxInfo> find(MailboxId mailbox) {
        AccountState state = published();
        return state.mailbox(mailbox).map(there -> visibility(state).info(there, state));
    }

    Optional<MailboxSnapshot> snapshot(MailboxId mailbox) {
        AccountState state = view.isOwner() ? published() : published(mailbox);
        return state.mailbox(mailbox)
                .filter(there -> there.record().selectable())
                .map(this::snapshot);
    }

    private AccountState published(MailboxId mailbox) {
        AccountState state = open.published(mailbox, view.account());
        accounts.used(open);
        return state;
    }

    private MailboxSnapshot snapshot(MailboxState mailbox) {
        if (view.isOwner()) {
            return mailbox;
        }
        SeenMarks marks = mailbox.readers().of(view.account()).orElse(SeenMarks.NONE);
        ReaderSnapshot last = shown;
        if (last == null || !last.isOf(mailbox, marks)) {
            last = new ReaderSnapshot(mailbox, marks);
            shown = last;
        }
        return last;
    }

    AccountSnapshot state() {
        AccountState state = view.isOwner() ? published() : knowingReader();
        Visibility visibility = visibility(state);
        Snapshot last = newest;
        if (last == null || !last.isOf(state, visibility)) {
            EmailView emails = shown(open.index(state), visibility);
            last = new Snapshot(state, visibility, emails, open.space());
            newest = last;
        }
        return last;
    }

    private EmailView shown(EmailIndex index, Visibility visibility) {
        return visibility.isOwners()
                ? new EmailView(index)
                : open.views().of(index, visibility.reader(), visibility.read(index.state()));
    }

    /// The newest state, with what the reader has seen of each mailbox that it may read.
    private AccountState knowingReader() {
        AccountState state = published();
        Optional<MailboxState> unknown = unknown(state);
        while (unknown.isPresent()) {
            state = published(unknown.get().mailbox());
            unknown = unknown(state);
        }
        return state;
    }

    private Optional<MailboxState> unknown(AccountState state) {
        return state.mailboxes().stream()
                .filter(visibility(state)::isRead)
                .filter(mailbox -> mailbox.readers().of(view.account()).isEmpty())
                .findFirst();
    }

    /// For a change of emails. Not under the lock, in which it would keep arrivals waiting.
    Visibility prepared() {
        AccountState state = published();
        open.index(state);
        return visibility(state);
    }

    /// The emails of the state before an edit, by what was prepared. The index is that of the head, which
    /// may be ahead of what is published.
    EmailView emails(AccountEdit edit, Visibility seen) {
        EmailIndex index = open.index(open.published()).at(edit.before());
        return seen.isOwners()
                ? new EmailView(index)
                : new EmailView(index, seen.reader(), seen.read(index.state()));
    }
}
