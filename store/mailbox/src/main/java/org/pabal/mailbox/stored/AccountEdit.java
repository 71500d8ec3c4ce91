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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.AccountFormat;
import org.pabal.mailbox.format.v1.AclFormat;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SeenFormat;
import org.pabal.mailbox.format.v1.SharingKeys;
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
import org.pabal.mailbox.state.SeenMarks;
import org.pabal.mailbox.stored.ShareTelling.Told;
import org.pabal.message.UnavailableException;
import org.pabal.storage.BlobId;
import org.pabal.storage.Change;

/// One change of one account, while it is computed: begins with the head, ends as the next state
/// and the changes of storage that make it last. Throwing it away leaves no trace.
final class AccountEdit {
    private static final long LAST_UID = 0xFFFF_FFFFL; // RFC 9051 §9 nz-number
    private static final long LAST_UID_VALIDITY = 0xFFFF_FFFFL;

    private final OpenAccount account;
    private final Head head;
    private final AccountState before;
    private final AccountSpace space;
    private final MailboxConfig config;
    private final Memberships memberships;
    private final Instant now;

    private long nextEmail;
    private long nextMailbox;
    private long modSeq;
    private long lastUidValidity;
    private long usedOctets;
    private long usedMessages;
    private long metadataOctets;
    private long aclModSeq;
    private NameIndex names;
    private NameIndex subscriptions;
    private boolean namesChanged;
    private boolean subscriptionsChanged;
    private boolean messagesChanged;
    private boolean touched;
    private @Nullable Account limits;
    private AccountId sharer;

    private final SortedMap<Long, @Nullable MailboxState> mailboxes = new TreeMap<>();
    private final DirtyPages pages = new DirtyPages();
    private final ExpungeLogs logs;
    private final Copies copies;
    private final DeliveryKeys deliveryKeys;
    private final Corrections corrections;
    private final Threads threads;
    private final ChangeLogs changeLogs;
    private final Snoozes snoozes;
    private boolean reappeared;
    private final Deletions deletions;
    private final List<Change> changes = new ArrayList<>();
    private final List<Change> sharing = new ArrayList<>();
    private final Set<MailboxId> changedAcls = new HashSet<>();
    private final List<News.Annotations> annotations = new ArrayList<>();

    AccountEdit(
            OpenAccount account,
            Head head,
            MailboxConfig config,
            Memberships memberships,
            Instant now) {
        this.account = account;
        this.memberships = memberships;
        this.sharer = new AccountId(account.id());
        this.head = head;
        this.before = head.state();
        this.space = account.space();
        this.config = config;
        this.now = now;
        AccountRecord record = before.record();
        nextEmail = record.nextEmail();
        nextMailbox = record.nextMailbox();
        modSeq = record.highestModSeq();
        lastUidValidity = record.lastUidValidity();
        usedOctets = record.usedOctets();
        usedMessages = record.usedMessages();
        metadataOctets = record.metadataOctets();
        logs = new ExpungeLogs(space, config);
        aclModSeq = record.aclModSeq();
        copies = new Copies(head);
        threads = new Threads(space, head);
        changeLogs = new ChangeLogs(space, config.changeLog());
        deletions = new Deletions(space, record.deleted(), now);
        corrections = new Corrections(config.keepsCorrections());
        deliveryKeys = new DeliveryKeys(space, config, now, record.deliveries());
        snoozes = new Snoozes(account.id(), before.snoozed());
        names = before.names();
        subscriptions = before.subscriptions();
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
        return changes.isEmpty() && threads.isEmpty() && !changesRecords();
    }

