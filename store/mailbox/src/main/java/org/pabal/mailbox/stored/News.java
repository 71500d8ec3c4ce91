// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountMailboxes.Listener;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MetadataName;

/// What listeners hear of one change.
///
/// @param mailboxes that changed, were made or are gone
/// @param acls of mailboxes whose ACL changed
/// @param now where the account is with it
/// @param types what of JMAP changed
record News(
        Set<MailboxId> mailboxes,
        boolean names,
        boolean subscriptions,
        Set<MailboxId> acls,
        List<Annotations> metadata,
        AccountPoint now,
        Set<DataType> types) {

    /// Of a change that nothing of this is about, but annotations may be.
    static News of(List<Annotations> metadata) {
        return new News(
                Set.of(), false, false, Set.of(), metadata, new AccountPoint(0, 0), Set.of());
    }

    /// @param mailbox empty for the account's own
    record Annotations(Optional<MailboxId> mailbox, List<MetadataName> names) {}

    void tell(Listener listener) {
        mailboxes.forEach(listener::mailboxChanged);
        if (names) {
            listener.namesChanged();
        }
        if (subscriptions) {
            listener.subscriptionsChanged();
        }
        acls.forEach(listener::aclChanged);
        if (!types.isEmpty()) {
            listener.stateChanged(now, types);
        }
        metadata.forEach(each -> listener.metadataChanged(each.mailbox(), each.names()));
    }
}
