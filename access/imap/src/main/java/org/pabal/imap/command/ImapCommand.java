// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.state.SelectedMailbox;

/// One command, parsed but not yet judged. The interface it implements says in which state it may
/// run, so that the session checks once and none can run in the wrong one. RFC 9051 §6.
public sealed interface ImapCommand {

    /// Is called instead of `run` when the state is wrong: takes from the connection what the client
    /// sends behind the command without being asked.
    default void passOver(Client client) throws IOException {}

    /// True when a literal follows that the command itself takes from the connection.
    default boolean endsBeforeLiteral() {
        return false;
    }

    non-sealed interface InAnyState extends ImapCommand {
        TaggedResponse run(Client client) throws IOException;
    }

    non-sealed interface InNotAuthenticatedState extends ImapCommand {
        TaggedResponse run(NotAuthenticated before) throws IOException;
    }

    /// Also while a mailbox is selected.
    non-sealed interface InAuthenticatedState extends ImapCommand {
        TaggedResponse run(Authenticated user) throws IOException;
    }

    non-sealed interface InSelectedState extends ImapCommand {
        TaggedResponse run(SelectedMailbox selected) throws IOException;

        /// Whether EXPUNGE may be told at the end: not where message numbers were used, since the
        /// client may have sent more commands with them. RFC 9051 §7.5.1.
        default SelectedMailbox.Expunges expunges() {
            return SelectedMailbox.Expunges.TOLD;
        }

        /// Whether message numbers were used or are to be told, which UIDONLY forbids. RFC 9586 §3.
        default boolean isByNumber() {
            return false;
        }
    }

    /// A line outside the grammar.
    ///
    /// @param reason what was expected and where
    record Unparsable(String reason) implements ImapCommand {}
}
