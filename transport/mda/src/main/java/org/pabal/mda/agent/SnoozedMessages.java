// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mda.LaterJob.Work;
import org.pabal.storage.BlobId;

/// Puts messages back that were set aside. Safe for use by many threads.
///
/// A message that its owner has moved or deleted meanwhile is left alone, so doing it twice is doing
/// it once.
public final class SnoozedMessages {
    private final MailboxStore store;
    private final AgentConfig config;

    public SnoozedMessages(MailboxStore store, AgentConfig config) {
        this.store = store;
        this.config = config;
    }

    /// @param blob of the message
    /// @param octets its size
    /// @return where it is now; empty when it was not there any more
    public Optional<MailboxName> wake(Account account, BlobId blob, long octets, Work.Wake wake) {
        AccountMailboxes mailboxes = store.open(account);
        for (MailboxInfo mailbox : mailboxes.list()) {
            if (mailbox.specialUse().equals(Optional.of(SpecialUse.SNOOZED))) {
                UidSet uids = find(mailboxes, mailbox, blob, octets);
                return uids.isEmpty()
                        ? Optional.empty()
                        : back(account, mailboxes, mailbox, uids, wake);
            }
        }
        return Optional.empty();
    }

    /// The size tells nearly all others apart without reading them.
    private static UidSet find(
            AccountMailboxes mailboxes, MailboxInfo mailbox, BlobId blob, long octets) {
        UidSet.Builder found = new UidSet.Builder();
        Optional<MailboxSnapshot> snapshot = mailboxes.snapshot(mailbox.id());
        if (snapshot.isPresent()) {
            MailboxSnapshot all = snapshot.get();
            for (int index = 0; index < all.count(); index++) {
                if (all.size(index) == octets && isBlob(mailboxes, all.email(index), blob)) {
                    found.add(all.uid(index));
                }
            }
        }
        return found.build();
    }

    private static boolean isBlob(AccountMailboxes mailboxes, EmailId email, BlobId blob) {
        List<StoredMessage> stored = mailboxes.messages(List.of(email));
        return !stored.isEmpty() && stored.getFirst().blob().equals(blob);
    }

    private Optional<MailboxName> back(
            Account account,
            AccountMailboxes mailboxes,
            MailboxInfo from,
            UidSet uids,
            Work.Wake wake) {
        MailboxName name = target(account, wake);
        Flags added = FlagNames.of(wake.addFlags());
        Flags removed = FlagNames.of(wake.removeFlags());
        List<MailboxName> ways = new ArrayList<>(List.of(name));
        if (!name.isInbox()) {
            ways.add(MailboxName.INBOX); // if that name went away meanwhile
        }
        for (MailboxName way : ways) {
            Optional<MailboxInfo> to = mailboxes.find(way).filter(MailboxInfo::selectable);
            if (to.isPresent()
                    && mailboxes.move(
                                    from.id(),
                                    uids,
                                    to.get().id(),
                                    flags -> flags.minus(removed).plus(added))
                            instanceof CopyOutcome.Copied) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    private MailboxName target(Account account, Work.Wake wake) {
        return wake.back()
                .map(target -> new OwnerMailboxes(store, account, config).target(target))
                .map(found ->
                        found instanceof OwnerMailboxes.Found.Here(var name)
                                ? name
                                : MailboxName.INBOX)
                .orElse(MailboxName.INBOX);
    }
}
