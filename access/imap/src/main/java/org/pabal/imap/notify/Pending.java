// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MetadataName;

/// Word of changes that were not looked at yet. It says where, not what: that is found out when it is
/// told, so that a thousand changes of one mailbox take no more room than one.
final class Pending {
    /// So many places or metadata entries; beyond, the client has to look for itself.
    private static final int MOST = 1000;

    /// A mailbox of any account.
    record MailboxKey(AccountId account, MailboxId mailbox) {}

    /// @param mailbox empty for the account's own entries
    record Metadata(AccountId account, Optional<MailboxId> mailbox, MetadataName name) {}

    private final Set<MailboxKey> mailboxes = new LinkedHashSet<>();
    private final Set<Metadata> metadata = new LinkedHashSet<>();
    private boolean names;
    private boolean subscriptions;
    private boolean overflow;

    void mailbox(MailboxKey key) {
        mailboxes.add(key);
        limit();
    }

    void names() {
        names = true;
    }

    void subscriptions() {
        subscriptions = true;
    }

    void metadata(AccountId account, Optional<MailboxId> mailbox, List<MetadataName> entries) {
        entries.forEach(name -> metadata.add(new Metadata(account, mailbox, name)));
        limit();
    }

    void addAll(Pending other) {
        mailboxes.addAll(other.mailboxes);
        metadata.addAll(other.metadata);
        names |= other.names;
        subscriptions |= other.subscriptions;
        overflow |= other.overflow;
        limit();
    }

    private void limit() {
        if (mailboxes.size() > MOST || metadata.size() > MOST) {
            overflow = true;
            mailboxes.clear();
            metadata.clear();
        }
    }

    Set<MailboxKey> mailboxes() {
        return mailboxes;
    }

    Set<Metadata> metadata() {
        return metadata;
    }

    boolean hasNames() {
        return names;
    }

    boolean hasSubscriptions() {
        return subscriptions;
    }

    boolean isTooMuch() {
        return overflow;
    }
}
