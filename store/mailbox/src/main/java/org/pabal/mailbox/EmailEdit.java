// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Set;
import java.util.function.UnaryOperator;

/// What is to become of one email in all its places. RFC 8621 §4.6.
public sealed interface EmailEdit {
    EmailId email();

    /// Other flags, other mailboxes, or both. The functions may be called more than once, under the
    /// account's lock.
    ///
    /// @param flags from those that the email has in a place to those it is to have in all; `\Deleted`
    ///     is neither shown nor set
    /// @param mailboxes from those it lies in, as far as the reader sees them, to those it is to lie in
    /// @param aside whether it is set aside there
    record Update(
            EmailId email,
            UnaryOperator<Flags> flags,
            UnaryOperator<Set<MailboxId>> mailboxes,
            Aside aside)
            implements EmailEdit {

        public Update(
                EmailId email,
                UnaryOperator<Flags> flags,
                UnaryOperator<Set<MailboxId>> mailboxes) {
            this(email, flags, mailboxes, new Aside.AsItIs());
        }

        public static Update flags(EmailId email, UnaryOperator<Flags> flags) {
            return new Update(email, flags, UnaryOperator.identity());
        }

        public static Update mailboxes(EmailId email, UnaryOperator<Set<MailboxId>> mailboxes) {
            return new Update(email, UnaryOperator.identity(), mailboxes);
        }
    }

    /// Whether a message is set aside. draft-ietf-extra-email-snooze §4
    sealed interface Aside {
        /// An email that leaves the place in which it was set aside is so no more.
        record AsItIs() implements Aside {}

        /// @param in one of the mailboxes in which it lies then
        record Until(MailboxId in, Snooze snooze) implements Aside {}

        /// It has come back.
        ///
        /// @param into one of the mailboxes in which it lies then
        record Back(MailboxId into, Snooze snooze) implements Aside {}
    }

    /// Removes it from all mailboxes that the reader sees, for good.
    record Destroy(EmailId email) implements EmailEdit {}
}
