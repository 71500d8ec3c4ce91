// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.storage.Change;

/// One change of one account, while it is computed: begins with the head, ends as the next state
/// and the changes of storage that make it last. Throwing it away leaves no trace.
///
/// Each of its parts knows one thing of the account and changes it: {@link Mailboxes} and their names,
/// {@link Messages} in them, {@link Acls}, {@link Subscriptions}, and so on. What they share is here:
/// the modseq of the change, what storage is to change, and whether the account's record changes.
final class AccountEdit {
    private final OpenAccount account;
    private final Head head;
    private final AccountState before;
    private final AccountSpace space;
    private final MailboxConfig config;
    private final Instant now;

    private final List<Change> changes = new ArrayList<>();
    private long modSeq;
    private boolean touched;
    private long metadataOctets;
    private List<News.Annotations> annotated = List.of();
    private @Nullable Account limits;

    private final Mailboxes mailboxes;
    private final Subscriptions subscriptions;
    private final Messages messages;
    private final Acls acls;
    private final Copies copies;
    private final Deletions deletions;
    private final Threads threads;
    private final ChangeLogs changeLogs;
    private final Snoozes snoozes;
    private final Corrections corrections;
    private final DeliveryKeys deliveryKeys;

    AccountEdit(
            OpenAccount account,
            Head head,
            MailboxConfig config,
            Memberships memberships,
            Instant now) {
        this.account = account;
        this.head = head;
        this.before = head.state();
        this.space = account.space();
        this.config = config;
        this.now = now;
        AccountRecord record = before.record();
        modSeq = record.highestModSeq();
        metadataOctets = record.metadataOctets();
        copies = new Copies(head);
        deletions = new Deletions(space, record.deleted(), now);
        threads = new Threads(space, head);
        changeLogs = new ChangeLogs(space, config.changeLog());
        snoozes = new Snoozes(account.id(), before.snoozed());
        corrections = new Corrections(config.keepsCorrections());
        deliveryKeys = new DeliveryKeys(this);
        mailboxes = new Mailboxes(this);
        subscriptions = new Subscriptions(this);
        messages = new Messages(this);
        acls = new Acls(this, memberships);
    }

    /// What an edit comes to.
    ///
    /// @param changes for storage
    /// @param sharing changes of the space that says who shares with whom
    /// @param wakes changes of the space that says when messages come back
    /// @param keeping changes of the space that says who keeps deleted messages
    /// @param copies of messages that were copied or lost a copy
    record Result(
            AccountState after,
            List<Change> changes,
            List<Change> sharing,
            List<Change> wakes,
            List<Change> keeping,
            Map<Long, Integer> copies,
            Map<String, Place> deliveries,
            Map<Long, ThreadLink> threads,
            News news,
            List<QuotaCrossing> crossings,
            boolean corrects,
            boolean leavesOrphans) {}

    /// The account's number.
    long account() {
        return account.id();
    }

    AccountState before() {
        return before;
    }

    boolean isBegun() {
        return before.isBegun() || mailboxes.areChanged();
    }

    Head head() {
        return head;
    }

    AccountSpace space() {
        return space;
    }

    MailboxConfig config() {
        return config;
    }

    Instant now() {
        return now;
    }

    // --- its parts

