// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All emails of an account at one moment, whatever mailboxes they lie in: immutable. An email is what
/// JMAP calls one: one message with its places. Those that lie in no mailbox that the reader sees, or
/// with `\Deleted` only, are not here.
public interface Emails {

    /// Of emails, not of their places.
    int count();

    Optional<Email> find(EmailId id);

    /// Quicker than to find it.
    boolean has(EmailId id);

    /// The emails of a thread, by their {@link Email#receivedAt}, the oldest first; empty for none.
    /// RFC 8621 §3.
    List<EmailId> thread(ThreadId thread);

    /// For looking at all of them, in the order of their ids.
    Cursor cursor();

    /// @param places where it lies, by mailbox; at least one
    /// @param flags those that it has in any of its places, without `\Deleted`
    /// @param size in octets
    /// @param receivedAt the internal date of its first place
    record Email(
            EmailId id,
            ThreadId thread,
            List<Place> places,
            Flags flags,
            long size,
            Instant receivedAt) {

        public List<MailboxId> mailboxes() {
            return places.stream().map(Place::mailbox).toList();
        }
    }

    /// @param index in the mailbox's {@link MailboxSnapshot} of the same moment
    record Place(MailboxId mailbox, long uid, int index) {}

    /// Stands at one email after the other. Makes no object, but for {@link #flags} of an email in
    /// several places. For one thread.
    interface Cursor {
        /// @return false when there is no more
        boolean next();

        /// The value of its {@link EmailId}.
        long email();

        /// The value of its {@link ThreadId}.
        long thread();

        /// In seconds since 1970.
        long receivedSeconds();

        long size();

        Flags flags();

        int places();

        /// The value of a place's {@link MailboxId}.
        ///
        /// @param place from 0
        long mailbox(int place);
    }
}
