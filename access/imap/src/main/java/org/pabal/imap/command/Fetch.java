// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.fetch.FetchGrammar;
import org.pabal.imap.fetch.FetchItem;
import org.pabal.imap.fetch.FetchItem.Plain;
import org.pabal.imap.fetch.FetchWriter;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.state.Vanished;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.imap.syntax.PartialRange;
import org.pabal.mailbox.UidSet;

/// FETCH and UID FETCH. RFC 9051 §6.4.5; CHANGEDSINCE: RFC 7162 §3.1.4; VANISHED: §3.2.6.
record Fetch(MessageSet messages, List<FetchItem> items, Modifiers modifiers)
        implements ImapCommand.InSelectedState {

    /// @param changedSince -1 for none
    /// @param partial which of the messages of the set. RFC 9394 §3.3
    record Modifiers(long changedSince, boolean vanished, Optional<PartialRange> partial) {
        static final Modifiers NONE = new Modifiers(-1, false, Optional.empty());
    }

    /// `"FETCH" SP sequence-set SP (…) [fetch-modifiers]`
    static Fetch parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        MessageSet messages = in.space().messageSet(addressing);
        in.space();
        List<FetchItem> items = FetchGrammar.items(in);
        Modifiers modifiers = in.skip(' ') ? modifiers(in) : Modifiers.NONE;
        if (modifiers.vanished() && (!messages.isByUid() || modifiers.changedSince() < 0)) {
            throw in.expected("VANISHED with UID FETCH and CHANGEDSINCE only"); // RFC 7162 §3.2.6
        }
        if (modifiers.partial().isPresent() && !messages.isByUid()) {
            throw in.expected("PARTIAL with UID FETCH only"); // RFC 9394 §3.3
        }
        in.end();
        return new Fetch(messages, items, modifiers);
    }

    /// `fetch-modifiers = SP "(" fetch-modifier *(SP fetch-modifier) ")"`
    private static Modifiers modifiers(ImapParser in) throws ImapSyntaxException {
        long changedSince = -1;
        boolean vanished = false;
        Optional<PartialRange> partial = Optional.empty();
        in.expect('(');
        do {
            if (in.skipWord("CHANGEDSINCE")) {
                changedSince = in.space().number64();
            } else if (in.skipWord("VANISHED")) {
                vanished = true;
            } else if (partial.isEmpty() && in.skipWord("PARTIAL")) {
                partial = Optional.of(PartialRange.parse(in.space()));
            } else {
                throw in.expected("CHANGEDSINCE, VANISHED or one PARTIAL");
            }
        } while (in.skip(' '));
        in.expect(')');
        return new Modifiers(changedSince, vanished, partial);
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
        if (modifiers.vanished() && !selected.features().isQuickResync()) {
            return TaggedResponse.bad("ENABLE QRESYNC first");
        }
        boolean wantsModSeq = modifiers.changedSince() >= 0 || items.contains(Plain.MODSEQ);
        if (wantsModSeq && selected.features().enable(Feature.CONDSTORE)) {
            selected.writeHighestModSeq();
        }
        if (modifiers.vanished()) {
            UidSet among = messages.set().resolve(selected.told().uidNext() - 1);
            Vanished.write(selected, among, modifiers.changedSince(), 0);
        }
        FetchWriter writer =
                new FetchWriter(selected, completed(selected), modifiers.changedSince());
        writer.write(part(selected, found.get()));
        if (writer.isUnknownEncoding()) {
            return TaggedResponse.no(
                    ResponseCodes.UNKNOWN_CTE, "A transfer encoding that is not known here");
        }
        return writer.isMissing()
                ? TaggedResponse.ok(ResponseCodes.EXPUNGEISSUED, "Some messages are expunged")
                : TaggedResponse.ok("Fetched");
    }

    /// PARTIAL counts what CHANGEDSINCE leaves. RFC 9394 §3.3 and §3.4.
    private IndexRanges part(SelectedMailbox selected, IndexRanges found) {
        if (modifiers.partial().isEmpty()) {
            return found;
        }
        PartialRange range = modifiers.partial().get();
        IndexRanges changed =
                modifiers.changedSince() < 0
                        ? found
                        : found.filter(index -> selected.modSeq(index) > modifiers.changedSince());
        return changed.slice(range.from(changed.size()), range.to(changed.size()));
    }

    /// UID FETCH shows UIDs, CHANGEDSINCE shows modseqs, asked for or not.
    private List<FetchItem> completed(SelectedMailbox selected) {
        boolean uid =
                (messages.isByUid() || selected.features().isQuickResync())
                        && !selected.features().isUidOnly(); // UIDFETCH begins with it
        boolean modSeq =
                modifiers.changedSince() >= 0
                        || (selected.features().showsModSeq() && items.contains(Plain.FLAGS));
        List<FetchItem> all = new ArrayList<>(items);
        if (uid && !items.contains(Plain.UID)) {
            all.add(0, Plain.UID);
        }
        if (modSeq && !items.contains(Plain.MODSEQ)) {
            all.add(Plain.MODSEQ);
        }
        return all;
    }
}
