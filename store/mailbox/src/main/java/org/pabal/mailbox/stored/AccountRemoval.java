// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.function.Function;
import org.pabal.mailbox.HeldBlob;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// Removes all that is kept of an account: its mailboxes at once, the rest in pieces, also what others
/// keep in its space. Called again after an interruption, it goes on.
final class AccountRemoval {
    private static final int CHUNK = 512;

    private final Commits commits;
    private final OpenAccount account;

    AccountRemoval(Commits commits, OpenAccount account) {
        this.commits = commits;
        this.account = account;
    }

    void run() {
        change(edit -> {
            if (edit.before().isBegun()) {
                edit.removeAll();
            }
            return true;
        });
        remove(RecordKeys.messages(), Reclaimer::removal);
        for (Range range : RecordKeys.allButMessages()) {
            remove(range, entry -> List.of(new Change.Delete(entry.key())));
        }
        remove(Range.ofPrefix(HeldBlob.prefix()), AccountRemoval::release);
        remove(RecordKeys.foreign(), entry -> List.of(new Change.Delete(entry.key())));
        account.reset();
    }

    private void remove(Range range, Function<Entry, List<Change>> removal) {
        boolean more = true;
        while (more) {
            more =
                    change(edit -> {
                        List<Entry> entries = edit.space().scan(range, CHUNK);
                        entries.forEach(entry -> edit.add(removal.apply(entry)));
                        return !entries.isEmpty();
                    });
        }
    }

    private static List<Change> release(Entry held) {
        return List.of(
                new Change.Delete(held.key()),
                new Change.RemoveReference(HeldBlob.blobIn(held.key()), held.key()));
    }

    private boolean change(Function<AccountEdit, Boolean> step) {
        return commits.change(account, Start.SETTLED, edit -> Decision.keep(step.apply(edit)));
    }
}