    Mailboxes mailboxes() {
        return mailboxes;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Messages messages() {
        return messages;
    }

    Acls acls() {
        return acls;
    }

    /// In how many places messages lie.
    Copies copies() {
        return copies;
    }

    /// Messages that lie nowhere and are kept.
    Deletions deletions() {
        return deletions;
    }

    Threads threads() {
        return threads;
    }

    ChangeLogs changeLogs() {
        return changeLogs;
    }

    /// Messages that are set aside.
    Snoozes snoozes() {
        return snoozes;
    }

    /// What a client has said of messages; see {@link org.pabal.mailbox.Correction}.
    Corrections corrections() {
        return corrections;
    }

    DeliveryKeys deliveryKeys() {
        return deliveryKeys;
    }

    Optional<MailboxState> mailbox(MailboxId id) {
        return mailboxes.find(id);
    }

    Optional<MailboxState> mailbox(MailboxName name) {
        return mailboxes.find(name);
    }

    Optional<MailboxState> selectable(MailboxId id) {
        return mailboxes.find(id).filter(mailbox -> mailbox.record().selectable());
    }

    // --- what they share

    boolean isEmpty() {
        return changes.isEmpty() && threads.isEmpty() && !changesRecords();
    }

    private boolean changesRecords() {
        return touched
                || mailboxes.areChanged()
                || subscriptions.areChanged()
                || snoozes.areChanged()
                || !deletions.isEmpty();
    }

    /// Makes the edit a commit of its own, although it changes nothing.
    void touch() {
        touched = true;
    }

    /// Adds changes that concern nothing of what is known in memory.
    void add(List<Change> more) {
        changes.addAll(more);
    }

    /// What storage is to change, for its parts to add to.
    List<Change> changes() {
        return changes;
    }

    /// Deletes whatever storage has there.
    void deleteAll(RecordKeys.Range range) {
        space.forEach(range, entry -> changes.add(new Change.Delete(entry.key())));
    }

    /// The modseq of everything that this edit changes. RFC 7162 §3.1: one for a whole command.
    long takeModSeq() {
        modSeq = before.record().highestModSeq() + 1;
        return modSeq;
    }

    /// Where the account is with all that was changed so far.
    AccountPoint point() {
        return new AccountPoint(modSeq, messages.nextEmail() - 1);
    }

    /// Removes all mailboxes and subscriptions; what they held is left to be removed by its keys.
    void removeAll() {
        mailboxes.removeAll();
        subscriptions.removeAll();
        messages.forgetAll();
        snoozes.forgetAll();
        deletions.forgetAll();
        metadataOctets = 0;
    }

    // --- annotations

    /// Of those that are shared or the owner's.
    long metadataOctets() {
        return metadataOctets;
    }

    /// @param octets more that count, or, where it is negative, less
    void growMetadata(long octets) {
        metadataOctets += octets;
    }

    /// Says that annotations changed; the changes are added already.
    void annotated(Optional<MailboxId> mailbox, List<MetadataName> names) {
        if (annotated.isEmpty()) {
            annotated = new ArrayList<>();
        }
        annotated.add(new News.Annotations(mailbox, names));
        touch();
    }

    // --- quota

    /// Says under whose limits messages are added, as they are now.
    void limitedBy(Account owner) {
        limits = owner;
    }

    private List<QuotaCrossing> crossings(AccountRecord after) {
        Account owner = limits;
        return owner == null
                ? List.of()
                : Quotas.crossings(owner, before.record(), after, config.warningPercents());
    }

    // --- the end

    Result finish() {
        threads.write(changes);
        if (!changesRecords()) {
            return new Result(
                    before.nextUnchanged(),
                    List.copyOf(changes),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    threads.changed(),
                    News.of(List.copyOf(annotated)),
                    List.of(),
                    false,
                    false);
        }
        mailboxes
                .changed()
                .replaceAll((_, there) -> there == null ? null : account.claims().written(there));
        mailboxes.changed().forEach(this::write);
        copies.write(changes, modSeq);
        corrections.write(changes, modSeq);
        List<Change> wakes = new ArrayList<>();
        snoozes.write(changes, wakes);
        AccountRecord record =
                new AccountRecord(
                        messages.nextEmail(),
                        mailboxes.nextMailbox(),
                        modSeq,
                        mailboxes.lastUidValidity(),
                        messages.usedOctets(),
                        messages.usedMessages(),
                        metadataOctets,
                        deliveryKeys.generation(),
                        acls.modSeq(),
                        changeLogs.write(before.record().changes(), modSeq, changes),
                        deletions.write(changes, modSeq));
        changes.add(new Change.Put(RecordKeys.account(), AccountFormat.encode(record)));
        return new Result(
                before.next(
                        record,
                        mailboxes.changed(),
                        mailboxes.names(),
                        subscriptions.names(),
                        snoozes.now()),
                List.copyOf(changes),
                acls.sharingChanges(),
                List.copyOf(wakes),
                Deletions.index(account.id(), before.record().deleted(), record.deleted()),
                copies.counts(),
                deliveryKeys.added(),
                threads.changed(),
                news(),
                crossings(record),
                !corrections.isEmpty(),
                copies.hasOrphans());
    }

    private void write(long id, @Nullable MailboxState mailbox) {
        byte[] key = RecordKeys.mailbox(id);
        acls.write(id, mailbox);
        if (mailbox == null) {
            changes.add(new Change.Delete(key));
            return;
        }
        messages.writePages(mailbox.mailbox());
        changes.add(new Change.Put(key, MailboxFormat.encode(mailbox.record())));
    }

    private News news() {
        Set<MailboxId> changed = new HashSet<>();
        mailboxes.changed().keySet().forEach(id -> changed.add(new MailboxId(id)));
        return new News(
                changed,
                mailboxes.areNamesChanged(),
                subscriptions.areChanged(),
                acls.changed(),
                List.copyOf(annotated),
                point(),
                changedTypes());
    }

    private Set<DataType> changedTypes() {
        boolean delivered = messages.nextEmail() > before.record().nextEmail();
        Set<DataType> types = EnumSet.noneOf(DataType.class);
        if (messages.areChanged()) {
            types.add(DataType.EMAIL);
        }
        if (delivered || snoozes.haveComeBack()) {
            types.add(DataType.EMAIL_DELIVERY);
        }
        if (delivered || changeLogs.hasMoves()) {
            types.add(DataType.THREAD);
        }
        if (modSeq > before.record().highestModSeq()) {
            types.add(DataType.MAILBOX);
        }
        return types;
    }
}
