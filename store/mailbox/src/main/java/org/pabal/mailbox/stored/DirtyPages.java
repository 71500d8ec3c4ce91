// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.storage.Change;

/// The pages that one edit changes, each written once, whatever happened to it.
final class DirtyPages {
    private final Map<Long, SortedMap<Integer, MessagePage>> byMailbox = new HashMap<>();

    /// The mailbox with some pages exchanged.
    ///
    /// @param changed ascending by number
    MailboxState exchange(MailboxState mailbox, List<MessagePage> changed, long modSeq) {
        SortedMap<Integer, MessagePage> dirty =
                byMailbox.computeIfAbsent(mailbox.mailbox().value(), _ -> new TreeMap<>());
        changed.forEach(page -> dirty.put(page.number(), page));
        return mailbox.with(changed, modSeq);
    }

    /// Instead of what was changed, removes all pages of a mailbox.
    void removeAll(MailboxState mailbox, List<Change> changes) {
        byMailbox.remove(mailbox.mailbox().value());
        for (int at = 0; at < mailbox.pages().pageCount(); at++) {
            int number = mailbox.pages().page(at).number();
            changes.add(new Change.Delete(RecordKeys.page(mailbox.mailbox().value(), number)));
        }
    }

    void write(MailboxId mailbox, List<Change> changes) {
        SortedMap<Integer, MessagePage> dirty = byMailbox.get(mailbox.value());
        if (dirty != null) {
            dirty.values().forEach(page -> changes.add(change(mailbox, page)));
        }
    }

    private static Change change(MailboxId mailbox, MessagePage page) {
        byte[] key = RecordKeys.page(mailbox.value(), page.number());
        return page.count() == 0
                ? new Change.Delete(key)
                : new Change.Put(key, PageFormat.encode(page));
    }
}
