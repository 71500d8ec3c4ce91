// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.MessageEvents.Cause;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.Rights;

/// COPY and UID COPY: all or none. RFC 9051 §6.4.7; COPYUID: RFC 4315 §3.
record Copy(MessageSet messages, String destination) implements ImapCommand.InSelectedState {

    /// `"COPY" SP sequence-set SP mailbox`
    static Copy parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        MessageSet messages = in.space().messageSet(addressing);
        String destination = in.space().astring();
        in.end();
        return new Copy(messages, destination);
    }

    @Override
    public Expunges expunges() {
        return messages.isByUid() ? Expunges.TOLD : Expunges.HELD_BACK;
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
        Optional<NamedMailbox> target = selected.user().find(destination, Rights.INSERT);
        if (target.isEmpty()) {
            return Refusals.noTarget(selected.user(), destination);
        }
        if (found.get().isEmpty()) {
            return TaggedResponse.ok("No such messages, nothing copied");
        }
        CopyOutcome outcome =
                selected.mailboxes()
                        .copy(
                                selected.mailbox(),
                                found.get().uids(selected.told()),
                                target.get().destination());
        return switch (outcome) {
            case CopyOutcome.Copied copied -> {
                happened(selected, target.get(), copied);
                yield TaggedResponse.ok(copyUid(copied), "Copied");
            }
            case CopyOutcome.NoSuchMailbox _ -> Refusals.tryCreate();
            case CopyOutcome.OverQuota _ -> Refusals.overQuota();
            case CopyOutcome.TooMany(int max) -> Refusals.tooMany(max);
        };
    }

    static void happened(SelectedMailbox selected, NamedMailbox target, CopyOutcome.Copied copied) {
        selected.user()
                .happened(
                        target.mailboxes(),
                        target.id(),
                        copied.target(),
                        Cause.COPIED,
                        Optional.empty());
    }

    /// Empty when every message was gone.
    static String copyUid(CopyOutcome.Copied copied) {
        return copied.source().isEmpty()
                ? ""
                : "COPYUID " + copied.uidValidity() + " " + copied.source() + " " + copied.target();
    }
}
