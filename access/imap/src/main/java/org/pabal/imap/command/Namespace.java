// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// NAMESPACE: the account's own mailboxes only. RFC 9051 §6.3.10.
record Namespace() implements ImapCommand.InAuthenticatedState {

    /// `"NAMESPACE"`
    static Namespace parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Namespace();
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        user.out().ascii("* NAMESPACE ((\"\" \"/\")) NIL NIL").crlf();
        return TaggedResponse.ok("Namespaces told");
    }
}
