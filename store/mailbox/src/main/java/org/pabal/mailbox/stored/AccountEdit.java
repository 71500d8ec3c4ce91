// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.state.MessagePage;
import org.pabal.mailbox.state.NameIndex;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.mailbox.state.PageSource;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;

/// One change of one account, while it is computed: begins with the head, ends as the next state
/// and the changes of storage that make it last. Throwing it away leaves no trace.
final class AccountEdit {
    private static final long LAST_UID = 0xFFFF_FFFFL; // RFC 9051 §9 nz-number
    private static final long LAST_UID_VALIDITY = 0xFFFF_FFFFL;

    private final Head head;
    private final AccountState before;
    private final AccountSpace space;
    private final MailboxConfig config;
    private final Instant now;

    private long nextEmail;
    private long nextMailbox;
    private long modSeq;
    private long lastUidValidity;
    private long usedOctets;
    private long usedMessages;
    private NameIndex names;
    private NameIndex subscriptions;
    private boolean namesChanged;
    private boolean touched;

    private final SortedMap<Long, @Nullable MailboxState> mailboxes = new TreeMap<>();
    private final DirtyPages pages = new DirtyPages();
    private final ExpungeLogs logs;
    private final Copies copies;
    private final DeliveryKeys deliveryKeys;
    private final List<Change> changes = new ArrayList<>();

    AccountEdit(Head head, AccountSpace space, MailboxConfig config, Instant now) {
        this.head = head;
        this.before = head.state();
        this.space = space;
        this.config = config;
        this.now = now;
        AccountRecord record = before.record();
        nextEmail = record.nextEmail();
        nextMailbox = record.nextMailbox();
        modSeq = record.highestModSeq();
        lastUidValidity = record.lastUidValidity();
        usedOctets = record.usedOctets();
        usedMessages = record.usedMessages();
        logs = new ExpungeLogs(space, config.maxLogEntries());
        copies = new Copies(head);
        deliveryKeys = new DeliveryKeys(space, config, now, record.deliveries());
        names = before.names();
        subscriptions = before.subscriptions();
    }

    /// What an edit comes to.
    ///
    /// @param changes for storage
    /// @param copies of messages that were copied or lost a copy
    record Result(
            AccountState after,
            List<Change> changes,
            Map<Long, Integer> copies,
            Map<String, Place> deliveries,
            Set<MailboxId> changedMailboxes,
            boolean namesChanged,
            boolean leavesOrphans) {}

    AccountState before() {
        return before;
    }

