// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// STATUS. RFC 9051 §6.3.11.
record Status(String name, Set<StatusItem> items) implements ImapCommand.InAuthenticatedState {

    /// `"STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"`
    static Status parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.space();
        Set<StatusItem> items = StatusItem.parseList(in);
        in.end();
        return new Status(name, items);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> mailbox = user.find(name);
        return mailbox.isPresent() && StatusItem.write(user, mailbox.get(), items)
                ? TaggedResponse.ok("Status told")
                : Refusals.notFound(user, name);
    }
}
