// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Rights;

/// CLOSE: expunges without a word and leaves the mailbox. RFC 9051 §6.4.1.
record Close() implements ImapCommand.InSelectedState {

    /// `"CLOSE"`
    static Close parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Close();
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        // Without the right nothing is said of it. RFC 4314 §4
        if (!selected.isReadOnly() && selected.rights().has(Rights.EXPUNGE)) {
            selected.mailboxes().expunge(selected.mailbox(), Optional.empty());
        }
        selected.user().client().enter(selected.user());
        return TaggedResponse.ok("Closed");
    }
}