    boolean isBegun() {
        return before.isBegun() || !mailboxes.isEmpty();
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

    boolean isEmpty() {
        return changes.isEmpty() && !changesRecords();
    }

    private boolean changesRecords() {
        return touched || namesChanged || !mailboxes.isEmpty();
    }

    /// Makes the edit a commit of its own, although it changes nothing.
    void touch() {
        touched = true;
    }

    /// Adds changes that concern nothing of what is known in memory.
    void add(List<Change> more) {
        changes.addAll(more);
    }

    // --- mailboxes and names

    Optional<MailboxState> mailbox(MailboxId id) {
        return mailboxes.containsKey(id.value())
                ? Optional.ofNullable(mailboxes.get(id.value()))
                : before.mailbox(id);
    }

    Optional<MailboxState> mailbox(MailboxName name) {
        var id = names.find(name);
        return id.isPresent() ? mailbox(new MailboxId(id.getAsLong())) : Optional.empty();
    }

    Optional<MailboxState> selectable(MailboxId id) {
        return mailbox(id).filter(mailbox -> mailbox.record().selectable());
    }

    NameIndex names() {
        return names;
    }

    NameIndex subscriptions() {
        return subscriptions;
    }

    /// The mailboxes as this edit leaves them.
    boolean hasSpecialUse(SpecialUse use) {
        for (int at = 0; at < names.size(); at++) {
            MailboxState mailbox = mailbox(new MailboxId(names.id(at))).orElseThrow();
            if (mailbox.record().specialUse().equals(Optional.of(use))) {
                return true;
            }
        }
        return false;
    }

    /// UIDVALIDITY grows with every mailbox that is made, so that none under a name is ever
    /// followed by a lower one (RFC 9051 §2.3.1.1); the clock's seconds are its least value, so
    /// that this also holds after an account was removed and made anew.
    boolean canMakeMailbox(int howMany) {
        return lastUidValidity <= LAST_UID_VALIDITY - howMany;
    }

    MailboxState makeMailbox(MailboxName name, Optional<SpecialUse> use, boolean selectable) {
        long seconds = now.getEpochSecond();
        lastUidValidity =
                seconds <= LAST_UID_VALIDITY / 4 * 3
                        ? Math.max(lastUidValidity + 1, seconds)
                        : lastUidValidity + 1;
        MailboxId id = new MailboxId(nextMailbox++);
        MailboxRecord record =
                new MailboxRecord(
                        id,
                        name,
                        use,
                        selectable,
                        lastUidValidity,
                        1,
                        modSeq,
                        Counts.NONE,
                        new ExpungeLog(0, 0));
        MailboxState made = new MailboxState(record, PageSource.of(PageDirectory.EMPTY));
        put(made);
        names = names.with(name, id);
        namesChanged = true;
        return made;
    }

    void rename(MailboxState mailbox, MailboxName to) {
        names = names.without(mailbox.record().name()).with(to, mailbox.mailbox());
        put(mailbox.with(mailbox.record().named(to)));
        namesChanged = true;
    }

    /// Removes a mailbox with all its messages. Nothing of the account may be in flight.
    void removeMailbox(MailboxState mailbox) {
        PageDirectory directory = mailbox.pages();
        for (int at = 0; at < directory.pageCount(); at++) {
            MessagePage page = directory.page(at);
            for (int place = 0; place < page.count(); place++) {
                copies.onePlaceLess(page.email(place));
            }
        }
        usedMessages -= mailbox.count();
        usedOctets -= mailbox.octets();
        pages.removeAll(mailbox, changes);
        logs.removeAll(mailbox.mailbox(), changes);
        names = names.without(mailbox.record().name());
        mailboxes.put(mailbox.mailbox().value(), null);
        namesChanged = true;
        takeModSeq();
    }

    /// Removes all mailboxes and subscriptions; what they held is left to be removed by its keys.
    void removeAllMailboxes() {
        for (int at = 0; at < names.size(); at++) {
            mailboxes.put(names.id(at), null);
        }
        for (int at = 0; at < subscriptions.size(); at++) {
            changes.add(new Change.Delete(RecordKeys.subscription(subscriptions.name(at))));
        }
        names = NameIndex.EMPTY;
        subscriptions = NameIndex.EMPTY;
        usedOctets = 0;
        usedMessages = 0;
        namesChanged = true;
        takeModSeq();
    }

    void subscribe(MailboxName name) {
        subscriptions = subscriptions.with(name);
        changes.add(new Change.Put(RecordKeys.subscription(name), SmallFormats.subscription()));
        namesChanged = true;
    }

    void unsubscribe(MailboxName name) {
        subscriptions = subscriptions.without(name);
        changes.add(new Change.Delete(RecordKeys.subscription(name)));
        namesChanged = true;
    }

    private void put(MailboxState mailbox) {
        mailboxes.put(mailbox.mailbox().value(), mailbox);
    }

    // --- messages

    long usedOctets() {
        return usedOctets;
    }

    /// The modseq of everything that this edit changes. RFC 7162 §3.1: one for a whole command.
    private long takeModSeq() {
        modSeq = before.record().highestModSeq() + 1;
        return modSeq;
    }

    /// Adds a message that is new to the account; it lies nowhere yet.
    long addMessage(BlobId blob, byte[] record) {
        long email = nextEmail++;
        byte[] key = RecordKeys.message(email);
        changes.add(new Change.Put(key, record));
        changes.add(new Change.AddReference(blob, key));
        return email;
    }

    /// One more mailbox holds a message that already lies somewhere.
    void addCopy(long email) {
        copies.onePlaceMore(email);
    }

    /// A message to be put into a mailbox.
    record Arrival(long email, Flags flags, long size, long date) {}

    /// Puts messages into a mailbox, in this order, and counts them towards the quota.
    UidSet append(MailboxId id, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return UidSet.EMPTY;
        }
        MailboxState mailbox = mailbox(id).orElseThrow();
        long first = mailbox.uidNext();
        if (first + arrivals.size() - 1 > LAST_UID) {
            throw new UnavailableException(
                    "mailbox "
                            + id.value()
                            + " has used up its UIDs: make a new one and move its messages there");
        }
        List<MessageEntry> entries = new ArrayList<>(arrivals.size());
        long modSeqNow = takeModSeq();
        long uid = first;
        for (Arrival arrival : arrivals) {
            entries.add(
                    new MessageEntry(
                            uid++,
                            arrival.email(),
                            modSeqNow,
                            PageFormat.shared(arrival.flags()),
                            arrival.size(),
                            arrival.date()));
            usedOctets += arrival.size();
        }
        usedMessages += arrivals.size();
        MailboxState filled = pages.exchange(mailbox, mailbox.pages().appended(entries), modSeqNow);
        put(filled.with(filled.record().withUidNext(uid)));
        UidSet.Builder uids = new UidSet.Builder();
        uids.add(first, uid - 1);
        return uids.build();
    }

