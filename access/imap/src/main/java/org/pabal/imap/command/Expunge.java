// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.UidSet;

/// EXPUNGE and UID EXPUNGE. RFC 9051 §6.4.3 and §6.4.9, RFC 4315 §2.1.
///
/// @param among empty for every message with `\Deleted`
record Expunge(Optional<MessageSet> among) implements ImapCommand.InSelectedState {

    /// `"EXPUNGE"`
    static Expunge parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Expunge(Optional.empty());
    }

    /// `"UID" SP "EXPUNGE" SP sequence-set`
    static Expunge parseUid(ImapParser in) throws ImapSyntaxException {
        MessageSet among = in.space().messageSet(Addressing.UID);
        in.end();
        return new Expunge(Optional.of(among));
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        if (selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        if (!selected.rights().has(Rights.EXPUNGE)) {
            return Refusals.notPermitted();
        }
        Optional<UidSet> uids =
                among.flatMap(selected::resolve).map(found -> found.uids(selected.told()));
        boolean any = !selected.mailboxes().expunge(selected.mailbox(), uids).expunged().isEmpty();
        selected.update(expunges());
        return any && selected.features().isQuickResync()
                ? TaggedResponse.ok("HIGHESTMODSEQ " + selected.highestModSeq(), "Expunged")
                : TaggedResponse.ok("Expunged");
    }
}
