// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Client;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// LOGOUT. RFC 9051 §6.1.3.
record Logout() implements ImapCommand.InAnyState {

    /// `"LOGOUT"`
    static Logout parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Logout();
    }

    @Override
    public TaggedResponse run(Client client) throws IOException {
        client.bye("Goodbye");
        return TaggedResponse.ok("Logged out");
    }
}
