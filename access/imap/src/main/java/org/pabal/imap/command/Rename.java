// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MailboxName;

/// RENAME. RFC 9051 §6.3.6.
record Rename(String from, String to) implements ImapCommand.InAuthenticatedState {

    /// `"RENAME" SP mailbox SP mailbox`
    static Rename parse(ImapParser in) throws ImapSyntaxException {
        String from = in.space().astring();
        String to = in.space().astring();
        in.end();
        return new Rename(from, to);
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        Optional<MailboxName> old = user.name(from);
        if (old.isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        Optional<MailboxName> wanted = user.name(to);
        if (wanted.isEmpty()) {
            return Refusals.notAName();
        }
        return Refusals.ofNames(
                user.mailboxes().rename(old.get(), wanted.get()), TaggedResponse.ok("Renamed"));
    }
}
