// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Capabilities;
import org.pabal.imap.state.Client;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// UNAUTHENTICATE: the connection is used for another account. RFC 8437.
record Unauthenticate() implements ImapCommand.InAuthenticatedState {

    /// `"UNAUTHENTICATE"`
    static Unauthenticate parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Unauthenticate();
    }

    /// A selected mailbox is left without expunging anything. RFC 8437 §3.
    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Client client = user.client();
        client.unauthenticate();
        return TaggedResponse.ok("CAPABILITY " + Capabilities.of(client), "Nobody is logged in");
    }
}
