// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// UNSELECT: leaves the mailbox as it is. RFC 9051 §6.4.2.
record Unselect() implements ImapCommand.InSelectedState {

    /// `"UNSELECT"`
    static Unselect parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Unselect();
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) {
        selected.user().client().enter(selected.user());
        return TaggedResponse.ok("Unselected");
    }
}
