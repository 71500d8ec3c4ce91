// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.ImapServices;
import org.pabal.imap.state.IndexRanges;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.MessageSet;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.TextIndex;

/// What a search looks at: the messages of one mailbox at one moment.
///
/// @param index of the account's texts
/// @param filters that the user has stored
/// @param cursors with flags that may be of a later moment than the snapshot
/// @param sets what a message set means here; empty when a number does not exist
/// @param recent whether a message is `\Recent` to the session. RFC 3501 §2.3.2
/// @param now by which the age of messages is told
public record SearchView(
        AccountMailboxes mailboxes,
        TextIndex index,
        SavedFilters filters,
        MailboxSnapshot snapshot,
        Supplier<MessageCursor> cursors,
        Function<MessageSet, Optional<IndexRanges>> sets,
        IntPredicate recent,
        Instant now) {

    /// The selected mailbox as the client knows it.
    public static SearchView of(SelectedMailbox selected) {
        ImapServices services = selected.user().client().services();
        return new SearchView(
                selected.mailboxes(),
                services.textIndex(),
                new SavedFilters(selected.user()),
                selected.told(),
                selected::cursor,
                selected::resolve,
                selected::isRecent,
                services.clock().instant());
    }

    /// A mailbox that is not selected: nothing is saved of it, and numbers that do not exist mean
    /// nothing.
    public static SearchView of(
            Authenticated user, AccountMailboxes mailboxes, MailboxSnapshot snapshot) {
        ImapServices services = user.client().services();
        return new SearchView(
                mailboxes,
                services.textIndex(),
                new SavedFilters(user),
                snapshot,
                snapshot::cursor,
                set -> Optional.of(IndexRanges.existing(set, snapshot)),
                _ -> false,
                services.clock().instant());
    }

    /// Whether something stands among the keys, also of the filters that were looked up.
    public boolean uses(Use use, SearchProgram program) {
        return program.uses(use) || filters.uses().contains(use);
    }
}
