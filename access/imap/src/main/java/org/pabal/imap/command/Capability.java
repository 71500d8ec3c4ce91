// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Capabilities;
import org.pabal.imap.state.Client;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// CAPABILITY. RFC 9051 §6.1.1.
record Capability() implements ImapCommand.InAnyState {

    /// `"CAPABILITY"`
    static Capability parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Capability();
    }

    @Override
    public TaggedResponse run(Client client) throws IOException {
        client.out().ascii("* CAPABILITY ").ascii(Capabilities.asked(client)).crlf();
        return TaggedResponse.ok("Capabilities told");
    }
}
