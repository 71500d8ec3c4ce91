// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// An index of the text of messages. It saves a search most of the reading and changes nothing of
/// what is found: what it does not know for sure is looked for in the message itself, by
/// {@link org.pabal.mailbox.text.MessageText}.
@FunctionalInterface
public interface TextIndex {
    /// Knows nothing.
    TextIndex NONE = (account, where, needle) -> email -> Match.UNKNOWN;

    /// Where in a message.
    enum Where {
        /// As {@link org.pabal.mailbox.text.MessageText#writeBody} gives it.
        BODY,
        /// The header section or the body.
        MESSAGE
    }

    /// What the index knows of an account's messages and a text. Never fails: an index that cannot
    /// be read knows nothing.
    ///
    /// @param needle folded by {@link org.pabal.message.mime.UnicodeCasemap}, not empty
    Matches find(AccountMailboxes account, Where where, String needle);

    /// For each message of the account, as far as the index had got when it was asked.
    @FunctionalInterface
    interface Matches {
        Match of(EmailId email);
    }

    enum Match {
        ABSENT,
        /// Or not known to the index: the message tells.
        UNKNOWN,
        FOUND
    }
}
