// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.MessageEvents.Cause;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.AccountMailboxes.StoreOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.UidSet;

/// STORE and UID STORE. RFC 9051 §6.4.6; UNCHANGEDSINCE and MODIFIED: RFC 7162 §3.1.3.
record Store(MessageSet messages, FlagChange change, Echo echo, OptionalLong unchangedSince)
        implements ImapCommand.InSelectedState {

    /// Whether the client wants to see what came out.
    enum Echo {
        SHOWN,
        SILENT
    }

    /// `"STORE" SP sequence-set [store-modifiers] SP store-att-flags`
    static Store parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        MessageSet messages = in.space().messageSet(addressing);
        in.space();
        OptionalLong unchangedSince = OptionalLong.empty();
        if (in.skip('(')) {
            unchangedSince = unchangedSince(in);
            in.expect(')');
            in.space();
        }
        FlagChange.Mode mode = mode(in);
        Echo echo = echo(in);
        in.space();
        Flags flags = in.isNext('(') ? in.flagList() : in.bareFlags();
        in.end();
        return new Store(messages, new FlagChange(mode, flags), echo, unchangedSince);
    }

    /// `"UNCHANGEDSINCE" SP mod-sequence-valzer`
    private static OptionalLong unchangedSince(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("UNCHANGEDSINCE")) {
            throw in.expected("UNCHANGEDSINCE");
        }
        return OptionalLong.of(in.space().number64());
    }

    private static FlagChange.Mode mode(ImapParser in) {
        if (in.skip('+')) {
            return FlagChange.Mode.ADD;
        }
        return in.skip('-') ? FlagChange.Mode.REMOVE : FlagChange.Mode.REPLACE;
    }

    /// `"FLAGS" [".SILENT"]`
    private static Echo echo(ImapParser in) throws ImapSyntaxException {
        return switch (in.word().toUpperCase(Locale.ROOT)) {
            case "FLAGS" -> Echo.SHOWN;
            case "FLAGS.SILENT" -> Echo.SILENT;
            default -> throw in.expected("FLAGS or FLAGS.SILENT before this");
        };
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
        if (selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        Rights rights = selected.rights();
        if (!mayChangeSome(rights)) {
            return Refusals.notPermitted();
        }
        if (unchangedSince.isPresent()
                && selected.features().enable(Feature.CONDSTORE)) { // RFC 7162 §3.1
            selected.writeHighestModSeq();
        }
        MailboxSnapshot before = selected.told();
        UidSet uids = found.get().uids(before);
        StoreOutcome outcome =
                selected.mailboxes()
                        .store(selected.mailbox(), uids, change.limitedTo(rights), unchangedSince);
        selected.user()
                .happened(
                        selected.mailboxes(),
                        selected.mailbox(),
                        outcome.changed(),
                        Cause.FLAGS_SET,
                        Optional.of(before));
        if (echo == Echo.SILENT) {
            selected.updateAfterSilentStore(outcome.changed(), change, expunges());
        } else {
            selected.updateAfterStore(outcome.changed(), expunges());
        }
        if (isRefusedSome(selected, uids, outcome)) {
            return TaggedResponse.no(
                    ResponseCodes.LIMIT, "Too many or too long keywords for some messages");
        }
        return outcome.modified().isEmpty()
                ? TaggedResponse.ok("Stored")
                : TaggedResponse.ok(
                        "MODIFIED " + numbers(outcome.modified(), before),
                        "Some messages changed in the meantime");
    }

    /// What the rights do not permit is passed over, as long as something is left: clients do not
    /// expect a refusal. RFC 4314 §4.
    private boolean mayChangeSome(Rights rights) {
        return rights.permitAllFlags()
                || !rights.permitted(change.flags()).equals(Flags.NONE)
                || (change.flags().equals(Flags.NONE) && rights.hasAnyOf(Rights.of("swt")));
    }

    /// True when a message that is there was neither changed nor modified by others.
    private static boolean isRefusedSome(
            SelectedMailbox selected, UidSet uids, StoreOutcome outcome) {
        if (outcome.changed().size() + outcome.modified().size() == uids.size()) {
            return false;
        }
        for (UidSet.Range range : uids.ranges()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                if (!outcome.changed().contains(uid)
                        && !outcome.modified().contains(uid)
                        && selected.isThere(uid)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// In the terms of the command: UIDs, or message numbers as they were when it was sent.
    private UidSet numbers(UidSet uids, MailboxSnapshot snapshot) {
        if (messages.isByUid()) {
            return uids;
        }
        UidSet.Builder numbers = new UidSet.Builder();
        uids.forEach(uid -> numbers.add(snapshot.indexOf(uid) + 1L));
        return numbers.build();
    }
}