    private boolean changesRecords() {
        return touched
                || namesChanged
                || subscriptionsChanged
                || !mailboxes.isEmpty()
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

    /// A new mailbox has the ACL of the nearest one above it, as in Cyrus: RFC 4314 leaves it open.
    MailboxState makeMailbox(MailboxName name, Optional<SpecialUse> use) {
        return makeMailbox(name, use, true, inheritedAcl(name));
    }

    /// A name that is there for those below it only.
    MailboxState makeEmptyName(MailboxName name) {
        return makeMailbox(name, Optional.empty(), false, Acl.NONE);
    }

    private Acl inheritedAcl(MailboxName name) {
        Optional<MailboxName> above = name.parent();
        while (above.isPresent()) {
            Optional<MailboxState> there = mailbox(above.get());
            if (there.isPresent()) {
                return there.get().acl();
            }
            above = above.get().parent();
        }
        return Acl.NONE;
    }

    private MailboxState makeMailbox(
            MailboxName name, Optional<SpecialUse> use, boolean selectable, Acl acl) {
        long seconds = now.getEpochSecond();
        lastUidValidity =
                seconds <= LAST_UID_VALIDITY / 4 * 3
                        ? Math.max(lastUidValidity + 1, seconds)
                        : lastUidValidity + 1;
        MailboxId id = new MailboxId(nextMailbox++);
        long modSeqNow = takeModSeq();
        MailboxRecord record =
                new MailboxRecord(
                        id,
                        name,
                        use,
                        selectable,
                        lastUidValidity,
                        1,
                        1,
                        modSeqNow,
                        Counts.NONE,
                        new ExpungeLog(0, 0, 0),
                        modSeqNow,
                        modSeqNow);
        MailboxState made = new MailboxState(record, PageSource.of(PageDirectory.EMPTY), acl);
        put(made);
        if (!acl.isEmpty()) {
            changedAcls.add(id);
        }
        names = names.with(name, id);
        namesChanged = true;
        if (before.isBegun()) {
            usesChange(Optional.empty(), use);
        }
        return made;
    }

    void rename(MailboxState mailbox, MailboxName to) {
        names = names.without(mailbox.record().name()).with(to, mailbox.mailbox());
        put(mailbox.with(mailbox.record().named(to, takeModSeq())));
        namesChanged = true;
    }

    void use(MailboxState mailbox, Optional<SpecialUse> use) {
        usesChange(mailbox.record().specialUse(), use);
        MailboxState now = mailbox(mailbox.mailbox()).orElseThrow();
        put(now.with(now.record().usedFor(use, takeModSeq())));
        namesChanged = true;
    }

    /// Which threads are unread in each mailbox depends on which one is Trash. RFC 8621 §2.
    private void usesChange(Optional<SpecialUse> from, Optional<SpecialUse> to) {
        Optional<SpecialUse> trash = Optional.of(SpecialUse.TRASH);
        if (from.equals(trash) != to.equals(trash)) {
            for (int at = 0; at < names.size(); at++) {
                touch(mailbox(new MailboxId(names.id(at))).orElseThrow());
            }
        }
    }

    /// Clients see something else of it.
    void touch(MailboxState mailbox) {
        put(mailbox.with(mailbox.record().touched(takeModSeq())));
    }

    void setAcl(MailboxState mailbox, Acl acl) {
        aclModSeq = takeModSeq();
        put(mailbox.with(acl).with(mailbox.record().touched(aclModSeq)));
        changedAcls.add(mailbox.mailbox());
    }

    /// Forgets an account that is no more: what it was given, what it has seen, its annotations.
    void forget(AccountId gone) {
        for (MailboxState mailbox : before.mailboxes()) {
            long id = mailbox.mailbox().value();
            removeAll(RecordKeys.seen(id, gone.value()));
            removeAll(RecordKeys.metadata(id, gone.value()));
        }
        forget(new Grantee.Account(gone));
    }

    /// Takes back what was given to or withheld from somebody who is no more.
    void forget(Grantee gone) {
        for (MailboxState mailbox : before.mailboxes()) {
            if (!mailbox.acl().equals(mailbox.acl().without(gone))) {
                setAcl(mailbox, mailbox.acl().without(gone));
            }
        }
        sharing.add(new Change.Delete(SharingKeys.owner(gone, account.id())));
        touch();
    }

    /// Removes a mailbox with all its messages. Nothing of the account may be in flight.
    void removeMailbox(MailboxState mailbox) {
        PageDirectory directory = mailbox.pages();
        for (int at = 0; at < directory.pageCount(); at++) {
            MessagePage page = directory.page(at);
            for (int place = 0; place < page.count(); place++) {
                loses(mailbox, page.entry(place), Fate.DELETED);
                if (!page.flags(place).isDeleted()) {
                    changeLogs.left(page, place, mailbox.mailbox());
                }
            }
        }
        changeLogs.destroyed(mailbox.record());
        messagesChanged |= mailbox.count() > 0;
        usedMessages -= mailbox.count();
        usedOctets -= mailbox.octets();
        pages.removeAll(mailbox, changes);
        logs.removeAll(mailbox.mailbox(), changes);
        removeAll(RecordKeys.seen(mailbox.mailbox().value()));
        removeMetadata(mailbox.mailbox().value());
        if (!mailbox.acl().isEmpty()) {
            changedAcls.add(mailbox.mailbox());
        }
        snoozes.leftAll(mailbox.mailbox());
        names = names.without(mailbox.record().name());
        mailboxes.put(mailbox.mailbox().value(), null);
        namesChanged = true;
        takeModSeq();
        usesChange(mailbox.record().specialUse(), Optional.empty());
    }

    private void removeAll(RecordKeys.Range range) {
        space.forEach(range, entry -> changes.add(new Change.Delete(entry.key())));
    }

    private void removeMetadata(long mailbox) {
        space.forEach(
                RecordKeys.metadata(mailbox),
                entry -> {
                    changes.add(new Change.Delete(entry.key()));
                    long reader = RecordKeys.readerOfMetadata(entry.key());
                    if (reader == 0 || reader == account.id()) {
                        metadataOctets -=
                                Annotations.weight(
                                        RecordKeys.nameOfMetadata(entry.key()),
                                        SmallFormats.decodeAnnotation(entry.value()));
                    }
                });
    }

    /// Removes all mailboxes and subscriptions; what they held is left to be removed by its keys.
    void removeAllMailboxes() {
        for (int at = 0; at < names.size(); at++) {
            mailboxes.put(names.id(at), null);
            changedAcls.add(new MailboxId(names.id(at)));
        }
        for (int at = 0; at < subscriptions.size(); at++) {
            changes.add(new Change.Delete(RecordKeys.subscription(subscriptions.name(at))));
        }
        snoozes.forgetAll();
        names = NameIndex.EMPTY;
        subscriptions = NameIndex.EMPTY;
        usedOctets = 0;
        usedMessages = 0;
        metadataOctets = 0;
        namesChanged = true;
        deletions.forgetAll();
        takeModSeq();
    }

    void subscribe(MailboxName name) {
        subscriptions = subscriptions.with(name);
        changes.add(new Change.Put(RecordKeys.subscription(name), SmallFormats.subscription()));
        subscriptionsChanged = true;
        touch(name);
    }

    void unsubscribe(MailboxName name) {
        subscriptions = subscriptions.without(name);
        changes.add(new Change.Delete(RecordKeys.subscription(name)));
        subscriptionsChanged = true;
        touch(name);
    }

    /// A mailbox of that name, where there is one, is shown as another.
    private void touch(MailboxName name) {
        mailbox(name).ifPresent(this::touch);
    }

    private void put(MailboxState mailbox) {
        mailboxes.put(mailbox.mailbox().value(), mailbox);
    }

    // --- annotations

    /// Of those that are shared or the owner's.
    long metadataOctets() {
        return metadataOctets;
    }

    /// Says that annotations changed; the changes are added already.
    ///
    /// @param growth in octets that count
    void annotate(Optional<MailboxId> mailbox, List<MetadataName> names, long growth) {
        annotations.add(new News.Annotations(mailbox, names));
        metadataOctets += growth;
        touch();
    }

    // --- messages

    long usedOctets() {
        return usedOctets;
    }

    long usedMessages() {
        return usedMessages;
    }

    /// Says under whose limits messages are added, as they are now.
    void limitedBy(Account owner) {
        limits = owner;
    }

    /// The modseq of everything that this edit changes. RFC 7162 §3.1: one for a whole command.
    private long takeModSeq() {
        modSeq = before.record().highestModSeq() + 1;
        return modSeq;
    }

    /// Where the account is with all that was changed so far.
    AccountPoint point() {
        return new AccountPoint(modSeq, nextEmail - 1);
    }

    /// Adds a message that is new to the account; it lies nowhere yet.
    ///
    /// @param links see {@link org.pabal.mailbox.summary.ThreadLinks}
    Identity addMessage(BlobId blob, byte[] record, long[] links) {
        long email = nextEmail++;
        byte[] key = RecordKeys.message(email);
        changes.add(new Change.Put(key, record));
        changes.add(new Change.AddReference(blob, key));
        return new Identity(email, threads.join(email, links));
    }

    /// Messages that lie nowhere any more are forgotten for good.
    void reclaim(List<Change> removals, List<long[]> links) {
        changes.addAll(removals);
        links.forEach(threads::leave);
    }

    /// What a message keeps wherever it lies.
    record Identity(long email, long thread) {}

    /// One more mailbox holds a message that already lies somewhere.
    void addCopy(long email) {
        copies.onePlaceMore(email);
    }

    /// A message lies in so many places more, or less, and in one at least.
    void changeCopies(long email, int by) {
        copies.change(email, by);
    }

    /// A message to be put into a mailbox.
    record Arrival(Identity identity, Flags flags, long size, long date) {
        long email() {
            return identity.email;
        }

        Arrival unseen() {
            return flags.isSeen() ? new Arrival(identity, flags.minusSeen(), size, date) : this;
        }
    }

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
                            arrival.identity().thread(),
                            modSeqNow,
                            PageFormat.shared(arrival.flags()),
                            arrival.size(),
                            arrival.date(),
                            now.getEpochSecond()));
            usedOctets += arrival.size();
            if (arrival.email() < before.record().nextEmail() && !arrival.flags().isDeleted()) {
                changeLogs.came(arrival.email(), arrival.identity().thread(), id);
            }
        }
        messagesChanged = true;
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
        newFlags.forEach((number, flags) -> {
            MessagePage page = directory.page(directory.indexOfPage(number));
            logDeleted(mailbox, page, flags);
            changed.add(page.withFlags(flags, modSeqNow));
        });
        messagesChanged = true;
        put(pages.exchange(mailbox, changed, modSeqNow));
    }

    /// To JMAP a message with `\Deleted` is not in its mailbox. RFC 8621 §4.1.1.
    private void logDeleted(MailboxState mailbox, MessagePage page, @Nullable Flags[] newFlags) {
        for (int place = 0; place < newFlags.length; place++) {
            Flags after = newFlags[place];
            if (after != null && after.isDeleted() != page.flags(place).isDeleted()) {
                if (after.isDeleted()) {
                    changeLogs.left(page, place, mailbox.mailbox());
                } else {
                    changeLogs.came(page.email(place), page.thread(place), mailbox.mailbox());
                }
            }
        }
    }

    /// What a reader who is not the owner has seen. Read from storage where nobody asked before: as
    /// every change of it passes here, storage then has the newest.
    SeenMarks marks(MailboxState mailbox, long reader) {
        return mailbox.readers()
                .of(reader)
                .orElseGet(() -> space.seenMarks(mailbox.mailbox().value(), reader));
    }

    /// @param chunks by number, at their full length
    void setMarks(MailboxId id, long reader, SortedMap<Integer, long[]> chunks) {
        MailboxState mailbox = mailbox(id).orElseThrow();
        SeenMarks marks = marks(mailbox, reader);
        for (Map.Entry<Integer, long[]> each : chunks.entrySet()) {
            int number = each.getKey();
            long[] chunk = each.getValue();
            SeenMarks.keepOnly(mailbox.pages(), number, chunk);
            marks = marks.with(number, chunk);
            changes.add(change(RecordKeys.seen(id.value(), reader, number), chunk));
        }
        put(mailbox.with(mailbox.readers().with(reader, marks)));
    }

    private static Change change(byte[] key, long[] chunk) {
        long[] words = SeenMarks.trimmed(chunk);
        return words.length == 0
                ? new Change.Delete(key)
                : new Change.Put(key, SeenFormat.encode(words));
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
            logGone(mailbox, page, places);
            leaveSnoozed(mailbox, page, places);
            if (fate != Fate.MOVED) {
                loses(mailbox, page, places, fate);
            }
        });
        messagesChanged = true;
        MailboxState smaller = pages.exchange(mailbox, changed, modSeqNow);
        ExpungeLog log = logs.add(smaller, modSeqNow, uids, changes);
        put(smaller.with(smaller.record().withLog(log)));
    }

    private void leaveSnoozed(MailboxState mailbox, MessagePage page, boolean[] places) {
        if (!snoozes.now().isEmpty()) {
            for (int place = 0; place < places.length; place++) {
                if (places[place]) {
                    snoozes.left(mailbox.mailbox(), page.uid(place), page.email(place));
                }
            }
        }
    }

    enum Fate {
        /// One place less; after the last, it is kept for a while.
        DELETED,
        /// Another has taken its place: likewise, but for drafts, of which an editor makes a new one
        /// every few seconds.
        REPLACED,
        /// Lies in another account now: after the last place, it is not kept.
        HANDED_OVER,
        /// Lies in another mailbox now, or {@link AccountEdit#loses} and {@link AccountEdit#changeCopies}
        /// are told where not.
        MOVED
    }

    private void logGone(MailboxState mailbox, MessagePage page, boolean[] places) {
        for (int place = 0; place < places.length; place++) {
            if (places[place] && !page.flags(place).isDeleted()) {
                changeLogs.left(page, place, mailbox.mailbox());
            }
        }
    }

    private void loses(MailboxState from, MessagePage page, boolean[] places, Fate fate) {
        for (int place = 0; place < places.length; place++) {
            if (places[place]) {
                loses(from, page.entry(place), fate);
            }
        }
    }

    /// Gives messages a modseq and nothing else: something beside their flags is another.
    void touch(MailboxState mailbox, SortedMap<Integer, boolean[]> which) {
        SortedMap<Integer, @Nullable Flags[]> same = new TreeMap<>();
        which.forEach((number, places) -> {
            MessagePage page = mailbox.pages().page(mailbox.pages().indexOfPage(number));
            @Nullable Flags[] flags = new Flags[places.length];
            for (int place = 0; place < places.length; place++) {
                flags[place] = places[place] ? page.flags(place) : null;
            }
            same.put(number, flags);
        });
        setFlags(mailbox, same);
    }

    // --- messages that are set aside

    Map<Long, Snoozed> snoozed() {
        return snoozes.now();
    }

    /// One message more may be set aside.
    boolean maySnooze() {
        return snoozes.away() < Snoozed.MAX_AWAY;
    }

    List<Snoozed> due(int most) {
        return snoozes.due(now, most);
    }

    void snooze(Snoozed snoozed) {
        snoozes.put(snoozed);
        reappeared |= snoozed.woken();
        touch();
    }

    void unsnooze(long email) {
        if (snoozes.forget(email)) {
            touch();
        }
    }

    /// A mailbox loses a message; if that was its last place, it is kept for a while or reclaimed.
    void loses(MailboxState from, MessageEntry message, Fate fate) {
        if (!copies.onePlaceLess(message.email())) {
            return;
        }
        boolean isKept =
                switch (fate) {
                    case DELETED -> true;
                    case REPLACED -> !message.flags().has(Flags.DRAFT);
                    case HANDED_OVER, MOVED -> false;
                };
        if (isKept && !config.keepDeleted().isZero()) {
            deletions.add(from.record(), message);
        } else {
            copies.orphan(message.email());
        }
    }

    /// Messages that lie nowhere and are kept.
    Deletions deletions() {
        return deletions;
    }

    // --- corrections

    /// Writes down what a client has said of a message; see {@link Correction}.
    void correct(long email, Optional<Correction.Kind> kind) {
        corrections.add(email, kind);
    }

    /// Writes down what a client has said of messages that it copies or moves.
    void correct(MailboxState from, List<Arrival> arrivals, MailboxState to) {
        Optional<Correction.Kind> said =
                Correction.ofMove(from.record().specialUse(), to.record().specialUse());
        if (said.isPresent()) {
            arrivals.forEach(arrival -> correct(arrival.email(), said));
        }
    }

    /// Writes down what a client has said of messages that it has appended.
    void appended(List<Arrival> arrivals, MailboxState to) {
        Optional<SpecialUse> use = to.record().specialUse();
        Optional<Correction.Kind> said = Correction.ofMove(Optional.empty(), use);
        arrivals.forEach(arrival ->
                correct(
                        arrival.email(),
                        said.or(() ->
                                Correction.ofMarks(
                                        Flags.JunkMark.NONE, arrival.flags().junkMark(), use))));
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
                    News.of(List.copyOf(annotations)),
                    List.of(),
                    false,
                    false);
        }
        mailboxes.replaceAll((_, mailbox) -> mailbox == null ? null : withClaims(mailbox));
        mailboxes.forEach(this::write);
        copies.write(changes, modSeq);
        corrections.write(changes, modSeq);
        List<Change> wakes = new ArrayList<>();
        snoozes.write(changes, wakes);
        AccountRecord record =
                new AccountRecord(
                        nextEmail,
                        nextMailbox,
                        modSeq,
                        lastUidValidity,
                        usedOctets,
                        usedMessages,
                        metadataOctets,
                        deliveryKeys.generation(),
                        aclModSeq,
                        changeLogs.write(before.record().changes(), modSeq, changes),
                        deletions.write(changes, modSeq));
        changes.add(new Change.Put(RecordKeys.account(), AccountFormat.encode(record)));
        Set<MailboxId> changed = new HashSet<>();
        mailboxes.keySet().forEach(id -> changed.add(new MailboxId(id)));
        return new Result(
                before.next(record, mailboxes, names, subscriptions, snoozes.now()),
                List.copyOf(changes),
                sharingChanges(),
                List.copyOf(wakes),
                Deletions.index(account.id(), before.record().deleted(), record.deleted()),
                copies.counts(),
                deliveryKeys.added(),
                threads.changed(),
                new News(
                        changed,
                        namesChanged,
                        subscriptionsChanged,
                        Set.copyOf(changedAcls),
                        List.copyOf(annotations),
                        point(),
                        changedTypes()),
                crossings(record),
                !corrections.isEmpty(),
                copies.hasOrphans());
    }

    private Set<DataType> changedTypes() {
        boolean delivered = nextEmail > before.record().nextEmail();
        Set<DataType> types = EnumSet.noneOf(DataType.class);
        if (messagesChanged) {
            types.add(DataType.EMAIL);
        }
        if (delivered || reappeared) {
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

    private List<QuotaCrossing> crossings(AccountRecord after) {
        Account owner = limits;
        return owner == null
                ? List.of()
                : Quotas.crossings(owner, before.record(), after, config.warningPercents());
    }

    /// Writes down what sessions were shown as recent.
    void writeClaims() {
        for (long id : account.claims().mailboxes()) {
            mailbox(new MailboxId(id))
                    .ifPresentOrElse(this::put, () -> account.claims().forget(id));
        }
    }

    private MailboxState withClaims(MailboxState mailbox) {
        long claimed = account.claims().recentFrom(mailbox.record());
        return claimed == mailbox.record().recentFrom()
                ? mailbox
                : mailbox.with(mailbox.record().recentFrom(claimed));
    }

    private List<Change> sharingChanges() {
        if (!changedAcls.isEmpty()) {
            sharing.addAll(
                    Sharing.changes(
                            account.id(),
                            before.mailboxes().stream(),
                            IntStream.range(0, names.size())
                                    .mapToObj(at ->
                                            mailbox(new MailboxId(names.id(at))).orElseThrow())));
        }
        changedAcls.forEach(this::notices);
        return List.copyOf(sharing);
    }

    private void notices(MailboxId id) {
        Optional<MailboxState> was = before.mailbox(id);
        Optional<MailboxState> is = mailbox(id);
        Acl old = was.map(MailboxState::acl).orElse(Acl.NONE);
        Acl now = is.map(MailboxState::acl).orElse(Acl.NONE);
        is.or(() -> was).ifPresent(each -> notices(each, old, now));
    }

    /// One for each, in the place of an older one of the same mailbox.
    private void notices(MailboxState mailbox, Acl old, Acl acl) {
        AccountId owner = new AccountId(account.id());
        MailboxName name = mailbox.record().name();
        for (Told each : new ShareTelling(owner, sharer, memberships, old, acl).all()) {
            ShareNotice notice =
                    new ShareNotice(
                            each.who(),
                            owner,
                            mailbox.mailbox(),
                            name,
                            sharer,
                            now,
                            each.before(),
                            each.after());
            sharing.add(new Change.Put(SharingKeys.notice(notice), SharingKeys.encode(notice)));
        }
    }

    /// Says who is behind a change of ACLs; the owner when nobody says it.
    void sharedBy(AccountId who) {
        sharer = who;
    }

    private void write(long id, @Nullable MailboxState mailbox) {
        byte[] key = RecordKeys.mailbox(id);
        if (changedAcls.contains(new MailboxId(id))) {
            changes.add(aclChange(id, mailbox == null ? Acl.NONE : mailbox.acl()));
        }
        if (mailbox == null) {
            changes.add(new Change.Delete(key));
            return;
        }
        pages.write(mailbox.mailbox(), changes);
        changes.add(new Change.Put(key, MailboxFormat.encode(mailbox.record())));
    }

    private static Change aclChange(long mailbox, Acl acl) {
        byte[] key = RecordKeys.acl(mailbox);
        return acl.isEmpty() ? new Change.Delete(key) : new Change.Put(key, AclFormat.encode(acl));
    }
}
