// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Groups;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.AppendOutcome.Appended;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome.Copied;
import org.pabal.mailbox.AccountMailboxes.DestroyIf;
import org.pabal.mailbox.AccountMailboxes.DestroyOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome.Done;
import org.pabal.mailbox.AccountMailboxes.ReplaceOutcome;
import org.pabal.mailbox.AccountMailboxes.StoreOutcome;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SnapshotDelta;
import org.pabal.mailbox.StoreListener;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// Random operations against a simple model: what sessions see, what deltas tell, what storage
/// holds, with failing commits and restarts in between.
class RandomOperationsTest {
    private static final int STEPS = 150;
    private static final String[] NAMES = {"INBOX", "Archive", "a", "a/b", "a/b/c", "z"};
    private static final String[] FLAGS = {
        Flags.SEEN, Flags.DELETED, Flags.FLAGGED, "$Junk", "work", "Work2"
    };

    /// A number that is neither the owner's nor another account's of the test.
    private static final long READER = 7;

    private record Message(long email, Set<String> flags, long modSeq) {}

    private static final class Mailbox {
        final MailboxId id;
        final long uidValidity;
        final TreeMap<Long, Message> messages = new TreeMap<>();
        final TreeMap<Long, Set<Long>> expunged = new TreeMap<>();

        /// What the other reader has seen.
        final Set<Long> seen = new HashSet<>();

        long uidNext = 1;

        Mailbox(MailboxId id, long uidValidity) {
            this.id = id;
            this.uidValidity = uidValidity;
        }
    }

    private Random random;
    private TestStore store;
    private AccountMailboxes account;

    /// The same mailboxes as another reader sees them.
    private AccountMailboxes reader;

    /// Another account, to and from which messages go.
    private AccountMailboxes other;

    private long deliveredToOther;
    private final Map<String, Mailbox> model = new HashMap<>();
    private final List<MailboxSnapshot> kept = new ArrayList<>();
    private long highestModSeq;
    private long highestUidValidity;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theStoreAgreesWithTheModel(long seed) {
        random = new Random(seed);
        try (TestStore opened = new TestStore(TestStore.config(100, 6, 400))) {
            store = opened;
            open();
            adopt("INBOX");
            adopt("Archive");
            for (int step = 0; step < STEPS; step++) {
                String what = "seed " + seed + " step " + step;
                step(what);
                check(what);
            }
            store.restart();
            awaitReclaimed();
            check("seed " + seed + " at the end");
        }
    }

    private void open() {
        account = store.open(1);
        reader = store.mailboxes.open(account(1), account(READER));
        other = store.open(2);
    }

    private void adopt(String name) {
        MailboxSnapshot snapshot = account.snapshot(TestStore.id(account, name)).orElseThrow();
        assertThat(snapshot.uidValidity()).isGreaterThan(highestUidValidity);
        highestUidValidity = snapshot.uidValidity();
        model.put(name, new Mailbox(snapshot.mailbox(), snapshot.uidValidity()));
    }

    private void step(String what) {
        int kind = random.nextInt(100);
        if (kind < 8) {
            failingStep(what);
        } else if (kind < 11) {
            if (random.nextBoolean()) {
                store.restart();
            } else {
                store.crash();
            }
            open();
        } else if (kind < 14) {
            store.storage.collectUnnamed();
        } else {
            operation();
        }
    }

    /// The operation throws and the model, as it was before, must still be right.
    private void failingStep(String what) {
        store.storage.failNextCommits(
                random.nextBoolean()
                        ? new StorageException.Full("full")
                        : new StorageException.Unavailable("away"));
        Map<String, Mailbox> before = copy();
        long modSeq = highestModSeq;
        long validity = highestUidValidity;
        long delivered = deliveredToOther;
        try {
            operation();
        } catch (UnavailableException expected) {
            model.clear();
            model.putAll(before);
            highestModSeq = modSeq;
            highestUidValidity = validity;
            deliveredToOther = delivered;
        } finally {
            store.storage.stopFailing();
        }
        assertThat(account.list()).as(what).isNotEmpty();
    }

