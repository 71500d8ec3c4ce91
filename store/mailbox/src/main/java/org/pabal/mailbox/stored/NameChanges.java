// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Language;
import org.pabal.mailbox.AccountMailboxes.DestroyIf;
import org.pabal.mailbox.AccountMailboxes.DestroyOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.AlreadyExists;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.Done;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.NoSuchMailbox;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.NotAllowed;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Decision;

/// The rules of mailbox names. RFC 9051 §6.3.4 to §6.3.6.
final class NameChanges {
    /// What every account has a mailbox for from the beginning.
    private static final List<SpecialUse> FIRST_USES =
            List.of(
                    SpecialUse.ARCHIVE,
                    SpecialUse.DRAFTS,
                    SpecialUse.JUNK,
                    SpecialUse.SENT,
                    SpecialUse.TRASH);

    private final AccountEdit edit;
    private final Mailboxes mailboxes;

    NameChanges(AccountEdit edit) {
        this.edit = edit;
        this.mailboxes = edit.mailboxes();
    }

    /// INBOX and the special-use mailboxes, all subscribed.
    static Decision<Boolean> begin(AccountEdit edit, Language language) {
        if (!edit.isBegun()) {
            make(edit, MailboxName.INBOX, Optional.empty());
            for (SpecialUse use : FIRST_USES) {
                make(edit, use.nameIn(language), Optional.of(use));
            }
        }
        return Decision.keep(true);
    }

    private static void make(AccountEdit edit, MailboxName name, Optional<SpecialUse> use) {
        edit.mailboxes().make(name, use);
        edit.subscriptions().add(name);
    }

    /// Makes missing superior names too. RFC 9051 §6.3.4.
    Decision<NameOutcome> create(MailboxName name, Optional<SpecialUse> use) {
        Optional<MailboxState> there = edit.mailbox(name);
        if (there.isPresent() && there.get().record().selectable()) {
            return Decision.refuse(new AlreadyExists());
        }
        if (use.isPresent() && mailboxes.hasSpecialUse(use.get())) {
            return notAllowed("there is a mailbox for " + use.get().attribute() + " already");
        }
        Optional<NotAllowed> limit = limit(name);
        if (limit.isPresent()) {
            return Decision.refuse(limit.get());
        }
        there.ifPresent(mailboxes::remove);
        return Decision.keep(new Done(make(name, use).mailbox()));
    }

    private MailboxState make(MailboxName name, Optional<SpecialUse> use) {
        for (MailboxName missing : missingParents(name)) {
            mailboxes.make(missing, Optional.empty());
        }
        return mailboxes.make(name, use);
    }

    /// From the highest down.
    private List<MailboxName> missingParents(MailboxName name) {
        List<MailboxName> missing = new ArrayList<>();
        Optional<MailboxName> parent = name.parent();
        while (parent.isPresent() && !mailboxes.names().has(parent.get())) {
            missing.addFirst(parent.get());
            parent = parent.get().parent();
        }
        return missing;
    }

    private Optional<NotAllowed> limit(MailboxName name) {
        int more = missingParents(name).size() + 1;
        if (mailboxes.names().size() + more > edit.config().maxMailboxes()) {
            return Optional.of(
                    new NotAllowed(
                            "an account has at most " + edit.config().maxMailboxes() + " mailboxes",
                            true));
        }
        if (!mailboxes.canMake(more)) {
            return Optional.of(
                    new NotAllowed("the account has used up its UIDVALIDITY values", true));
        }
        return Optional.empty();
    }

    /// A name that has children stays as one that cannot be selected. RFC 9051 §6.3.5.
    Decision<NameOutcome> delete(MailboxName name) {
        Optional<MailboxState> there = edit.mailbox(name);
        if (there.isEmpty()) {
            return Decision.refuse(new NoSuchMailbox());
        }
        if (name.isInbox()) {
            return notAllowed("INBOX cannot be deleted");
        }
        boolean hasChildren = mailboxes.names().hasChildren(name);
        if (hasChildren && !there.get().record().selectable()) {
            return notAllowed("the mailboxes below this name must be deleted first");
        }
        if (hasChildren && !mailboxes.canMake(1)) {
            return notAllowed("the mailboxes below this name must be deleted first");
        }
        mailboxes.remove(there.get());
        if (hasChildren) {
            mailboxes.makeEmptyName(name);
        }
        removeEmptyParents(name);
        return Decision.keep(new Done(there.get().mailbox()));
    }

