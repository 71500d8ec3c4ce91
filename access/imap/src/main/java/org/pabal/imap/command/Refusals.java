// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Rights;

/// Refusals that several commands share.
final class Refusals {
    private Refusals() {}

    static TaggedResponse readOnly() {
        return TaggedResponse.no(
                ResponseCodes.READ_ONLY, "The mailbox was opened read-only, SELECT it");
    }

    static TaggedResponse noSuchNumber() {
        return TaggedResponse.bad("A message number that does not exist");
    }

    static TaggedResponse noSuchMailbox() {
        return TaggedResponse.no(ResponseCodes.NONEXISTENT, "No such mailbox");
    }

    /// For the target of APPEND, COPY, MOVE. RFC 9051 §6.3.12.
    static TaggedResponse tryCreate() {
        return TaggedResponse.no(ResponseCodes.TRYCREATE, "No such mailbox");
    }

    /// For a mailbox that was not found with the rights that are needed: that it is there is told
    /// to those alone who could list it. RFC 4314 §6, THREATS I17.
    static TaggedResponse notFound(Authenticated user, String written) {
        return user.isVisible(written) ? notPermitted() : noSuchMailbox();
    }

    /// As {@link #notFound}, for the target of APPEND, COPY, MOVE.
    static TaggedResponse noTarget(Authenticated user, String written) {
        return user.find(written, Rights.LOOKUP).isPresent() ? notPermitted() : tryCreate();
    }

    static TaggedResponse notPermitted() {
        return TaggedResponse.no(
                ResponseCodes.NOPERM, "You have no right to do this, ask the mailbox's owner");
    }

    static TaggedResponse tooMany(int max) {
        return TaggedResponse.no(
                "LIMIT", "At most " + max + " messages can go to another account at once");
    }

    static TaggedResponse overQuota() {
        return TaggedResponse.no(ResponseCodes.OVERQUOTA, "The account is full");
    }

    static TaggedResponse notAName(Authenticated user) {
        NamespaceConfig names = user.namespaces().names();
        return TaggedResponse.no(
                ResponseCodes.CANNOT,
                "Not a mailbox name: "
                        + (names.personal().isEmpty() ? "" : names.personal() + " and ")
                        + "levels of text between '"
                        + names.delimiter()
                        + "', at most 255 octets");
    }

    /// @param ok what to say when it was done
    static TaggedResponse ofNames(NameOutcome outcome, TaggedResponse ok) {
        return switch (outcome) {
            case NameOutcome.Done _ -> ok;
            case NameOutcome.NoSuchMailbox _ -> noSuchMailbox();
            case NameOutcome.AlreadyExists _ ->
                    TaggedResponse.no(ResponseCodes.ALREADYEXISTS, "The mailbox exists already");
            case NameOutcome.NotAllowed(String reason, boolean limit) ->
                    TaggedResponse.no(limit ? ResponseCodes.LIMIT : ResponseCodes.CANNOT, reason);
        };
    }
}
