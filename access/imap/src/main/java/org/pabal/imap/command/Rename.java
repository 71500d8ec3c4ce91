// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

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
        Optional<MailboxAddress> old = user.address(from).filter(user::isOwn);
        if (old.isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        Optional<MailboxAddress> wanted = user.address(to).filter(user::isOwn);
        if (wanted.isEmpty()) {
            return Refusals.notAName(user);
        }
        return Refusals.ofNames(
                user.mailboxes().rename(old.get().name(), wanted.get().name()),
                TaggedResponse.ok("Renamed"));
    }
}
