// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Rights;

/// DELETE. RFC 9051 §6.3.5, RFC 4314 §4.
record Delete(String name) implements ImapCommand.InAuthenticatedState {

    /// `"DELETE" SP mailbox`
    static Delete parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new Delete(name);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> there =
                user.address(name)
                        .flatMap(user::find)
                        .filter(found -> found.rights().has(Rights.DELETE_MAILBOX));
        if (there.isEmpty()) {
            return Refusals.notFound(user, name);
        }
        NamedMailbox mailbox = there.get();
        if (!mailbox.isOwn() && mailbox.info().name().isInbox()) {
            return inboxStays(mailbox);
        }
        NameOutcome outcome = mailbox.mailboxes().delete(mailbox.info().name());
        if (outcome instanceof NameOutcome.Done) {
            user.audit("delete", mailbox.address(), "");
            user.writeOldName(name, mailbox.address(), "\\NonExistent");
            leaveIfSelected(user, mailbox);
        }
        return Refusals.ofNames(outcome, TaggedResponse.ok("Deleted"));
    }

    private static TaggedResponse inboxStays(NamedMailbox inbox) {
        return TaggedResponse.no(
                ResponseCodes.CANNOT,
                "INBOX stays as long as its account: pabal account remove "
                        + inbox.owner().address()
                        + " removes both");
    }

    private static void leaveIfSelected(Authenticated user, NamedMailbox gone) throws IOException {
        Optional<SelectedMailbox> selected =
                user.selected().filter(open -> open.named().isSame(gone));
        if (selected.isPresent() && gone.mailboxes().snapshot(gone.id()).isEmpty()) {
            user.out().untagged("OK", "CLOSED", "The selected mailbox is deleted");
            user.client().enter(user);
        }
    }
}
