// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.append.AppendText;
import org.pabal.imap.append.AppendText.Extent;
import org.pabal.imap.append.AppendText.Sending;
import org.pabal.imap.append.MessageTaking;
import org.pabal.imap.append.MessageTaking.Taken;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.MessageEvents.Cause;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;

/// APPEND of one or several messages, all or none. RFC 9051 §6.3.12, RFC 3502, RFC 3516 §4.4,
/// RFC 4315 §3, RFC 4469, RFC 7889.
///
/// @param text up to the first literal of a message
record Append(String mailbox, AppendText text) implements ImapCommand.InAuthenticatedState {

    /// `"APPEND" SP mailbox 1*append-message`
    static Append parse(ImapParser in) throws ImapSyntaxException {
        String mailbox = in.space().astring();
        return new Append(mailbox, AppendText.parse(in, Extent.SEVERAL));
    }

    @Override
    public void passOver(Client client) throws IOException {
        if (text.literalSending().equals(Optional.of(Sending.AT_ONCE))) {
            client.bye("Log in before sending messages");
        }
    }

    @Override
    public boolean endsBeforeLiteral() {
        return text.endsBeforeLiteral();
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        try (MessageTaking taking = new MessageTaking(user)) {
            Optional<NamedMailbox> target = findTarget(user, taking);
            return switch (taking.take(text)) {
                case Taken.Refused(var response) -> response;
                case Taken.Messages(var messages) -> append(user, target.orElseThrow(), messages);
            };
        }
    }

    private Optional<NamedMailbox> findTarget(Authenticated user, MessageTaking taking) {
        try {
            Optional<NamedMailbox> target = user.find(mailbox, Rights.INSERT);
            target.ifPresentOrElse(
                    found -> taking.chargeTo(found.owner()),
                    () -> taking.refuse(Refusals.noTarget(user, mailbox)));
            return target;
        } catch (RuntimeException e) {
            taking.fail(e);
            return Optional.empty();
        }
    }

    private static TaggedResponse append(
            Authenticated user, NamedMailbox target, List<NewMessage> messages) {
        return switch (target.mailboxes().append(target.id(), permitted(target, messages))) {
            case AppendOutcome.Appended appended -> {
                user.happened(
                        target.mailboxes(),
                        target.id(),
                        appended.uids(),
                        Cause.APPENDED,
                        Optional.empty());
                yield TaggedResponse.ok(
                        "APPENDUID " + appended.uidValidity() + " " + appended.uids(), "Appended");
            }
            case AppendOutcome.NoSuchMailbox _ -> Refusals.tryCreate();
            case AppendOutcome.OverQuota _ -> Refusals.overQuota();
        };
    }

    /// Without the flags that the client may not set: this is no reason to refuse. RFC 4314 §4.
    private static List<NewMessage> permitted(NamedMailbox target, List<NewMessage> messages) {
        return messages.stream()
                .map(message ->
                        new NewMessage(
                                message.message(),
                                target.rights().permitted(message.flags()),
                                message.internalDate()))
                .toList();
    }
}