    /// RFC 8621 §2.5.
    Decision<DestroyOutcome> destroy(MailboxId id, DestroyIf condition) {
        Optional<MailboxState> there = edit.mailbox(id);
        if (there.isEmpty()) {
            return Decision.refuse(new DestroyOutcome.NoSuchMailbox());
        }
        MailboxState mailbox = there.get();
        MailboxName name = mailbox.record().name();
        if (name.isInbox()) {
            return Decision.refuse(new DestroyOutcome.NotAllowed());
        }
        if (mailboxes.names().hasChildren(name)) {
            return Decision.refuse(new DestroyOutcome.HasChildren());
        }
        if (condition == DestroyIf.EMPTY && mailbox.count() > mailbox.deletedCount()) {
            return Decision.refuse(new DestroyOutcome.HasMessages());
        }
        mailboxes.remove(mailbox);
        removeEmptyParents(name);
        return Decision.keep(new DestroyOutcome.Done());
    }

    /// A name that cannot be selected is there for its children only.
    private void removeEmptyParents(MailboxName name) {
        Optional<MailboxName> parent = name.parent();
        while (parent.isPresent() && !mailboxes.names().hasChildren(parent.get())) {
            Optional<MailboxState> there = edit.mailbox(parent.get());
            if (there.isEmpty() || there.get().record().selectable()) {
                return;
            }
            mailboxes.remove(there.get());
            parent = parent.get().parent();
        }
    }

    /// RFC 9051 §6.3.6.
    Decision<NameOutcome> rename(MailboxName from, MailboxName to) {
        Optional<MailboxState> there = edit.mailbox(from);
        if (there.isEmpty()) {
            return Decision.refuse(new NoSuchMailbox());
        }
        if (mailboxes.names().has(to)) {
            return Decision.refuse(new AlreadyExists());
        }
        if (to.isBelow(from) && !from.isInbox()) {
            return notAllowed("a mailbox cannot be moved below itself");
        }
        Optional<NotAllowed> limit = limit(to);
        if (limit.isPresent()) {
            return Decision.refuse(limit.get());
        }
        return from.isInbox() ? renameInbox(there.get(), to) : renameTree(there.get(), to);
    }

    /// INBOX hands its messages over, keeps its children and stays.
    private Decision<NameOutcome> renameInbox(MailboxState inbox, MailboxName to) {
        MailboxState target = make(to, Optional.empty());
        new MessageChanges(edit, Reader.OWNER).moveAll(inbox, target);
        return Decision.keep(new Done(target.mailbox()));
    }

    private Decision<NameOutcome> renameTree(MailboxState root, MailboxName to) {
        MailboxName from = root.record().name();
        List<MailboxState> tree = new ArrayList<>();
        List<MailboxName> newNames = new ArrayList<>();
        tree.add(root);
        newNames.add(to);
        for (MailboxId id : mailboxes.names().below(from)) {
            MailboxState child = edit.mailbox(id).orElseThrow();
            String below = child.record().name().text().substring(from.text().length());
            Optional<MailboxName> newName = MailboxName.parse(to.text() + below);
            if (newName.isEmpty()) {
                return Decision.refuse(
                        new NotAllowed("the name of a mailbox below would be too long", true));
            }
            tree.add(child);
            newNames.add(newName.get());
        }
        for (MailboxName missing : missingParents(to)) {
            mailboxes.make(missing, Optional.empty());
        }
        for (int i = 0; i < tree.size(); i++) {
            renameOne(tree.get(i), newNames.get(i));
        }
        removeEmptyParents(from);
        return Decision.keep(new Done(root.mailbox()));
    }

    /// The new name is subscribed if the old one was. The old one stays subscribed as well: only
    /// the client may take that back (RFC 9051 §6.3.7).
    private void renameOne(MailboxState mailbox, MailboxName to) {
        if (edit.subscriptions().has(mailbox.record().name()) && !edit.subscriptions().areFull()) {
            edit.subscriptions().add(to);
        }
        mailboxes.rename(mailbox, to);
    }

    /// RFC 6154 §5.4.
    Decision<NameOutcome> setSpecialUse(MailboxId id, Optional<SpecialUse> use) {
        Optional<MailboxState> mailbox = edit.selectable(id);
        if (mailbox.isEmpty()) {
            return Decision.refuse(new NoSuchMailbox());
        }
        if (mailbox.get().record().specialUse().equals(use)) {
            return Decision.keep(new Done(id));
        }
        if (use.isPresent() && mailboxes.hasSpecialUse(use.get())) {
            return notAllowed("there is a mailbox for " + use.get().attribute() + " already");
        }
        if (use.isPresent() && mailbox.get().record().name().isInbox()) {
            return notAllowed("INBOX has no special use");
        }
        mailboxes.use(mailbox.get(), use);
        return Decision.keep(new Done(id));
    }

    private static Decision<NameOutcome> notAllowed(String reason) {
        return Decision.refuse(new NotAllowed(reason, false));
    }
}
