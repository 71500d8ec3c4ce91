// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.notify.EventGroup;
import org.pabal.imap.notify.Notifications;
import org.pabal.imap.notify.NotifyGrammar;
import org.pabal.imap.notify.Registration;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.Notifier;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// NOTIFY: what the client wants to hear of from now on, without asking again. RFC 5465 §3.1.
///
/// @param groups none for NONE
/// @param unknownEvent the first event that is not known here
record Notify(List<EventGroup> groups, Status status, Optional<String> unknownEvent)
        implements ImapCommand.InAuthenticatedState {

    /// Whether STATUS responses come first.
    enum Status {
        TOLD,
        LEFT_OUT
    }

    /// `"NOTIFY" SP ("SET" [SP "STATUS"] SP event-groups / "NONE")`
    static Notify parse(ImapParser in) throws ImapSyntaxException {
        if (in.space().skipWord("NONE")) {
            in.end();
            return new Notify(List.of(), Status.LEFT_OUT, Optional.empty());
        }
        if (!in.skipWord("SET")) {
            throw in.expected("SET or NONE");
        }
        in.space();
        Status status = Status.LEFT_OUT;
        if (in.skipWord("STATUS")) {
            status = Status.TOLD;
            in.space();
        }
        NotifyGrammar grammar = new NotifyGrammar(in);
        List<EventGroup> groups = grammar.groups();
        in.end();
        return new Notify(groups, status, grammar.unknownEvent());
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Client client = user.client();
        if (unknownEvent.isPresent()) {
            return TaggedResponse.no(
                    "BADEVENT (" + NotifyGrammar.knownEvents() + ")",
                    "An event that is not known here");
        }
        if (user.selected().isPresent()) {
            // What happened before is told as it was asked for before.
            user.selected().get().tellChanges(Expunges.TOLD);
        }
        if (groups.isEmpty()) {
            client.endNotifying();
            client.tellNothing();
            return TaggedResponse.ok("Nothing will be told");
        }
        return register(user, new Registration(user, groups));
    }

    private TaggedResponse register(Authenticated user, Registration registration)
            throws IOException {
        Notifications notifications = new Notifications(user, registration);
        Notifier notifier = new Notifier(user.client(), notifications);
        if (!notifications.start(notifier::changed)) {
            notifications.close();
            return TaggedResponse.no(
                    ResponseCodes.NOTIFICATIONOVERFLOW,
                    "Too many accounts share mailboxes with you, name fewer");
        }
        user.client().notifyBy(notifier, registration.wishes());
        if (status == Status.TOLD) {
            notifications.writeStatus();
        }
        return TaggedResponse.ok("Changes will be told");
    }
}
