// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;

/// The mailboxes that a client may see, by their shown names: INBOX first, then ascending.
public final class ShownNames {
    private static final Comparator<String> ORDER =
            Comparator.comparing((String name) -> !name.equals(MailboxName.INBOX.text()))
                    .thenComparing(Comparator.naturalOrder());

    private final Authenticated user;

    ShownNames(Authenticated user) {
        this.user = user;
    }

    /// A new map of all mailboxes that are there.
    public SortedMap<String, NamedMailbox> mailboxes() {
        SortedMap<String, NamedMailbox> all = new TreeMap<>(ORDER);
        for (MailboxInfo info : user.mailboxes().list()) {
            if (user.namespaces().isNameable(info.name())) {
                NamedMailbox mailbox = new NamedMailbox(user.mailboxes(), info);
                all.put(user.namespaces().shown(mailbox.address()), mailbox);
            }
        }
        return all;
    }

    /// A new list, ordered; also of names where no mailbox is any more.
    public List<String> subscriptions() {
        List<String> all = new ArrayList<>();
        for (MailboxName name : user.mailboxes().subscriptions()) {
            if (user.namespaces().isNameable(name)) {
                all.add(user.namespaces().shown(new MailboxAddress(user.account(), name)));
            }
        }
        all.sort(ORDER);
        return all;
    }

    /// The names above these, whether there are mailboxes or not.
    public Set<String> above(Collection<String> names) {
        Set<String> above = new HashSet<>();
        for (String name : names) {
            Optional<String> parent = parent(name);
            while (parent.isPresent() && above.add(parent.get())) {
                parent = parent(parent.get());
            }
        }
        return above;
    }

    private Optional<String> parent(String name) {
        int end = name.lastIndexOf(user.namespaces().names().delimiter());
        return end < 0 ? Optional.empty() : Optional.of(name.substring(0, end));
    }

    /// A map for values by shown name, in the order of names.
    public static <T> SortedMap<String, T> newMap() {
        return new TreeMap<>(ORDER);
    }
}
