// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.format.v1.ChangeFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountChange.GoneMailbox;
import org.pabal.mailbox.state.AccountChange.Move;
import org.pabal.mailbox.state.AccountChange.Way;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// Writes down which messages came to mailboxes and left them, and which mailboxes went: one entry for
/// each commit that did so, under its modseq. What JMAP's clients ask for, together with what the pages
/// tell. RFC 8620 §5.2.
///
/// When there is too much of it the oldest is forgotten, and whoever has to know of it is told to look
/// at everything anew.
final class ChangeLogs {
    private static final int FORGOTTEN_AT_ONCE = 64;

    private final AccountSpace space;
    private final ChangeLogLimits limits;

    private final List<Move> moves = new ArrayList<>();
    private final List<GoneMailbox> destroyed = new ArrayList<>();

    ChangeLogs(AccountSpace space, ChangeLogLimits limits) {
        this.space = space;
        this.limits = limits;
    }

    boolean hasMoves() {
        return !moves.isEmpty();
    }

    void came(long email, long thread, MailboxId mailbox) {
        moves.add(new Move(email, thread, mailbox.value(), Way.CAME));
    }

    void left(MessagePage page, int place, MailboxId mailbox) {
        moves.add(new Move(page.email(place), page.thread(place), mailbox.value(), Way.LEFT));
    }

    void destroyed(MailboxRecord mailbox) {
        destroyed.add(new GoneMailbox(mailbox.id().value(), mailbox.created()));
    }

    /// @return what the account's record then says of its log
    ChangeLog write(ChangeLog before, long modSeq, List<Change> changes) {
        if (moves.isEmpty() && destroyed.isEmpty()) {
            return before;
        }
        if (moves.size() > limits.maxMoves()) {
            forget(before, Integer.MAX_VALUE, changes);
            return new ChangeLog(modSeq, modSeq, 0, 0);
        }
        changes.add(
                new Change.Put(RecordKeys.change(modSeq), ChangeFormat.encode(destroyed, moves)));
        ChangeLog log =
                new ChangeLog(
                        before.completeFrom(),
                        modSeq,
                        before.entries() + 1,
                        before.moves() + moves.size());
        while (log.entries() > limits.maxEntries() || log.moves() > limits.maxMoves()) {
            ChangeLog shorter = forget(log, FORGOTTEN_AT_ONCE, changes);
            if (shorter.equals(log)) {
                return log; // what is too much is in flight: the next change forgets it
            }
            log = shorter;
        }
        return log;
    }

    /// Goes from where the record says that the log begins: what a commit in flight has forgotten may
    /// still be in storage.
    private ChangeLog forget(ChangeLog log, int most, List<Change> changes) {
        List<Entry> oldest = space.scan(RecordKeys.changesAfter(log.completeFrom()), most);
        long completeFrom = log.completeFrom();
        int forgotten = 0;
        for (Entry entry : oldest) {
            changes.add(new Change.Delete(entry.key()));
            completeFrom = RecordKeys.modSeqOfChange(entry.key());
            forgotten += ChangeFormat.moves(entry.value());
        }
        return new ChangeLog(
                completeFrom, log.last(), log.entries() - oldest.size(), log.moves() - forgotten);
    }
}
