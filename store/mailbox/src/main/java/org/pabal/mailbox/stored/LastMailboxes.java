// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.format.v1.ChangeFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountChange.Way;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.DeletedList.Origin;
import org.pabal.mailbox.state.MailboxState;

/// In which mailboxes messages lay that were deleted from Trash: those that the change log says they
/// left last, as far as it goes back and the mailboxes are still there. Costs one reading of the log,
/// when such a message is looked at; to move it to Trash and to expunge it there
/// costs nothing more. For one thread.
final class LastMailboxes {
    private final AccountSpace space;
    private final AccountState state;

    /// By email; null until one is asked for that was deleted from Trash.
    private @Nullable Map<Long, MailboxId> left;

    LastMailboxes(AccountSpace space, AccountState state) {
        this.space = space;
        this.state = state;
    }

    private Map<Long, MailboxId> read() {
        Map<Long, MailboxId> last = new HashMap<>();
        space.forEach(
                RecordKeys.changesAfter(state.record().changes().completeFrom()),
                entry ->
                        ChangeFormat.decode(RecordKeys.modSeqOfChange(entry.key()), entry.value())
                                .moves()
                                .stream()
                                .filter(move -> move.way() == Way.LEFT)
                                .filter(move -> isSuitable(new MailboxId(move.mailbox())))
                                .forEach(move ->
                                        last.put(move.email(), new MailboxId(move.mailbox()))));
        return last;
    }

    private boolean isSuitable(MailboxId mailbox) {
        return state.mailbox(mailbox)
                .filter(there -> there.record().selectable())
                .filter(there -> !isTrash(there.record().specialUse()))
                .isPresent();
    }

    private static boolean isTrash(Optional<SpecialUse> use) {
        return use.equals(Optional.of(SpecialUse.TRASH));
    }

    /// Where a message belongs that was deleted from a mailbox.
    Origin of(Origin deletedFrom, long email) {
        if (!isTrash(deletedFrom.use())) {
            return deletedFrom;
        }
        Map<Long, MailboxId> last = left;
        if (last == null) {
            last = read();
            left = last;
        }
        MailboxId before = last.get(email);
        if (before == null) {
            return deletedFrom;
        }
        MailboxState there = state.mailbox(before).orElseThrow();
        return new Origin(before, there.record().name(), there.record().specialUse());
    }

    /// The mailbox itself, or the one that has its name now; empty where there is none.
    Optional<MailboxState> target(Origin origin) {
        return state.mailbox(origin.mailbox())
                .or(() -> state.mailbox(origin.name()))
                .filter(there -> there.record().selectable());
    }
}