    private Map<String, Mailbox> copy() {
        Map<String, Mailbox> copy = new HashMap<>();
        model.forEach((name, mailbox) -> {
            Mailbox same = new Mailbox(mailbox.id, mailbox.uidValidity);
            same.messages.putAll(mailbox.messages);
            same.expunged.putAll(mailbox.expunged);
            same.seen.addAll(mailbox.seen);
            same.uidNext = mailbox.uidNext;
            copy.put(name, same);
        });
        return copy;
    }

    private void operation() {
        String name = NAMES[random.nextInt(NAMES.length)];
        Mailbox mailbox = model.get(name);
        int kind = random.nextInt(100);
        if (mailbox == null) {
            create(name);
        } else if (kind < 35) {
            append(mailbox);
        } else if (kind < 52) {
            store(mailbox);
        } else if (kind < 58) {
            storeAsReader(mailbox);
        } else if (kind < 61) {
            replace(mailbox);
        } else if (kind < 65) {
            copyToOther(mailbox);
        } else if (kind < 70) {
            expunge(mailbox);
        } else if (kind < 73) {
            remove(mailbox);
        } else if (kind < 82) {
            copyOrMove(mailbox, false);
        } else if (kind < 92) {
            copyOrMove(mailbox, true);
        } else if (kind < 95) {
            delete(name);
        } else {
            kept.add(account.snapshot(mailbox.id).orElseThrow());
        }
    }

    private void create(String name) {
        assertThat(account.create(MailboxName.of(name), Optional.empty())).isInstanceOf(Done.class);
        for (MailboxName each = MailboxName.of(name); ; each = each.parent().orElseThrow()) {
            if (!model.containsKey(each.text())) {
                MailboxSnapshot snapshot =
                        account.snapshot(TestStore.id(account, each.text())).orElseThrow();
                assertThat(snapshot.uidValidity()).isGreaterThan(highestUidValidity);
                model.put(each.text(), new Mailbox(snapshot.mailbox(), snapshot.uidValidity()));
            }
            if (each.parent().isEmpty() || selectable(each.parent().get())) {
                break;
            }
        }
        model.values()
                .forEach(mailbox ->
                        highestUidValidity = Math.max(highestUidValidity, mailbox.uidValidity));
    }

    /// True for a name that was there before: one that cannot be selected stays as it is.
    private boolean selectable(MailboxName name) {
        return model.containsKey(name.text()) || !account.find(name).orElseThrow().selectable();
    }

