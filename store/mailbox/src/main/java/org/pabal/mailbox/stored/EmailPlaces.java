// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;

/// Where emails lie that one edit changes, as its reader sees them.
final class EmailPlaces {
    private final AccountEdit edit;
    private final Reader reader;
    private final EmailView emails;

    /// What a reader who is not the owner has seen.
    private final Map<MailboxId, SeenChunks> marks;

    /// @param emails of the state before
    EmailPlaces(AccountEdit edit, Reader reader, EmailView emails) {
        this.edit = edit;
        this.reader = reader;
        this.emails = emails;
        this.marks = reader.isOwner() ? Map.of() : new HashMap<>();
    }

    /// One place of an email.
    ///
    /// @param flags as the reader sees them
    record There(MailboxState mailbox, MessageEntry message, Flags flags) {
        MailboxId id() {
            return mailbox.mailbox();
        }

        long uid() {
            return message.uid();
        }
    }

    /// Empty for an email that is not there, or that the reader is not shown.
    List<There> of(EmailId email) {
        EmailView.Walk walk = emails.walk();
        List<There> places = new ArrayList<>();
        if (walk.goTo(email.value())) {
            for (int place = 0; place < walk.places(); place++) {
                MailboxState mailbox =
                        edit.mailbox(new MailboxId(walk.mailbox(place))).orElseThrow();
                MessageEntry message = mailbox.pages().entry(walk.uid(place));
                places.add(new There(mailbox, message, Reader.flags(message, marks(mailbox))));
            }
        }
        return places;
    }

    private @Nullable SeenChunks marks(MailboxState mailbox) {
        return reader.isOwner()
                ? null
                : marks.computeIfAbsent(mailbox.mailbox(), _ -> reader.chunks(edit, mailbox));
    }
}
