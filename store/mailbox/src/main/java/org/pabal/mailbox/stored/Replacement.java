// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.AccountMailboxes.ReplaceOutcome;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.AccountTransfer.End;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;
import org.pabal.storage.Blob;

/// REPLACE: one message in, another one out, in one commit, also over two accounts. RFC 8508 §3.
final class Replacement {
    private final Commits commits;
    private final End source;
    private final End target;
    private final Rights rights;
    private final NewMessage message;
    private final PreparedMessage prepared;

    /// @param rights of the reader on the target
    Replacement(Commits commits, End source, End target, Rights rights, NewMessage message) {
        this.commits = commits;
        this.source = source;
        this.target = target;
        this.message = message;
        this.rights = rights;
        this.prepared = PreparedMessage.of(message.message(), "");
    }

    ReplaceOutcome run(long uid) {
        long from = source.account().id();
        long to = target.account().id();
        if (from == to) {
            return commits.change(source.account(), Start.AT_ONCE, edit -> apply(edit, edit, uid));
        }
        return commits.change(
                from < to
                        ? List.of(source.account(), target.account())
                        : List.of(target.account(), source.account()),
                List::of,
                Start.AT_ONCE,
                edits ->
                        from < to
                                ? apply(edits.getFirst(), edits.getLast(), uid)
                                : apply(edits.getLast(), edits.getFirst(), uid));
    }

    @SuppressWarnings("ReferenceEquality") // one edit for both ends where they are one account
    private Decision<ReplaceOutcome> apply(AccountEdit fromEdit, AccountEdit toEdit, long uid) {
        Optional<MailboxState> from = fromEdit.selectable(source.mailbox());
        Optional<MailboxState> to = toEdit.selectable(target.mailbox());
        if (from.isEmpty() || to.isEmpty()) {
            return Decision.refuse(new ReplaceOutcome.NoSuchMailbox());
        }
        Selection replaced = Selection.of(from.get(), UidSet.of(uid));
        if (replaced.messages().isEmpty()) {
            return Decision.refuse(new ReplaceOutcome.NoSuchMessage());
        }
        Blob blob = message.message().blob();
        boolean one = fromEdit == toEdit;
        Optional<QuotaResource> missing =
                Quotas.missing(
                        target.owner(),
                        toEdit,
                        blob.size() - (one ? replaced.octets() : 0),
                        one ? 0 : 1);
        if (missing.isPresent()) {
            return Decision.refuse(new ReplaceOutcome.OverQuota(missing.get()));
        }
        fromEdit.messages().remove(from.get(), replaced.uids(), replaced.places(), Fate.REPLACED);
        List<Arrival> arrival =
                List.of(
                        prepared.arrival(
                                toEdit, rights.permitted(message.flags()), message.internalDate()));
        toEdit.corrections().appended(arrival, to.get());
        UidSet uids = target.reader().append(toEdit, target.mailbox(), arrival);
        return Decision.keep(
                new ReplaceOutcome.Replaced(
                        to.get().uidValidity(), uids.ranges().getFirst().first()));
    }
}