    private void append(Mailbox mailbox) {
        int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 150 : 3);
        List<NewMessage> messages = new ArrayList<>();
        List<Set<String>> flags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Set<String> some = someFlags();
            flags.add(some);
            messages.add(store.message("m", some.toArray(String[]::new)));
        }
        Appended appended = (Appended) account.append(mailbox.id, messages);
        assertThat(appended.uidValidity()).isEqualTo(mailbox.uidValidity);
        MailboxSnapshot now = account.snapshot(mailbox.id).orElseThrow();
        int[] at = {0};
        appended.uids()
                .forEach(uid -> {
                    assertThat(uid).isEqualTo(mailbox.uidNext++);
                    int index = now.indexOf(uid);
                    mailbox.messages.put(
                            uid,
                            new Message(
                                    now.email(index).value(),
                                    flags.get(at[0]++),
                                    newModSeq(now, index)));
                });
        assertThat(at[0]).isEqualTo(count);
        highestModSeq = now.highestModSeq();
    }

    private long newModSeq(MailboxSnapshot now, int index) {
        assertThat(now.modSeq(index)).isGreaterThan(highestModSeq);
        return now.modSeq(index);
    }

    private Set<String> someFlags() {
        Set<String> flags = new HashSet<>();
        for (String flag : FLAGS) {
            if (random.nextInt(4) == 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    private UidSet someUids(Mailbox mailbox) {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long first = 1 + random.nextLong(mailbox.uidNext + 2);
            ranges.add(new UidSet.Range(first, first + random.nextInt(60)));
        }
        return UidSet.ofRanges(ranges);
    }

    private void store(Mailbox mailbox) {
        UidSet uids = someUids(mailbox);
        Set<String> flags = someFlags();
        FlagChange.Mode mode = FlagChange.Mode.values()[random.nextInt(3)];
        OptionalLong since =
                random.nextInt(4) == 0
                        ? OptionalLong.of(random.nextLong(highestModSeq + 1))
                        : OptionalLong.empty();
        StoreOutcome outcome =
                account.store(mailbox.id, uids, new FlagChange(mode, Flags.of(flags)), since);
        MailboxSnapshot now = account.snapshot(mailbox.id).orElseThrow();
        UidSet.Builder changed = new UidSet.Builder();
        UidSet.Builder modified = new UidSet.Builder();
        for (var entry : mailbox.messages.entrySet()) {
            Message message = entry.getValue();
            if (!uids.contains(entry.getKey())) {
                continue;
            }
            if (since.isPresent() && message.modSeq() > since.getAsLong()) {
                modified.add(entry.getKey());
                continue;
            }
            changed.add(entry.getKey());
            Set<String> after = new HashSet<>(message.flags());
            switch (mode) {
                case REPLACE -> {
                    after.clear();
                    after.addAll(flags);
                }
                case ADD -> after.addAll(flags);
                case REMOVE -> after.removeAll(flags);
            }
            if (!after.equals(message.flags())) {
                int index = now.indexOf(entry.getKey());
                entry.setValue(new Message(message.email(), after, newModSeq(now, index)));
            }
        }
        highestModSeq = Math.max(highestModSeq, now.highestModSeq());
        assertThat(outcome).isEqualTo(new StoreOutcome(changed.build(), modified.build()));
    }

    /// The reader's own `\\Seen`, and one flag that all share.
    private void storeAsReader(Mailbox mailbox) {
        UidSet uids = someUids(mailbox);
        boolean add = random.nextBoolean();
        reader.store(
                mailbox.id,
                uids,
                new FlagChange(
                        add ? FlagChange.Mode.ADD : FlagChange.Mode.REMOVE,
                        Flags.of(Flags.SEEN, Flags.FLAGGED)),
                OptionalLong.empty());
        MailboxSnapshot now = account.snapshot(mailbox.id).orElseThrow();
        for (var entry : mailbox.messages.entrySet()) {
            long uid = entry.getKey();
            if (uids.contains(uid)) {
                Message message = entry.getValue();
                Set<String> flags = new HashSet<>(message.flags());
                boolean changed = add ? flags.add(Flags.FLAGGED) : flags.remove(Flags.FLAGGED);
                changed |= add ? mailbox.seen.add(uid) : mailbox.seen.remove(uid);
                if (changed) {
                    long modSeq = newModSeq(now, now.indexOf(uid));
                    entry.setValue(new Message(message.email(), flags, modSeq));
                }
            }
        }
        highestModSeq = Math.max(highestModSeq, now.highestModSeq());
    }

    private void replace(Mailbox mailbox) {
        String[] names = model.keySet().toArray(String[]::new);
        Mailbox to = model.get(names[random.nextInt(names.length)]);
        long uid = 1 + random.nextLong(mailbox.uidNext);
        Set<String> flags = someFlags();
        Destination target = new Destination(account, to.id, Rights.ALL);
        ReplaceOutcome outcome =
                account.replace(
                        mailbox.id, uid, target, store.message("m", flags.toArray(String[]::new)));
        if (!mailbox.messages.containsKey(uid)) {
            assertThat(outcome).isEqualTo(new ReplaceOutcome.NoSuchMessage());
            return;
        }
        assertThat(outcome).isEqualTo(new ReplaceOutcome.Replaced(to.uidValidity, to.uidNext));
        MailboxSnapshot now = account.snapshot(to.id).orElseThrow();
        int index = now.indexOf(to.uidNext);
        long modSeq = newModSeq(now, index);
        gone(mailbox, UidSet.of(uid));
        to.messages.put(to.uidNext++, new Message(now.email(index).value(), flags, modSeq));
        highestModSeq = Math.max(highestModSeq, now.highestModSeq());
    }

    private void copyToOther(Mailbox from) {
        boolean move = random.nextBoolean();
        UidSet uids = someUids(from);
        Destination target = new Destination(other, TestStore.id(other, "INBOX"), Rights.of("iw"));
        MailboxSnapshot before = TestStore.inbox(other);
        Copied copied =
                (Copied)
                        (move
                                ? reader.move(from.id, uids, target)
                                : reader.copy(from.id, uids, target));
        UidSet.Builder source = new UidSet.Builder();
        from.messages.keySet().stream().filter(uids::contains).forEach(source::add);
        assertThat(copied.source()).isEqualTo(source.build());
        MailboxSnapshot after = TestStore.inbox(other);
        assertThat(after.count() - before.count()).isEqualTo((int) copied.target().size());
        deliveredToOther += copied.target().size();
        for (int i = before.count(); i < after.count(); i++) {
            assertThat(after.flags(i).has(Flags.SEEN) || after.flags(i).isDeleted()).isFalse();
        }
        if (move) {
            gone(from, copied.source());
        }
    }

    private void expunge(Mailbox mailbox) {
        Optional<UidSet> among =
                random.nextBoolean() ? Optional.empty() : Optional.of(someUids(mailbox));
        UidSet expunged = account.expunge(mailbox.id, among).expunged();
        UidSet.Builder expected = new UidSet.Builder();
        for (var entry : mailbox.messages.entrySet()) {
            if (entry.getValue().flags().contains(Flags.DELETED)
                    && among.map(set -> set.contains(entry.getKey())).orElse(true)) {
                expected.add(entry.getKey());
            }
        }
        assertThat(expunged).isEqualTo(expected.build());
        gone(mailbox, expunged);
    }

    private void remove(Mailbox mailbox) {
        UidSet uids = someUids(mailbox);
        UidSet removed = account.remove(mailbox.id, uids).expunged();
        UidSet.Builder expected = new UidSet.Builder();
        mailbox.messages.keySet().stream().filter(uids::contains).forEach(expected::add);
        assertThat(removed).isEqualTo(expected.build());
        gone(mailbox, removed);
    }

    private void gone(Mailbox mailbox, UidSet uids) {
        if (uids.isEmpty()) {
            return;
        }
        Set<Long> set = new HashSet<>();
        uids.forEach(set::add);
        mailbox.messages.keySet().removeAll(set);
        mailbox.seen.removeAll(set);
        long modSeq = account.snapshot(mailbox.id).orElseThrow().highestModSeq();
        assertThat(modSeq).isGreaterThan(highestModSeq);
        mailbox.expunged.put(modSeq, set);
        highestModSeq = modSeq;
    }

    private void copyOrMove(Mailbox from, boolean move) {
        String[] names = model.keySet().toArray(String[]::new);
        Mailbox to = model.get(names[random.nextInt(names.length)]);
        UidSet uids = someUids(from);
        Copied copied =
                (Copied)
                        (move
                                ? account.move(from.id, uids, to.id)
                                : account.copy(from.id, uids, to.id));
        List<Message> messages = new ArrayList<>();
        UidSet.Builder source = new UidSet.Builder();
        from.messages.forEach((uid, message) -> {
            if (uids.contains(uid)) {
                source.add(uid);
                messages.add(message);
            }
        });
        assertThat(copied.source()).isEqualTo(source.build());
        assertThat(copied.target().size()).isEqualTo(messages.size());
        MailboxSnapshot now = account.snapshot(to.id).orElseThrow();
        int[] at = {0};
        copied.target()
                .forEach(uid -> {
                    assertThat(uid).isEqualTo(to.uidNext++);
                    Message message = messages.get(at[0]++);
                    long modSeq = newModSeq(now, now.indexOf(uid));
                    to.messages.put(uid, new Message(message.email(), message.flags(), modSeq));
                });
        if (move) {
            gone(from, copied.source());
        }
        highestModSeq = Math.max(highestModSeq, now.highestModSeq());
    }

    private void delete(String name) {
        if (name.equals("INBOX")) {
            return;
        }
        if (random.nextBoolean()) {
            account.delete(MailboxName.of(name));
            model.remove(name);
            return;
        }
        destroy(name);
    }

    /// Only what is there no more may have gone, and never with messages that were not to go.
    private void destroy(String name) {
        Mailbox mailbox = model.get(name);
        DestroyIf condition = random.nextBoolean() ? DestroyIf.EMPTY : DestroyIf.CHILDLESS;
        boolean hasChildren =
                account.list().stream().anyMatch(each -> each.name().isBelow(MailboxName.of(name)));
        boolean hasMessages =
                mailbox.messages.values().stream()
                        .anyMatch(each -> !each.flags().contains(Flags.DELETED));
        DestroyOutcome right =
                hasChildren
                        ? new DestroyOutcome.HasChildren()
                        : hasMessages && condition == DestroyIf.EMPTY
                                ? new DestroyOutcome.HasMessages()
                                : new DestroyOutcome.Done();
        assertThat(account.destroy(mailbox.id, condition)).isEqualTo(right);
        if (right instanceof DestroyOutcome.Done) {
            model.remove(name);
        }
    }

    // --- checks

    private void check(String what) {
        long messages = 0;
        for (Mailbox mailbox : model.values()) {
            MailboxSnapshot snapshot = account.snapshot(mailbox.id).orElseThrow();
            check(what, mailbox, snapshot);
            messages += snapshot.count();
        }
        assertThat(account.quota().messages().used()).as(what).isEqualTo(messages);
        assertThat(other.quota().messages().used()).as(what).isEqualTo(deliveredToOther);
        assertThat(TestStore.inbox(other).count()).as(what).isEqualTo((int) deliveredToOther);
        assertThat(account.list().stream().filter(info -> info.selectable()).count())
                .as(what)
                .isEqualTo(4 + model.size()); // with Drafts, Junk, Sent and Trash
        checkDeltas(what);
        checkStorage(what);
    }

    private void check(String what, Mailbox mailbox, MailboxSnapshot snapshot) {
        assertThat(TestStore.uids(snapshot))
                .as(what)
                .isEqualTo(List.copyOf(mailbox.messages.keySet()));
        assertThat(snapshot.uidNext()).as(what).isEqualTo(mailbox.uidNext);
        int unseen = 0;
        List<Message> actual = new ArrayList<>();
        for (long uid : mailbox.messages.keySet()) {
            int index = snapshot.indexOf(uid);
            actual.add(
                    new Message(
                            snapshot.email(index).value(),
                            Set.copyOf(snapshot.flags(index).names()),
                            snapshot.modSeq(index)));
            unseen += snapshot.flags(index).isSeen() ? 0 : 1;
        }
        assertThat(actual.equals(List.copyOf(mailbox.messages.values()))).as(what).isTrue();
        assertThat(snapshot.unseenCount()).as(what).isEqualTo(unseen);
        checkExpunged(what, mailbox);
        checkReader(what, mailbox);
    }

    private void checkReader(String what, Mailbox mailbox) {
        MailboxSnapshot snapshot = reader.snapshot(mailbox.id).orElseThrow();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < snapshot.count(); i++) {
            if (snapshot.flags(i).isSeen()) {
                seen.add(snapshot.uid(i));
            }
        }
        assertThat(seen).as(what).isEqualTo(mailbox.seen);
        assertThat(snapshot.unseenCount()).as(what).isEqualTo(snapshot.count() - seen.size());
    }

    private void checkExpunged(String what, Mailbox mailbox) {
        long since = random.nextLong(highestModSeq + 1);
        Set<Long> expected = new HashSet<>();
        mailbox.expunged.tailMap(since, false).values().forEach(expected::addAll);
        account.expungedSince(mailbox.id, since)
                .ifPresent(set -> {
                    Set<Long> told = new HashSet<>();
                    set.forEach(told::add);
                    assertThat(told).as(what).containsAll(expected);
                    assertThat(told).as(what).noneMatch(mailbox.messages::containsKey);
                    assertThat(told).as(what).allMatch(uid -> uid < mailbox.uidNext);
                });
        assertThat(account.expungedSince(mailbox.id, highestModSeq)).as(what).isPresent();
    }

    private void checkDeltas(String what) {
        for (MailboxSnapshot older : kept) {
            account.snapshot(older.mailbox()).ifPresent(now -> checkDelta(what, older, now));
        }
        if (kept.size() > 12) {
            kept.subList(0, 6).clear();
        }
    }

    private void checkDelta(String what, MailboxSnapshot older, MailboxSnapshot now) {
        SnapshotDelta delta = now.since(older);
        List<Integer> expunged = new ArrayList<>();
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < older.count(); i++) {
            int there = now.indexOf(older.uid(i));
            if (there < 0) {
                expunged.add(i);
            } else if (now.modSeq(there) != older.modSeq(i)) {
                changed.add(there);
            }
        }
        assertThat(delta.expunged()).as(what).containsExactly(array(expunged));
        assertThat(delta.changed()).as(what).containsExactly(array(changed));
        assertThat(delta.firstArrived()).as(what).isEqualTo(older.count() - expunged.size());
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /// What storage holds is what is in memory.
    private void checkStorage(String what) {
        AccountState stored =
                new AccountLoader().load(1, new AccountSpace(store.storage, 1)).head().state();
        AccountMailboxes reader = account;
        assertThat(stored.mailboxesByName()).as(what).hasSameSizeAs(reader.list());
        for (MailboxState mailbox : stored.mailboxesByName()) {
            reader.snapshot(mailbox.mailbox())
                    .ifPresent(snapshot -> {
                        MailboxState memory = (MailboxState) snapshot;
                        assertThat(mailbox.record()).as(what).isEqualTo(memory.record());
                        checkSame(what, mailbox, memory);
                    });
        }
    }

    private static void checkSame(String what, MailboxState stored, MailboxState memory) {
        assertThat(stored.pages().count()).as(what).isEqualTo(memory.pages().count());
        for (int at = 0; at < stored.pages().pageCount(); at++) {
            var one = stored.pages().page(at);
            var other = memory.pages().page(at);
            for (int place = 0; place < one.count(); place++) {
                if (!one.entry(place).equals(other.entry(place))) {
                    throw new AssertionError(what + ": differs at " + one.entry(place));
                }
            }
        }
    }

    /// Every message that lies somewhere has its record and its blob, and no other has.
    private void awaitReclaimed() {
        Set<Long> emails = new HashSet<>();
        model.values().forEach(m -> m.messages.values().forEach(each -> emails.add(each.email())));
        try (Reclaimer reclaimer =
                new Reclaimer(
                        new Commits(
                                store.storage,
                                TestStore.CONFIG,
                                new Memberships(Groups.NONE),
                                store.clock()),
                        () -> {})) {
            AccountSpace space = new AccountSpace(store.storage, 1);
            store.mailboxes.close();
            reclaimer.reclaim(
                    new OpenAccount(
                            1, space, new AccountLoader(), _ -> {}, new StoreListener() {}, null));
        }
        account = new TestStoreReader(store).account();
        assertThat(
                        store.storage.scan(
                                Space.account(1), new byte[] {'M'}, new byte[] {'N'}, 100_000))
                .hasSize(emails.size());
        store.storage.collectUnnamed();
        int others = otherMessages();
        assertThat(store.storage.blobCount())
                .isBetween(Math.max(emails.size(), others), emails.size() + others);
        assertThat(account.messages(emails.stream().map(EmailId::new).toList()))
                .hasSize(emails.size());
    }

    /// All can be read.
    private int otherMessages() {
        AccountMailboxes fresh = store.mailboxes.open(account(2));
        MailboxSnapshot inbox = TestStore.inbox(fresh);
        List<EmailId> emails = new ArrayList<>();
        for (int i = 0; i < inbox.count(); i++) {
            emails.add(inbox.email(i));
        }
        List<EmailId> distinct = emails.stream().distinct().toList();
        for (var message : fresh.messages(distinct)) {
            try (var octets = fresh.octets(message)) {
                assertThat(octets.size()).isEqualTo(message.octets());
            }
        }
        assertThat(fresh.messages(distinct)).hasSameSizeAs(distinct);
        return distinct.size();
    }

    /// A store that was opened after the other one was closed.
    private record TestStoreReader(TestStore store) {
        AccountMailboxes account() {
            store.mailboxes = new StoredMailboxes(store.storage, store.clock(), TestStore.CONFIG);
            return store.mailboxes.open(TestStore.account(1));
        }
    }
}
