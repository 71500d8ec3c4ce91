// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.imap.state.MessageEvents;
import org.pabal.mda.agent.MailboxChange;
import org.pabal.mta.imapsieve.ScriptedMailboxes;

/// What IMAP clients do, for the scripts of mailboxes. RFC 6785
final class MailboxEvents {
    private MailboxEvents() {}

    static MessageEvents to(ScriptedMailboxes scripts) {
        return event ->
                scripts.happened(
                        event.mailboxes(),
                        event.mailbox(),
                        event.uids(),
                        cause(event.cause()),
                        event.before(),
                        event.session());
    }

    private static MailboxChange.Cause cause(MessageEvents.Cause cause) {
        return switch (cause) {
            case APPENDED -> MailboxChange.Cause.APPEND;
            case COPIED -> MailboxChange.Cause.COPY;
            case FLAGS_SET -> MailboxChange.Cause.FLAG;
        };
    }
}
