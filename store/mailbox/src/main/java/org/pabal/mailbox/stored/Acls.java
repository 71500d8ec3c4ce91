// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes.AclOutcome;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.format.v1.AclFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SharingKeys;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.ShareTelling.Told;
import org.pabal.storage.Change;

/// The ACLs of an account's mailboxes during one edit: RFC 4314. With them it changes the index that
/// says who shares with whom, and tells those whose rights change.
final class Acls {
    private final AccountEdit edit;
    private final Memberships memberships;
    private long modSeq;
    private @Nullable AccountId by;

    /// Of mailboxes whose ACL is another; made with the first of them.
    private Set<MailboxId> changed = Set.of();

    /// Changes of the index; likewise.
    private List<Change> sharing = List.of();

    Acls(AccountEdit edit, Memberships memberships) {
        this.edit = edit;
        this.memberships = memberships;
        this.modSeq = edit.before().record().aclModSeq();
    }

    /// That of the newest change of any ACL.
    long modSeq() {
        return modSeq;
    }

    Set<MailboxId> changed() {
        return Set.copyOf(changed);
    }

    /// A new mailbox has the ACL of the nearest one above it, as in Cyrus: RFC 4314 leaves it open.
    Acl inherited(MailboxName name) {
        Optional<MailboxName> above = name.parent();
        while (above.isPresent()) {
            Optional<MailboxState> there = edit.mailbox(above.get());
            if (there.isPresent()) {
                return there.get().acl();
            }
            above = above.get().parent();
        }
        return Acl.NONE;
    }

    /// @param who is behind the change
    Decision<AclOutcome> change(AccountId who, MailboxId id, UnaryOperator<Acl> change) {
        Optional<MailboxState> mailbox = edit.mailbox(id);
        if (mailbox.isEmpty()) {
            return Decision.refuse(new AclOutcome.NoSuchMailbox());
        }
        Acl before = mailbox.get().acl();
        Acl after = change.apply(before);
        int most = edit.config().maxAclEntries();
        if (after.size() > most && after.size() > before.size()) {
            return Decision.refuse(new AclOutcome.TooMany(most));
        }
        if (!after.equals(before)) {
            by = who;
            set(mailbox.get(), after);
        }
        return Decision.keep(new AclOutcome.Done(after));
    }

    void set(MailboxState mailbox, Acl acl) {
        modSeq = edit.takeModSeq();
        edit.mailboxes().put(mailbox.with(acl).with(mailbox.record().touched(modSeq)));
        change(mailbox.mailbox());
    }

    /// A mailbox is made or removed, and its ACL with it.
    void comesOrGoes(MailboxState mailbox) {
        if (!mailbox.acl().isEmpty()) {
            change(mailbox.mailbox());
        }
    }

    void change(MailboxId mailbox) {
        if (changed.isEmpty()) {
            changed = new HashSet<>();
        }
        changed.add(mailbox);
    }

    /// Forgets an account that is no more: what it was given, what it has seen, its annotations.
    void forget(AccountId gone) {
        for (MailboxState mailbox : edit.before().mailboxes()) {
            long id = mailbox.mailbox().value();
            edit.deleteAll(RecordKeys.seen(id, gone.value()));
            edit.deleteAll(RecordKeys.metadata(id, gone.value()));
        }
        forget(new Grantee.Account(gone));
    }

    /// Takes back what was given to or withheld from somebody who is no more.
    void forget(Grantee gone) {
        for (MailboxState mailbox : edit.before().mailboxes()) {
            if (!mailbox.acl().equals(mailbox.acl().without(gone))) {
                set(mailbox, mailbox.acl().without(gone));
            }
        }
        share(new Change.Delete(SharingKeys.owner(gone, edit.account())));
        edit.touch();
    }

    private void share(Change change) {
        if (sharing.isEmpty()) {
            sharing = new ArrayList<>();
        }
        sharing.add(change);
    }

    // --- the end

    /// @param mailbox null for one that is removed
    void write(long id, @Nullable MailboxState mailbox) {
        if (changed.contains(new MailboxId(id))) {
            byte[] key = RecordKeys.acl(id);
            edit.changes()
                    .add(
                            mailbox == null || mailbox.acl().isEmpty()
                                    ? new Change.Delete(key)
                                    : new Change.Put(key, AclFormat.encode(mailbox.acl())));
        }
    }

    /// Changes of the space that says who shares with whom.
    List<Change> sharingChanges() {
        if (!changed.isEmpty()) {
            Sharing.changes(
                            edit.account(),
                            edit.before().mailboxes().stream(),
                            IntStream.range(0, edit.mailboxes().names().size())
                                    .mapToObj(edit.mailboxes()::at))
                    .forEach(this::share);
        }
        changed.forEach(this::notices);
        return List.copyOf(sharing);
    }

    private void notices(MailboxId id) {
        Optional<MailboxState> was = edit.before().mailbox(id);
        Optional<MailboxState> is = edit.mailbox(id);
        Acl old = was.map(MailboxState::acl).orElse(Acl.NONE);
        Acl now = is.map(MailboxState::acl).orElse(Acl.NONE);
        is.or(() -> was).ifPresent(each -> notices(each, old, now));
    }

    /// One for each, in the place of an older one of the same mailbox.
    private void notices(MailboxState mailbox, Acl old, Acl acl) {
        AccountId owner = new AccountId(edit.account());
        AccountId sharer = by == null ? owner : by;
        MailboxName name = mailbox.record().name();
        for (Told each : new ShareTelling(owner, sharer, memberships, old, acl).all()) {
            ShareNotice notice =
                    new ShareNotice(
                            each.who(),
                            owner,
                            mailbox.mailbox(),
                            name,
                            sharer,
                            edit.now(),
                            each.before(),
                            each.after());
            share(new Change.Put(SharingKeys.notice(notice), SharingKeys.encode(notice)));
        }
    }
}
