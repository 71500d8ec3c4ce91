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
import org.pabal.imap.CyrusNames;
import org.pabal.imap.MailboxPattern;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;

/// The mailboxes that a client may see, by their shown names: INBOX first, then ascending.
public final class ShownNames {
    private static final Comparator<String> ORDER =
            Comparator.comparing((String name) -> !name.equals(MailboxName.INBOX.text()))
                    .thenComparing(Comparator.naturalOrder());

    /// Of one LIST of an administrator: each is opened.
    public static final int MAX_ADMINISTERED = 10_000;

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
                addAll(owner, all);
            }
        }
        return all;
    }

    /// As {@link #mailboxes}, with those of the accounts that an administrator's names name, or of all
    /// that it administers where the settings say so.
    public SortedMap<String, NamedMailbox> mailboxesWithAdministered(
            List<MailboxPattern> patterns) {
        SortedMap<String, NamedMailbox> all = mailboxes(patterns);
        administered(patterns).forEach(owner -> addAll(owner, all));
        return all;
    }

    /// The accounts whose mailboxes an administrator is shown, up to one more than may be.
    public List<Account> administered(List<MailboxPattern> patterns) {
        List<Named> asked =
                patterns.stream()
                        .flatMap(pattern ->
                                names
                                        .cyrusNames(pattern.literalStart())
                                        .or(names::preset)
                                        .map(form -> new Named(pattern, form))
                                        .stream())
                        .filter(named -> named.pattern().mayMatchBelow(named.form().prefix()))
                        .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        return user.client().services().accounts().accounts().stream()
                .filter(owner -> asked.stream().anyMatch(named -> named.mayBeOf(owner)))
                .filter(Account::isHere)
                .filter(user::administers)
                .limit(MAX_ADMINISTERED + 1L)
                .toList();
    }

    /// A pattern, and the names that it is about.
    private record Named(MailboxPattern pattern, CyrusNames form) {
        boolean mayBeOf(Account owner) {
            return pattern.mayMatchBelow(form.above(owner.address()))
                    && (owner.address().domain().equals(form.own()) || !isOfOwnDomain());
        }

        /// True for `user.hurd.*`: who names an account without its domain means that of the own one,
        /// not its namesakes elsewhere.
        private boolean isOfOwnDomain() {
            String start = pattern.literalStart();
            return start.indexOf(form.delimiter(), form.prefix().length()) >= 0
                    && pattern.toString().indexOf('@') < 0;
        }
    }

    private void addAll(Account owner, SortedMap<String, NamedMailbox> all) {
        AccountMailboxes theirs = user.mailboxesOf(owner);
        theirs.list().forEach(info -> add(theirs, info, all));
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
        patterns.stream()
                .flatMap(pattern -> names.ownerNamed(pattern.literalStart()).stream())
                .filter(user::administers)
                .forEach(owner -> owners.put(owner.id(), owner));
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
    public Set<String> above(Collection<String> shown) {
        Set<String> above = new HashSet<>();
        for (String name : shown) {
            Optional<String> parent = names.parent(name);
            while (parent.isPresent() && above.add(parent.get())) {
                parent = names.parent(parent.get());
            }
        }
        return above;
    }

    /// A map for values by shown name, in the order of names.
    public static <T> SortedMap<String, T> newMap() {
        return new TreeMap<>(ORDER);
    }
}
