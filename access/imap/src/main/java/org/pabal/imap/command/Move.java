// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.Rights;

/// MOVE and UID MOVE: all or none, in one commit. RFC 9051 §6.4.8, RFC 6851.
record Move(MessageSet messages, String destination) implements ImapCommand.InSelectedState {

    /// A move is a copy, `\Deleted` and an expunge in one. RFC 6851 §4.2.
    static final Rights REMOVE = Rights.DELETE_MESSAGES.plus(Rights.EXPUNGE);

    /// `"MOVE" SP sequence-set SP mailbox`
    static Move parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        MessageSet messages = in.space().messageSet(addressing);
        String destination = in.space().astring();
        in.end();
        return new Move(messages, destination);
    }

    @Override
    public boolean isByNumber() {
        return !messages.isByUid();
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        Optional<IndexRanges> found = selected.resolve(messages);
        if (found.isEmpty()) {
            return Refusals.noSuchNumber();
        }
        if (selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        if (!selected.rights().has(REMOVE)) {
            return Refusals.notPermitted();
        }
        Optional<NamedMailbox> target = selected.user().find(destination, Rights.INSERT);
        if (target.isEmpty()) {
            return Refusals.noTarget(selected.user(), destination);
        }
        if (found.get().isEmpty()) {
            return TaggedResponse.ok("No such messages, nothing moved");
        }
        CopyOutcome outcome =
                selected.mailboxes()
                        .move(
                                selected.mailbox(),
                                found.get().uids(selected.told()),
                                target.get().destination());
        return switch (outcome) {
            case CopyOutcome.Copied copied -> {
                Copy.happened(selected, target.get(), copied);
                yield moved(selected, copied);
            }
            case CopyOutcome.NoSuchMailbox _ -> Refusals.tryCreate();
            case CopyOutcome.OverQuota _ -> Refusals.overQuota();
            case CopyOutcome.TooMany(int max) -> Refusals.tooMany(max);
        };
    }

    /// COPYUID comes before the EXPUNGEs that it explains. RFC 6851 §4.3.
    private TaggedResponse moved(SelectedMailbox selected, CopyOutcome.Copied copied)
            throws IOException {
        String copyUid = Copy.copyUid(copied);
        if (!copyUid.isEmpty()) {
            selected.out().untagged("OK", copyUid, "Moved");
        }
        selected.update(expunges());
        return selected.features().isQuickResync()
                ? TaggedResponse.ok("HIGHESTMODSEQ " + selected.highestModSeq(), "Done")
                : TaggedResponse.ok("Done");
    }
}
