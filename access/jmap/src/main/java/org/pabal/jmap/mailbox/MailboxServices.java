// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.method.RecentLists;
import org.pabal.jmap.principal.Principals;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;

/// What the methods of mailboxes work with.
///
/// @param orders the `sortOrder` that a person gave a mailbox, by its id; a person's own, of its
///     account's mailboxes
/// @param recent results of queries
/// @param principals whom mailboxes can be shared with; empty where nobody shares over JMAP
public record MailboxServices(
        MailboxStore store, Documents orders, RecentLists recent, Optional<Principals> principals) {

    public List<JmapMethod> methods() {
        return List.of(
                new MailboxGet(this),
                new MailboxChangesMethod(this),
                new MailboxQuery(this),
                new MailboxQueryChanges(this),
                new MailboxSet(this));
    }

    AccountMailboxes open(JmapAccount account) {
        return store.open(account.owner(), account.reader());
    }

    /// All of an account's mailboxes as they are now.
    ///
    /// @param sharing whether the client knows of `shareWith`
    MailboxView view(JmapAccount account, boolean sharing) {
        return new MailboxView(
                account, open(account).state(), orders.list(account.reader().id()), sharing);
    }

    MailboxView view(JmapAccount account) {
        return view(account, false);
    }

    /// Whether the client has said that it knows of RFC 9670.
    boolean shares(MethodCall call) {
        return principals.isPresent() && call.uses(Capability.PRINCIPALS);
    }

    /// The state that clients are told of, by /get and by pushes alike.
    String state(JmapAccount account) {
        return open(account).state().point().toString();
    }

    /// The key of a mailbox's order among those that a person has given.
    static String orderId(JmapAccount account, MailboxId mailbox) {
        return account.isPersonal()
                ? ObjectIds.of(mailbox)
                : account.id() + "_" + ObjectIds.of(mailbox);
    }
}
