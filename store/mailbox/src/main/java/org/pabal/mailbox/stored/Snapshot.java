// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.ReaderSnapshot;
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.mailbox.stored.ChangesSince.Of;

/// One state of an account as its owner or another reader sees it.
final class Snapshot implements AccountSnapshot {
    private final AccountState state;
    private final Visibility visibility;
    private final EmailView emails;
    private final AccountSpace space;
    private final AccountPoint point;

    /// @param emails of that state and to that reader
    Snapshot(AccountState state, Visibility visibility, EmailView emails, AccountSpace space) {
        this.state = state;
        this.visibility = visibility;
        this.emails = emails;
        this.space = space;
        this.point = pointOf(state);
    }

    static AccountPoint pointOf(AccountState state) {
        return new AccountPoint(state.record().highestModSeq(), state.record().nextEmail() - 1);
    }

    /// True when it shows the very same.
    @SuppressWarnings("ReferenceEquality") // the same state, not an equal one
    boolean isOf(AccountState other, Visibility seen) {
        return state == other && visibility.equals(seen);
    }

    @Override
    public AccountPoint point() {
        return point;
    }

    @Override
    public List<MailboxInfo> mailboxes() {
        return state.mailboxesByName().stream()
                .filter(visibility::isListed)
                .map(mailbox -> visibility.info(mailbox, state))
                .toList();
    }

    @Override
    public Optional<MailboxInfo> mailbox(MailboxId mailbox) {
        return state.mailbox(mailbox)
                .filter(visibility::isListed)
                .map(there -> visibility.info(there, state));
    }

    @Override
    public Optional<MailboxSnapshot> messages(MailboxId mailbox) {
        return state.mailbox(mailbox)
                .filter(there -> there.record().selectable() && visibility.isRead(there))
                .map(this::messages);
    }

    private MailboxSnapshot messages(MailboxState mailbox) {
        return visibility.isOwners()
                ? mailbox
                : new ReaderSnapshot(
                        mailbox, mailbox.readers().of(visibility.reader()).orElse(SeenMarks.NONE));
    }

    @Override
    public Emails emails() {
        return emails;
    }

    @Override
    public Map<Long, Snoozed> snoozed() {
        return state.snoozed();
    }

    @Override
    public Counts counts(MailboxId mailbox) {
        return emails.counts().of(mailbox);
    }

    @Override
    public Optional<Changes<EmailId>> emailsSince(AccountPoint since, int most) {
        return changes(Of.EMAILS, since).map(changes -> changes.emails(most));
    }

    @Override
    public Optional<Changes<ThreadId>> threadsSince(AccountPoint since, int most) {
        return changes(Of.EMAILS, since).map(changes -> changes.threads(most));
    }

    @Override
    public Optional<MailboxChanges> mailboxesSince(AccountPoint since, int most) {
        return changes(Of.MAILBOXES, since).map(changes -> changes.mailboxes(most));
    }

    private Optional<ChangesSince> changes(Of of, AccountPoint since) {
        return ChangesSince.read(of, state, visibility, emails, space, since);
    }
}
