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
import org.pabal.mailbox.AccountPoint;
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

    /// Where a client is: with the mailboxes, and with the person's order of them.
    record State(AccountPoint point, long orders) {

        static Optional<State> parse(String text) {
            int dot = text.indexOf('.');
            if (dot < 0) {
                return AccountPoint.parse(text).map(point -> new State(point, 0));
            }
            if (!text.substring(dot + 1).matches("[1-9]\\d{0,17}")) {
                return Optional.empty();
            }
            return AccountPoint.parse(text.substring(0, dot))
                    .map(point -> new State(point, Long.parseLong(text.substring(dot + 1))));
        }

        /// Just the point, as it is pushed, for who has never given an order.
        @Override
        public String toString() {
            return orders == 0 ? point.toString() : point + "." + orders;
        }
    }

    /// The state that clients are told of: of the objects' last change.
    public String state(JmapAccount account) {
        return new State(open(account).state().point(), orders.state(account.reader().id()))
                .toString();
    }

    /// The key of a mailbox's order among those that a person has given.
    static String orderId(JmapAccount account, MailboxId mailbox) {
        return account.isPersonal()
                ? ObjectIds.of(mailbox)
                : account.id() + "_" + ObjectIds.of(mailbox);
    }
}
