// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.time.Instant;
import java.util.List;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.SnapshotDelta;
import org.pabal.mailbox.ThreadId;

/// A mailbox at one moment: its record, its ACL and its pages. Immutable; what its owner's sessions
/// see. Others see it as a {@link ReaderSnapshot}.
public final class MailboxState implements MailboxSnapshot {
    private final MailboxRecord record;
    private final PageSource source;
    private final Acl acl;
    private final Readers readers;

    public MailboxState(MailboxRecord record, PageSource source, Acl acl) {
        this(record, source, acl, Readers.NONE);
    }

    private MailboxState(MailboxRecord record, PageSource source, Acl acl, Readers readers) {
        this.record = record;
        this.source = source;
        this.acl = acl;
        this.readers = readers;
    }

    public Acl acl() {
        return acl;
    }

    public Readers readers() {
        return readers;
    }

    public MailboxRecord record() {
        return record;
    }

    public PageSource source() {
        return source;
    }

    public PageDirectory pages() {
        return source.pages();
    }

    /// The same messages under another record.
    public MailboxState with(MailboxRecord newRecord) {
        return new MailboxState(newRecord, source, acl, readers);
    }

    public MailboxState with(Acl newAcl) {
        return new MailboxState(record, source, newAcl, readers);
    }

    public MailboxState with(Readers newReaders) {
        return new MailboxState(record, source, acl, newReaders);
    }

    /// This mailbox with some pages exchanged.
    ///
    /// @param changed ascending by number
    public MailboxState with(List<MessagePage> changed, long modSeq) {
        PageDirectory before = pages();
        MailboxRecord.Counts counts = record.counts();
        for (MessagePage page : changed) {
            int at = before.indexOfPage(page.number());
            if (at >= 0) {
                counts = counts.minus(before.page(at));
            }
            counts = counts.plus(page);
        }
        return new MailboxState(
                record.changed(modSeq, counts), PageSource.of(before.with(changed)), acl, readers);
    }

    @Override
    public MailboxId mailbox() {
        return record.id();
    }

    @Override
    public long uidValidity() {
        return record.uidValidity();
    }

    @Override
    public long uidNext() {
        return record.uidNext();
    }

    @Override
    public long highestModSeq() {
        return record.highestModSeq();
    }

    @Override
    public int count() {
        return record.counts().messages();
    }

    @Override
    public int unseenCount() {
        return record.counts().unseen();
    }

    @Override
    public int deletedCount() {
        return record.counts().deleted();
    }

    @Override
    public long octets() {
        return record.counts().octets();
    }

    @Override
    public long uid(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return pages.page(at).uid(index - pages.start(at));
    }

    @Override
    public int indexOf(long uid) {
        return pages().indexOf(uid);
    }

    @Override
    public Flags flags(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return pages.page(at).flags(index - pages.start(at));
    }

    @Override
    public long modSeq(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return pages.page(at).modSeq(index - pages.start(at));
    }

    @Override
    public EmailId email(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return new EmailId(pages.page(at).email(index - pages.start(at)));
    }

    @Override
    public ThreadId thread(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return new ThreadId(pages.page(at).thread(index - pages.start(at)));
    }

    @Override
    public long size(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return pages.page(at).size(index - pages.start(at));
    }

    @Override
    public Instant internalDate(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return Instant.ofEpochSecond(pages.page(at).date(index - pages.start(at)));
    }

    @Override
    public MessageCursor cursor() {
        return new PageCursor(pages());
    }

    @Override
    public Instant savedDate(int index) {
        PageDirectory pages = pages();
        int at = pages.pageAt(index);
        return Instant.ofEpochSecond(pages.page(at).saved(index - pages.start(at)));
    }

    @Override
    public Flags keywords() {
        return pages().keywords();
    }

    @Override
    public int firstUnseen() {
        return unseenCount() == 0 ? -1 : pages().firstUnseen();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same pages, not equal ones
    public SnapshotDelta since(MailboxSnapshot older) {
        MailboxState before = stateOf(older);
        if (before.source == source) {
            return new SnapshotDelta(new int[0], new int[0], count());
        }
        return SnapshotComparison.compare(before.pages(), before.uidNext(), pages());
    }

    private MailboxState stateOf(MailboxSnapshot older) {
        return switch (older) {
            case MailboxState state when state.mailbox().equals(mailbox()) -> state;
            case ReaderSnapshot reader when reader.mailbox().equals(mailbox()) ->
                    reader.underneath();
            default ->
                    throw new IllegalArgumentException(
                            "not an older snapshot of mailbox " + mailbox().value());
        };
    }
}