    /// Gives messages other flags.
    ///
    /// @param newFlags by page and place; null where nothing changes
    void setFlags(MailboxState mailbox, SortedMap<Integer, @Nullable Flags[]> newFlags) {
        long modSeqNow = takeModSeq();
        PageDirectory directory = mailbox.pages();
        List<MessagePage> changed = new ArrayList<>(newFlags.size());
        newFlags.forEach((number, flags) ->
                changed.add(
                        directory.page(directory.indexOfPage(number)).withFlags(flags, modSeqNow)));
        put(pages.exchange(mailbox, changed, modSeqNow));
    }

    /// Takes messages out of a mailbox and writes that down in its log.
    ///
    /// @param gone by page and place
    void remove(MailboxState mailbox, UidSet uids, SortedMap<Integer, boolean[]> gone, Fate fate) {
        long modSeqNow = takeModSeq();
        PageDirectory directory = mailbox.pages();
        List<MessagePage> changed = new ArrayList<>(gone.size());
        gone.forEach((number, places) -> {
            MessagePage page = directory.page(directory.indexOfPage(number));
            MessagePage rest = page.without(places);
            usedOctets -= page.octets() - rest.octets();
            usedMessages -= page.count() - rest.count();
            changed.add(rest);
            if (fate == Fate.FORGOTTEN) {
                forget(page, places);
            }
        });
        MailboxState smaller = pages.exchange(mailbox, changed, modSeqNow);
        ExpungeLog log =
                logs.add(mailbox.mailbox(), smaller.record().log(), modSeqNow, uids, changes);
        put(smaller.with(smaller.record().withLog(log)));
    }

    enum Fate {
        /// One copy less.
        FORGOTTEN,
        /// Lies in another mailbox now.
        MOVED
    }

    private void forget(MessagePage page, boolean[] places) {
        for (int place = 0; place < places.length; place++) {
            if (places[place]) {
                copies.onePlaceLess(page.email(place));
            }
        }
    }

    // --- deliveries

    /// Where the message of a delivery key lies, when it was filed before.
    Optional<Place> delivered(String key) {
        Optional<Place> pending = head.pendingDelivery(key);
        if (pending.isPresent()) {
            touch(); // What we answer must not be durable before that is.
            return pending;
        }
        return deliveryKeys.find(key);
    }

    void addDelivery(String key, Place place) {
        deliveryKeys.add(key, place, changes);
    }

    // --- the end

    Result finish() {
        if (!changesRecords()) {
            return new Result(
                    before.nextUnchanged(),
                    List.copyOf(changes),
                    Map.of(),
                    Map.of(),
                    Set.of(),
                    false,
                    false);
        }
        mailboxes.forEach(this::write);
        copies.write(changes, modSeq);
        AccountRecord record =
                new AccountRecord(
                        nextEmail,
                        nextMailbox,
                        modSeq,
                        lastUidValidity,
                        usedOctets,
                        usedMessages,
                        deliveryKeys.generation());
        changes.add(new Change.Put(RecordKeys.account(), AccountFormat.encode(record)));
        Set<MailboxId> changed = new HashSet<>();
        mailboxes.keySet().forEach(id -> changed.add(new MailboxId(id)));
        return new Result(
                before.next(record, mailboxes, names, subscriptions),
                List.copyOf(changes),
                copies.counts(),
                deliveryKeys.added(),
                changed,
                namesChanged,
                copies.hasOrphans());
    }

    private void write(long id, @Nullable MailboxState mailbox) {
        byte[] key = RecordKeys.mailbox(id);
        if (mailbox == null) {
            changes.add(new Change.Delete(key));
            return;
        }
        pages.write(mailbox.mailbox(), changes);
        changes.add(new Change.Put(key, MailboxFormat.encode(mailbox.record())));
    }
}
