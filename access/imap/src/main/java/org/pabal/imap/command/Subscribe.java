// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.Rights;

/// SUBSCRIBE and UNSUBSCRIBE. RFC 9051 §6.3.7 and §6.3.8. Subscribing asks that the mailbox exists,
/// which also bounds the list.
record Subscribe(String name, Direction direction) implements ImapCommand.InAuthenticatedState {
    enum Direction {
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    private static final int MAX_SUBSCRIPTIONS = 20_000; // twice the mailboxes of THREATS §4

    /// `"SUBSCRIBE" SP mailbox`
    static Subscribe parse(ImapParser in) throws ImapSyntaxException {
        return parse(in, Direction.SUBSCRIBE);
    }

    /// `"UNSUBSCRIBE" SP mailbox`
    static Subscribe parseUnsubscribe(ImapParser in) throws ImapSyntaxException {
        return parse(in, Direction.UNSUBSCRIBE);
    }

    private static Subscribe parse(ImapParser in, Direction direction) throws ImapSyntaxException {
        String name = in.space().astring();
        in.end();
        return new Subscribe(name, direction);
    }

    @Override
    public TaggedResponse run(Authenticated user) {
        Optional<MailboxAddress> wanted = user.address(name);
        if (wanted.isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        if (direction == Direction.UNSUBSCRIBE) {
            user.mailboxes().unsubscribe(user.subscription(wanted.get()));
            return TaggedResponse.ok("Unsubscribed");
        }
        if (user.find(wanted.get()).filter(found -> found.rights().has(Rights.LOOKUP)).isEmpty()) {
            return Refusals.noSuchMailbox();
        }
        if (user.mailboxes().subscriptions().size() >= MAX_SUBSCRIPTIONS) {
            return TaggedResponse.no(
                    ResponseCodes.LIMIT, "Too many subscriptions, UNSUBSCRIBE from some");
        }
        user.mailboxes().subscribe(user.subscription(wanted.get()));
        return TaggedResponse.ok("Subscribed");
    }
}
