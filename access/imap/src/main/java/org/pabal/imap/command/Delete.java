// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;

/// DELETE. RFC 9051 §6.3.5.
record Delete(String name) implements ImapCommand.InAuthenticatedState {

    /// `"DELETE" SP mailbox`
    static Delete parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new Delete(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<MailboxAddress> wanted = user.address(name).filter(user::isOwn);
        if (wanted.isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        NameOutcome outcome = user.mailboxes().delete(wanted.get().name());
        if (outcome instanceof NameOutcome.Done(var gone)
                && user.selected().filter(open -> open.mailbox().equals(gone)).isPresent()
                && user.mailboxes().snapshot(gone).isEmpty()) {
            user.out().untagged("OK", "CLOSED", "The selected mailbox is deleted");
            user.client().enter(user);
        }
        return Refusals.ofNames(outcome, TaggedResponse.ok("Deleted"));
    }
}
