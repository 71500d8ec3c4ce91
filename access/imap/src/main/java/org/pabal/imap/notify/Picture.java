// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;

/// The mailboxes that a client may see, and its subscriptions, as they were at one moment.
///
/// @param subscribed shown names
record Picture(Map<Pending.MailboxKey, Seen> mailboxes, Set<String> subscribed) {

    record Seen(NamedMailbox mailbox, String shown, boolean own) {}

    /// @param patterns for others' mailboxes; own ones are always in it
    static Picture of(Authenticated user, List<MailboxPattern> patterns) {
        Map<Pending.MailboxKey, Seen> mailboxes = new HashMap<>();
        user.shownNames()
                .mailboxes(patterns)
                .forEach((shown, mailbox) ->
                        mailboxes.put(
                                new Pending.MailboxKey(mailbox.owner().id(), mailbox.id()),
                                new Seen(mailbox, shown, mailbox.isOwn())));
        return new Picture(mailboxes, new HashSet<>(user.shownNames().subscriptions()));
    }

    Optional<Seen> find(Pending.MailboxKey key) {
        return Optional.ofNullable(mailboxes.get(key));
    }

    boolean hasMailbox(String shown) {
        return mailboxes.values().stream().anyMatch(seen -> seen.shown().equals(shown));
    }
}
