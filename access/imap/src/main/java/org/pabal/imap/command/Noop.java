// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Client;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// NOOP: a moment at which the session may tell what changed. RFC 9051 §6.1.2.
record Noop() implements ImapCommand.InAnyState {

    /// `"NOOP"`
    static Noop parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Noop();
    }

    @Override
    public TaggedResponse run(Client client) {
        return TaggedResponse.ok("Nothing done");
    }
}
