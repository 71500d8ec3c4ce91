// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.UidSetFormat;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// Writes down which UIDs were expunged, for QRESYNC, and forgets the older ones. RFC 7162 §3.2.5.2.
final class ExpungeLogs {
    private final AccountSpace space;
    private final int maxEntries;

    ExpungeLogs(AccountSpace space, int maxEntries) {
        this.space = space;
        this.maxEntries = maxEntries;
    }

    /// @return what the mailbox's record then says of its log
    ExpungeLog add(
            MailboxId mailbox, ExpungeLog log, long modSeq, UidSet uids, List<Change> changes) {
        changes.add(
                new Change.Put(RecordKeys.log(mailbox.value(), modSeq), UidSetFormat.encode(uids)));
        ExpungeLog longer = new ExpungeLog(log.completeFrom(), log.entries() + 1);
        return longer.entries() <= maxEntries ? longer : shortened(mailbox, longer, changes);
    }

    /// Drops the older half.
    private ExpungeLog shortened(MailboxId mailbox, ExpungeLog log, List<Change> changes) {
        List<Entry> oldest = space.scan(RecordKeys.log(mailbox.value()), maxEntries / 2);
        if (oldest.isEmpty()) {
            return log;
        }
        oldest.forEach(entry -> changes.add(new Change.Delete(entry.key())));
        return new ExpungeLog(
                RecordKeys.modSeqOfLog(oldest.getLast().key()), log.entries() - oldest.size());
    }

    void removeAll(MailboxId mailbox, List<Change> changes) {
        space.forEach(
                RecordKeys.log(mailbox.value()),
                entry -> changes.add(new Change.Delete(entry.key())));
    }
}
