// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.EmailBlobId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AddOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Adds messages to an account, and tells of them what /set, /import and /copy tell: `id`, `blobId`,
/// `threadId`, `size`. For one thread.
final class Additions {
    private final AccountMailboxes mailboxes;
    private final StateChain states;

    Additions(AccountMailboxes mailboxes, StateChain states) {
        this.mailboxes = mailboxes;
        this.states = states;
    }

    /// @throws SetError when it is not added
    ObjectNode add(NewMessage message, Set<MailboxId> places) {
        return add(message, places, Optional.empty()).orElseThrow(SetError::notFound);
    }

    /// Empty when what was to be replaced is gone.
    Optional<ObjectNode> replace(NewMessage message, Set<MailboxId> places, EmailId replaces) {
        return add(message, places, Optional.of(replaces));
    }

    private Optional<ObjectNode> add(
            NewMessage message, Set<MailboxId> places, Optional<EmailId> replaces) {
        return switch (mailboxes.add(states.expected(), message, places, replaces)) {
            case AddOutcome.Added added -> {
                states.moved(added.before(), added.after());
                yield Optional.of(told(added));
            }
            case AddOutcome.NoSuchMailbox(var missing) ->
                    throw PlacesReader.noSuchMailbox(
                            missing.stream().map(ObjectIds::of).collect(Collectors.joining(", ")));
            case AddOutcome.NoSuchEmail _ -> Optional.empty();
            case AddOutcome.OverQuota _ -> throw overQuota();
            case AddOutcome.StateMismatch _ -> throw MethodError.stateMismatch();
        };
    }

    static SetError overQuota() {
        return SetError.overQuota("The account is full; delete something first.");
    }

    private static ObjectNode told(AddOutcome.Added added) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", ObjectIds.of(added.email()))
                .put("blobId", EmailBlobId.of(added.email()).toString())
                .put("threadId", ObjectIds.of(added.thread()))
                .put("size", added.size());
    }
}
