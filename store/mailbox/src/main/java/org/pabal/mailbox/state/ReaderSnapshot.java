// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.time.Instant;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.SnapshotDelta;
import org.pabal.mailbox.ThreadId;

/// A mailbox as a reader who is not its owner sees it: the same messages, with the reader's `\Seen`
/// laid over them. A change of a reader's `\Seen` raises the modseqs of the messages, so that the
/// difference of two of these is that of the mailboxes underneath.
public final class ReaderSnapshot implements MailboxSnapshot {
    private final MailboxState mailbox;
    private final SeenMarks marks;
    private volatile int unseen = -1;

    public ReaderSnapshot(MailboxState mailbox, SeenMarks marks) {
        this.mailbox = mailbox;
        this.marks = marks;
    }

    /// True when it shows the very same.
    @SuppressWarnings("ReferenceEquality") // the same state, not an equal one
    public boolean isOf(MailboxState other, SeenMarks otherMarks) {
        return mailbox == other && marks == otherMarks;
    }

    MailboxState underneath() {
        return mailbox;
    }

    @Override
    public MailboxId mailbox() {
        return mailbox.mailbox();
    }

    @Override
    public long uidValidity() {
        return mailbox.uidValidity();
    }

    @Override
    public long uidNext() {
        return mailbox.uidNext();
    }

    @Override
    public long highestModSeq() {
        return mailbox.highestModSeq();
    }

    @Override
    public int count() {
        return mailbox.count();
    }

    /// Counted when first asked for: two words per page.
    @Override
    public int unseenCount() {
        int known = unseen;
        if (known < 0) {
            known = count() - (marks.isEmpty() ? 0 : marks.countIn(mailbox.pages()));
            unseen = known;
        }
        return known;
    }

    @Override
    public int deletedCount() {
        return mailbox.deletedCount();
    }

    @Override
    public long octets() {
        return mailbox.octets();
    }

    @Override
    public long uid(int index) {
        return mailbox.uid(index);
    }

    @Override
    public int indexOf(long uid) {
        return mailbox.indexOf(uid);
    }

    @Override
    public Flags flags(int index) {
        Flags flags = mailbox.flags(index);
        return marks.has(mailbox.uid(index)) ? flags.plusSeen() : flags.minusSeen();
    }

    @Override
    public long modSeq(int index) {
        return mailbox.modSeq(index);
    }

    @Override
    public EmailId email(int index) {
        return mailbox.email(index);
    }

    @Override
    public ThreadId thread(int index) {
        return mailbox.thread(index);
    }

    @Override
    public long size(int index) {
        return mailbox.size(index);
    }

    @Override
    public Instant internalDate(int index) {
        return mailbox.internalDate(index);
    }

    @Override
    public Instant savedDate(int index) {
        return mailbox.savedDate(index);
    }

    @Override
    public Flags keywords() {
        return mailbox.keywords();
    }

    @Override
    public SnapshotDelta since(MailboxSnapshot older) {
        return mailbox.since(older);
    }
}
