// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.notify.Pending.Key;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;

/// The mailboxes that a client may see, and its subscriptions, as they were at one moment.
///
/// @param subscribed shown names
record Picture(Map<Key, Seen> mailboxes, Set<String> subscribed) {

    record Seen(NamedMailbox mailbox, String shown, boolean own) {}

    static Picture of(Authenticated user) {
        Map<Key, Seen> mailboxes = new HashMap<>();
        user.shownNames()
                .mailboxes()
                .forEach((shown, mailbox) ->
                        mailboxes.put(
                                new Key(mailbox.owner().id(), mailbox.id()),
                                new Seen(mailbox, shown, user.isOwn(mailbox.address()))));
        return new Picture(mailboxes, new HashSet<>(user.shownNames().subscriptions()));
    }

    Optional<Seen> find(Key key) {
        return Optional.ofNullable(mailboxes.get(key));
    }

    boolean hasMailbox(String shown) {
        return mailboxes.values().stream().anyMatch(seen -> seen.shown().equals(shown));
    }
}
