// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.imap.append.AppendText;
import org.pabal.imap.append.AppendText.Extent;
import org.pabal.imap.append.AppendText.Sending;
import org.pabal.imap.append.MessageTaking;
import org.pabal.imap.append.MessageTaking.Taken;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.MessageEvents.Cause;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.AccountMailboxes.ReplaceOutcome;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.UidSet;

/// REPLACE and UID REPLACE: a message comes and another one goes, both or neither. RFC 8508.
///
/// @param replaced one message
/// @param text up to the first literal of the new one
record Replace(MessageSet replaced, String mailbox, AppendText text)
        implements ImapCommand.InSelectedState {

    /// `"REPLACE" SP seq-number SP mailbox append-message`
    static Replace parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        MessageSet replaced = in.space().oneMessage(addressing);
        String mailbox = in.space().astring();
        return new Replace(replaced, mailbox, AppendText.parse(in, Extent.ONE));
    }

    @Override
    public boolean isByNumber() {
        return !replaced.isByUid();
    }

    @Override
    public boolean endsBeforeLiteral() {
        return text.endsBeforeLiteral();
    }

    @Override
    public void passOver(Client client) throws IOException {
        if (text.literalSending().equals(Optional.of(Sending.AT_ONCE))) {
            client.bye("SELECT a mailbox before replacing a message");
        }
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        try (MessageTaking taking = new MessageTaking(selected.user())) {
            OptionalLong uid = find(selected, taking);
            Optional<NamedMailbox> target = findTarget(selected, taking);
            return switch (taking.take(text)) {
                case Taken.Refused(var response) -> response;
                case Taken.Messages(var messages) ->
                        replace(
                                selected,
                                uid.orElseThrow(),
                                target.orElseThrow(),
                                messages.getFirst());
            };
        }
    }

    private OptionalLong find(SelectedMailbox selected, MessageTaking taking) {
        Optional<IndexRanges> found = selected.resolve(replaced);
        if (found.isEmpty()) {
            taking.refuse(Refusals.noSuchNumber());
            return OptionalLong.empty();
        }
        UidSet uids = found.get().uids(selected.told());
        if (uids.isEmpty()) {
            taking.refuse(gone());
            return OptionalLong.empty();
        }
        if (selected.isReadOnly()) {
            taking.refuse(Refusals.readOnly());
        } else if (!selected.rights().has(Move.REMOVE)) {
            taking.refuse(Refusals.notPermitted());
        }
        return OptionalLong.of(uids.ranges().getFirst().first());
    }

    private static TaggedResponse gone() {
        return TaggedResponse.no(ResponseCodes.NONEXISTENT, "No such message, nothing replaced");
    }

    private Optional<NamedMailbox> findTarget(SelectedMailbox selected, MessageTaking taking) {
        try {
            Optional<NamedMailbox> target = selected.user().find(mailbox, Rights.INSERT);
            target.ifPresentOrElse(
                    found -> taking.chargeTo(found.owner()),
                    () -> taking.refuse(Refusals.noTarget(selected.user(), mailbox)));
            return target;
        } catch (RuntimeException e) {
            taking.fail(e);
            return Optional.empty();
        }
    }

    private static TaggedResponse replace(
            SelectedMailbox selected, long uid, NamedMailbox target, NewMessage message)
            throws IOException {
        return switch (selected.mailboxes()
                .replace(selected.mailbox(), uid, target.destination(), message)) {
            case ReplaceOutcome.Replaced done -> {
                selected.user()
                        .happened(
                                target.mailboxes(),
                                target.id(),
                                UidSet.of(done.uid()),
                                Cause.APPENDED,
                                Optional.empty());
                yield replaced(selected, done);
            }
            case ReplaceOutcome.NoSuchMailbox _ -> Refusals.tryCreate();
            case ReplaceOutcome.NoSuchMessage _ -> gone();
            case ReplaceOutcome.OverQuota _ -> Refusals.overQuota();
        };
    }

    /// APPENDUID comes before the EXPUNGE of what was replaced. RFC 8508 §3.4, §4.
    private static TaggedResponse replaced(SelectedMailbox selected, ReplaceOutcome.Replaced done)
            throws IOException {
        selected.out()
                .untagged(
                        "OK", "APPENDUID " + done.uidValidity() + " " + done.uid(), "Replacement");
        selected.update(SelectedMailbox.Expunges.TOLD);
        return selected.features().isQuickResync()
                ? TaggedResponse.ok("HIGHESTMODSEQ " + selected.highestModSeq(), "Replaced")
                : TaggedResponse.ok("Replaced");
    }
}
