// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// CHECK: everything is durable already. RFC 3501 §6.4.1; IMAP4rev2 has it no more.
record Check() implements ImapCommand.InSelectedState {

    /// `"CHECK"`
    static Check parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Check();
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) {
        return TaggedResponse.ok("Checked");
    }
}
