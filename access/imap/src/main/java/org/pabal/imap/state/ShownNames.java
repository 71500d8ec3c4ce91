// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.imap.syntax.MailboxPattern;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;

/// The mailboxes that a client may see, by their shown names: INBOX first, then ascending.
public final class ShownNames {
    private static final Comparator<String> ORDER =
            Comparator.comparing((String name) -> !name.equals(MailboxName.INBOX.text()))
                    .thenComparing(Comparator.naturalOrder());

    private final Authenticated user;
    private final Namespaces names;

    ShownNames(Authenticated user) {
        this.user = user;
        this.names = user.namespaces();
    }

    /// A new map of the mailboxes that the client may list and that a pattern may match.
    ///
    /// An administrator sees, besides what was shared, the mailboxes of an account that a pattern
    /// names: all accounts at once would be too many.
    public SortedMap<String, NamedMailbox> mailboxes(List<MailboxPattern> patterns) {
        SortedMap<String, NamedMailbox> all = new TreeMap<>(ORDER);
        for (MailboxInfo info : user.mailboxes().list()) {
            if (names.isNameable(info.name())) {
                add(user.mailboxes(), info, all);
            }
        }
        for (Account owner : owners(patterns)) {
            String root = names.shownAccount(owner);
            if (patterns.stream().anyMatch(pattern -> pattern.mayMatchBelow(root))) {
                AccountMailboxes theirs = user.mailboxesOf(owner);
                theirs.list().forEach(info -> add(theirs, info, all));
            }
        }
        return all;
    }

    private void add(
            AccountMailboxes among, MailboxInfo info, SortedMap<String, NamedMailbox> all) {
        NamedMailbox mailbox = user.named(among, info);
        if (mailbox.rights().has(Rights.LOOKUP)) {
            all.put(names.shown(mailbox.address()), mailbox);
        }
    }

    /// Whose mailboxes may be matched besides the client's own.
    private Collection<Account> owners(List<MailboxPattern> patterns) {
        Map<AccountId, Account> owners = new TreeMap<>(Comparator.comparingLong(AccountId::value));
        if (patterns.stream().anyMatch(this::mayMatchOthers)) {
            for (AccountId id : user.store().sharedWith(user.account())) {
                user.client()
                        .services()
                        .directory()
                        .account(id)
                        .ifPresent(owner -> owners.put(id, owner));
            }
        }
        if (user.isAdministrator()) {
            patterns.stream()
                    .flatMap(pattern -> names.ownerNamed(pattern.literalStart()).stream())
                    .forEach(owner -> owners.put(owner.id(), owner));
        }
        return owners.values();
    }

    private boolean mayMatchOthers(MailboxPattern pattern) {
        return pattern.mayMatchBelow(names.names().others())
                || (names.hasShared() && pattern.mayMatchBelow(names.names().shared()));
    }

    /// A new list, ordered; also of names where no mailbox is any more.
    public List<String> subscriptions() {
        List<String> all = new ArrayList<>();
        for (MailboxName kept : user.mailboxes().subscriptions()) {
            user.subscriptions()
                    .address(kept)
                    .filter(address -> !user.isOwn(address) || names.isNameable(address.name()))
                    .ifPresent(address -> all.add(names.shown(address)));
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
        int end = name.lastIndexOf(names.names().delimiter());
        return end < 0 ? Optional.empty() : Optional.of(name.substring(0, end));
    }

    /// A map for values by shown name, in the order of names.
    public static <T> SortedMap<String, T> newMap() {
        return new TreeMap<>(ORDER);
    }
}
