// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Rights;

/// RENAME, within one account. RFC 9051 §6.3.6, RFC 4314 §4.
record Rename(String from, String to) implements ImapCommand.InAuthenticatedState {

    /// `"RENAME" SP mailbox SP mailbox`
    static Rename parse(ImapParser in) throws ImapSyntaxException {
        String from = in.space().astring();
        String to = in.space().astring();
        in.end();
        return new Rename(from, to);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<NamedMailbox> old =
                user.address(from)
                        .flatMap(user::find)
                        .filter(found -> found.rights().has(Rights.DELETE_MAILBOX));
        if (old.isEmpty()) {
            return Refusals.notFound(user, from);
        }
        Optional<MailboxAddress> wanted = user.address(to);
        if (!isWithinAccount(user, old.get(), wanted)) {
            return TaggedResponse.no(
                    ResponseCodes.CANNOT,
                    "A mailbox stays in its account: CREATE one there and MOVE the messages");
        }
        if (wanted.isEmpty()) {
            return Refusals.notAName(user);
        }
        return rename(user, old.get(), wanted.get());
    }

    private boolean isWithinAccount(
            Authenticated user, NamedMailbox old, Optional<MailboxAddress> wanted) {
        return wanted.isPresent()
                ? wanted.get().owner().id().equals(old.owner().id())
                : user.text(to).filter(user.namespaces()::isForeign).isEmpty();
    }

    private TaggedResponse rename(Authenticated user, NamedMailbox old, MailboxAddress wanted)
            throws IOException {
        if (!old.isOwn() && old.info().name().isInbox()) {
            return TaggedResponse.no(
                    ResponseCodes.CANNOT, "The INBOX of another account cannot be renamed");
        }
        if (!ParentMailbox.of(user, wanted).allowsCreating()) {
            return Refusals.notPermitted();
        }
        NameOutcome outcome = old.mailboxes().rename(old.info().name(), wanted.name());
        if (outcome instanceof NameOutcome.Done) {
            user.audit("rename", old.address(), "to " + wanted.name());
            user.writeOldName(to, wanted, "");
        }
        return Refusals.ofNames(outcome, TaggedResponse.ok("Renamed"));
    }
}
