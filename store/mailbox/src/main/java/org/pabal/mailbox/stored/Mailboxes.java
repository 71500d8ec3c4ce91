// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.NameIndex;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.mailbox.state.PageSource;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.storage.Change;

/// The mailboxes of an account during one edit: which there are, under which names, with which
/// UIDVALIDITY and special use. What the names must keep to is said by {@link NameChanges}.
final class Mailboxes {
    private static final long LAST_UID_VALIDITY = 0xFFFF_FFFFL; // RFC 9051 §9 nz-number

    private final AccountEdit edit;

    /// Those that this edit changes, by id; null for one that it removes.
    private final SortedMap<Long, @Nullable MailboxState> changed = new TreeMap<>();

    private NameIndex names;
    private boolean namesChanged;
    private long nextMailbox;
    private long lastUidValidity;

    Mailboxes(AccountEdit edit) {
        this.edit = edit;
        AccountRecord record = edit.before().record();
        names = edit.before().names();
        nextMailbox = record.nextMailbox();
        lastUidValidity = record.lastUidValidity();
    }

    boolean areChanged() {
        return namesChanged || !changed.isEmpty();
    }

    SortedMap<Long, @Nullable MailboxState> changed() {
        return changed;
    }

    boolean areNamesChanged() {
        return namesChanged;
    }

    NameIndex names() {
        return names;
    }

    long nextMailbox() {
        return nextMailbox;
    }

    long lastUidValidity() {
        return lastUidValidity;
    }

    Optional<MailboxState> find(MailboxId id) {
        return changed.containsKey(id.value())
                ? Optional.ofNullable(changed.get(id.value()))
                : edit.before().mailbox(id);
    }

    Optional<MailboxState> find(MailboxName name) {
        var id = names.find(name);
        return id.isPresent() ? find(new MailboxId(id.getAsLong())) : Optional.empty();
    }

    /// In the order of their names.
    ///
    /// @param at from 0 to one less than there are names
    MailboxState at(int at) {
        return find(new MailboxId(names.id(at))).orElseThrow();
    }

    void put(MailboxState mailbox) {
        changed.put(mailbox.mailbox().value(), mailbox);
    }

    /// Clients see something else of it.
    void touch(MailboxState mailbox) {
        put(mailbox.with(mailbox.record().touched(edit.takeModSeq())));
    }

    /// Tells clients that something of a mailbox is another, as these changes have it.
    Decision<Boolean> tell(MailboxId id, List<Change> changes) {
        Optional<MailboxState> there = find(id);
        if (there.isEmpty()) {
            return Decision.refuse(false);
        }
        touch(there.get());
        edit.add(changes);
        return Decision.keep(true);
    }

    boolean hasSpecialUse(SpecialUse use) {
        for (int at = 0; at < names.size(); at++) {
            if (at(at).record().specialUse().equals(Optional.of(use))) {
                return true;
            }
        }
        return false;
    }

    /// UIDVALIDITY grows with every mailbox that is made, so that none under a name is ever
    /// followed by a lower one (RFC 9051 §2.3.1.1); the clock's seconds are its least value, so
    /// that this also holds after an account was removed and made anew.
    boolean canMake(int howMany) {
        return lastUidValidity <= LAST_UID_VALIDITY - howMany;
    }

    private long takeUidValidity() {
        long seconds = edit.now().getEpochSecond();
        lastUidValidity =
                seconds <= LAST_UID_VALIDITY / 4 * 3
                        ? Math.max(lastUidValidity + 1, seconds)
                        : lastUidValidity + 1;
        return lastUidValidity;
    }

    MailboxState make(MailboxName name, Optional<SpecialUse> use) {
        return make(name, use, true, edit.acls().inherited(name));
    }

    /// A name that is there for those below it only.
    MailboxState makeEmptyName(MailboxName name) {
        return make(name, Optional.empty(), false, Acl.NONE);
    }

    private MailboxState make(
            MailboxName name, Optional<SpecialUse> use, boolean selectable, Acl acl) {
        long uidValidity = takeUidValidity();
        MailboxId id = new MailboxId(nextMailbox++);
        long modSeq = edit.takeModSeq();
        MailboxRecord record =
                new MailboxRecord(
                        id,
                        name,
                        use,
                        selectable,
                        uidValidity,
                        1,
                        1,
                        modSeq,
                        Counts.NONE,
                        new ExpungeLog(0, 0, 0),
                        modSeq,
                        modSeq);
        MailboxState made = new MailboxState(record, PageSource.of(PageDirectory.EMPTY), acl);
        put(made);
        edit.acls().comesOrGoes(made);
        names = names.with(name, id);
        namesChanged = true;
        if (edit.before().isBegun()) {
            usesChange(Optional.empty(), use);
        }
        return made;
    }

    void rename(MailboxState mailbox, MailboxName to) {
        names = names.without(mailbox.record().name()).with(to, mailbox.mailbox());
        put(mailbox.with(mailbox.record().named(to, edit.takeModSeq())));
        namesChanged = true;
    }

    void use(MailboxState mailbox, Optional<SpecialUse> use) {
        usesChange(mailbox.record().specialUse(), use);
        MailboxState now = find(mailbox.mailbox()).orElseThrow();
        put(now.with(now.record().usedFor(use, edit.takeModSeq())));
        namesChanged = true;
    }

    /// Which threads are unread in each mailbox depends on which one is Trash. RFC 8621 §2.
    private void usesChange(Optional<SpecialUse> from, Optional<SpecialUse> to) {
        Optional<SpecialUse> trash = Optional.of(SpecialUse.TRASH);
        if (from.equals(trash) != to.equals(trash)) {
            for (int at = 0; at < names.size(); at++) {
                touch(at(at));
            }
        }
    }

    /// Removes a mailbox with all its messages. Nothing of the account may be in flight.
    void remove(MailboxState mailbox) {
        MailboxId id = mailbox.mailbox();
        edit.messages().removeAll(mailbox);
        edit.deleteAll(RecordKeys.seen(id.value()));
        Annotations.removeAll(edit, id);
        edit.acls().comesOrGoes(mailbox);
        edit.snoozes().leftAll(id);
        names = names.without(mailbox.record().name());
        changed.put(id.value(), null);
        namesChanged = true;
        edit.takeModSeq();
        usesChange(mailbox.record().specialUse(), Optional.empty());
    }

    /// Leaves what they held to be removed by its keys.
    void removeAll() {
        for (int at = 0; at < names.size(); at++) {
            changed.put(names.id(at), null);
            edit.acls().change(new MailboxId(names.id(at)));
        }
        names = NameIndex.EMPTY;
        namesChanged = true;
        edit.takeModSeq();
    }
}
