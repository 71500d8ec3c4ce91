// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mailbox.stored.TestStore.account;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.AccountSnapshot.Changes;
import org.pabal.mailbox.AccountSnapshot.Counts;
import org.pabal.mailbox.AccountSnapshot.MailboxChanges;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.Destination;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.UidSet;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;

/// Random operations from the side of IMAP and from that of JMAP: what an account's state shows is what
/// its mailboxes hold, and a client that replays what changed has the same, whenever it asks and in parts
/// of whatever size; the owner's as well as another reader's.
class ReplayedChangesTest {
    private static final int STEPS = 200;
    private static final long READER = 7;
    private static final String[] NAMES = {"INBOX", "Archive", "Trash", "Junk", "a", "a/b", "z"};
    private static final String[] FLAGS = {
        Flags.SEEN, Flags.DELETED, Flags.FLAGGED, Flags.DRAFT, "$Junk", "work"
    };

    private Random random;
    private TestStore store;
    private AccountMailboxes account;
    private AccountMailboxes reader;
    private final List<Client> clients = new ArrayList<>();

    /// An email as JMAP shows it.
    private record Email(Set<MailboxId> mailboxes, Set<String> keywords, ThreadId thread) {}

    private record Mailbox(MailboxInfo info, Counts counts) {}

    /// Everything that one sees.
    private record All(
            Map<EmailId, Email> emails,
            Map<ThreadId, Set<EmailId>> threads,
            Map<MailboxId, Mailbox> mailboxes) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 245})
    void aCopyThatIsKeptUpToDateIsTheAccount(long seed) {
        random = new Random(seed);
        MailboxConfig config =
                TestStore.config(100, 6, 400)
                        .withKeepDeleted(seed % 2 == 0 ? Duration.ZERO : Duration.ofMinutes(1));
        try (TestStore opened =
                new TestStore(
                        seed == 4 ? config.withChangeLog(new ChangeLogLimits(12, 90)) : config)) {
            store = opened;
            open();
            for (int i = 0; i < 4; i++) {
                clients.add(new Client(i % 2 == 0));
            }
            for (int step = 0; step < STEPS; step++) {
                String what = "seed " + seed + " step " + step;
                step();
                check(what);
                clients.get(random.nextInt(clients.size())).update(what);
            }
            clients.forEach(client -> client.update("seed " + seed + " at the end"));
            CheckReport report = store.mailboxes.check(new AccountId(1), CheckReport.Mode.LOOK);
            assertThat(report.findings()).as("seed " + seed).isEmpty();
            if (seed != 4) {
                assertThat(clients.stream().mapToInt(client -> client.begunAnew).sum())
                        .as("seed " + seed + ": only readers whose rights changed begin anew")
                        .isEqualTo(
                                clients.stream()
                                        .filter(client -> !client.isOwner)
                                        .mapToInt(client -> client.begunAnew)
                                        .sum());
            }
        }
    }

    private void open() {
        account = store.open(1);
        reader = store.mailboxes.open(account(1), account(READER));
    }

    // --- what there is, looked at mailbox by mailbox

    private void check(String what) {
        compare(account.state(), naive(account), what + ", the owner");
        compare(reader.state(), naive(reader), what + ", the reader");
    }

    private static void compare(AccountSnapshot state, All expected, String what) {
        All shown = shown(state);
        assertThat(shown.emails).as(what).isEqualTo(expected.emails);
        assertThat(shown.threads).as(what).isEqualTo(expected.threads);
        assertThat(shown.mailboxes).as(what).isEqualTo(expected.mailboxes);
        assertThat(state.emails().count()).as(what).isEqualTo(expected.emails.size());
    }

    private static All naive(AccountMailboxes account) {
        Map<EmailId, Email> emails = new TreeMap<>();
        List<MailboxInfo> infos = new ArrayList<>();
        MailboxId trash = new MailboxId(0);
        for (MailboxInfo info : account.list()) {
            Rights rights = info.rights();
            if (rights.has(Rights.LOOKUP)) {
                infos.add(info);
            }
            if (info.specialUse().equals(Optional.of(SpecialUse.TRASH))) {
                trash = info.id();
            }
            if (info.selectable() && rights.has(Rights.READ)) {
                add(account.snapshot(info.id()).orElseThrow(), emails);
            }
        }
        Map<ThreadId, Set<EmailId>> threads = new HashMap<>();
        emails.forEach(
                (id, email) -> threads.computeIfAbsent(email.thread, _ -> new TreeSet<>()).add(id));
        Map<MailboxId, Mailbox> mailboxes = new HashMap<>();
        for (MailboxInfo info : infos) {
            mailboxes.put(info.id(), new Mailbox(info, counts(info.id(), trash, emails, threads)));
        }
        return new All(emails, threads, mailboxes);
    }

    private static void add(MailboxSnapshot mailbox, Map<EmailId, Email> emails) {
        for (int index = 0; index < mailbox.count(); index++) {
            if (!mailbox.flags(index).isDeleted()) {
                ThreadId thread = mailbox.thread(index);
                Email email =
                        emails.computeIfAbsent(
                                mailbox.email(index),
                                _ -> new Email(new HashSet<>(), new TreeSet<>(), thread));
                assertThat(email.thread).isEqualTo(thread);
                email.mailboxes.add(mailbox.mailbox());
                email.keywords.addAll(mailbox.flags(index).names());
            }
        }
    }

    private static Counts counts(
            MailboxId mailbox,
            MailboxId trash,
            Map<EmailId, Email> emails,
            Map<ThreadId, Set<EmailId>> threads) {
        int total = 0;
        int unread = 0;
        for (Email email : emails.values()) {
            if (email.mailboxes.contains(mailbox)) {
                total++;
                unread += isUnread(email) ? 1 : 0;
            }
        }
        int totalThreads = 0;
        int unreadThreads = 0;
        for (Set<EmailId> thread : threads.values()) {
            if (thread.stream().anyMatch(id -> emails.get(id).mailboxes.contains(mailbox))) {
                totalThreads++;
                boolean isUnread =
                        thread.stream()
                                .map(emails::get)
                                .filter(ReplayedChangesTest::isUnread)
                                .anyMatch(email ->
                                        mailbox.equals(trash)
                                                ? email.mailboxes.contains(trash)
                                                : !email.mailboxes.equals(Set.of(trash)));
                unreadThreads += isUnread ? 1 : 0;
            }
        }
        return new Counts(total, unread, totalThreads, unreadThreads);
    }

    private static boolean isUnread(Email email) {
        return !email.keywords.contains(Flags.SEEN) && !email.keywords.contains(Flags.DRAFT);
    }

    // --- what a state shows

    private static All shown(AccountSnapshot state) {
        Map<EmailId, Email> emails = new TreeMap<>();
        Emails.Cursor cursor = state.emails().cursor();
        while (cursor.next()) {
            EmailId id = new EmailId(cursor.email());
            Email email = email(state, id).orElseThrow();
            assertThat(state.emails().has(id)).isTrue();
            assertThat(new TreeSet<>(cursor.flags().names())).isEqualTo(email.keywords);
            assertThat(cursor.thread()).isEqualTo(email.thread.value());
            emails.put(id, email);
        }
        Map<ThreadId, Set<EmailId>> threads = new HashMap<>();
        emails.values().forEach(email -> thread(state, email.thread, threads));
        Map<MailboxId, Mailbox> mailboxes = new HashMap<>();
        state.mailboxes()
                .forEach(info ->
                        mailboxes.put(info.id(), new Mailbox(info, state.counts(info.id()))));
        return new All(emails, threads, mailboxes);
    }

    private static Optional<Email> email(AccountSnapshot state, EmailId id) {
        return state.emails()
                .find(id)
                .map(email -> {
                    for (Emails.Place place : email.places()) {
                        MailboxSnapshot mailbox = state.messages(place.mailbox()).orElseThrow();
                        assertThat(mailbox.uid(place.index())).isEqualTo(place.uid());
                        assertThat(mailbox.email(place.index())).isEqualTo(id);
                        assertThat(mailbox.size(place.index())).isEqualTo(email.size());
                    }
                    return new Email(
                            new HashSet<>(email.mailboxes()),
                            new TreeSet<>(email.flags().names()),
                            email.thread());
                });
    }

    private static void thread(
            AccountSnapshot state, ThreadId thread, Map<ThreadId, Set<EmailId>> threads) {
        List<EmailId> emails = state.emails().thread(thread);
        if (!emails.isEmpty()) {
            assertThat(emails)
                    .isSortedAccordingTo(
                            Comparator.comparing(
                                    id -> state.emails().find(id).orElseThrow().receivedAt()));
            threads.put(thread, new TreeSet<>(emails));
        }
    }

    // --- clients

    private final class Client {
        private final boolean isOwner;
        private All copy;
        private AccountPoint emailsAt;
        private AccountPoint threadsAt;
        private AccountPoint mailboxesAt;
        private int begunAnew = -1;

        Client(boolean isOwner) {
            this.isOwner = isOwner;
            begin();
        }

        private AccountSnapshot state() {
            return isOwner ? account.state() : reader.state();
        }

        private void begin() {
            AccountSnapshot state = state();
            copy = shown(state);
            emailsAt = state.point();
            threadsAt = state.point();
            mailboxesAt = state.point();
            begunAnew++;
        }

        /// Several parts at most, so that more happens before the next.
        void update(String what) {
            int parts = random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
            int most = 1 + random.nextInt(random.nextBoolean() ? 6 : 500);
            boolean all = emails(most, parts) && threads(most, parts) && mailboxes(most, parts);
            if (all) {
                All now = shown(state());
                assertThat(copy.emails).as(what).isEqualTo(now.emails);
                assertThat(copy.threads).as(what).isEqualTo(now.threads);
                now.mailboxes.forEach((id, mailbox) ->
                        assertThat(copy.mailboxes.get(id)).as(what).isEqualTo(mailbox));
                assertThat(copy.mailboxes).as(what).hasSameSizeAs(now.mailboxes);
            }
        }

        private boolean emails(int most, int parts) {
            for (int part = 0; part < parts; part++) {
                AccountSnapshot state = state();
                Optional<Changes<EmailId>> changes = state.emailsSince(emailsAt, most);
                if (changes.isEmpty()) {
                    begin();
                    return true;
                }
                check(changes.get(), most);
                changes.get().created().forEach(id -> put(state, id));
                changes.get()
                        .updated()
                        .forEach(id -> {
                            assertThat(copy.emails).containsKey(id);
                            put(state, id);
                        });
                changes.get().destroyed().forEach(copy.emails::remove);
                emailsAt = throughText(changes.get().to());
                if (!changes.get().hasMore()) {
                    assertThat(emailsAt).isEqualTo(state.point());
                    return true;
                }
            }
            return false;
        }

        private void put(AccountSnapshot state, EmailId id) {
            copy.emails.put(id, email(state, id).orElseThrow());
        }

        private boolean threads(int most, int parts) {
            for (int part = 0; part < parts; part++) {
                AccountSnapshot state = state();
                Optional<Changes<ThreadId>> changes = state.threadsSince(threadsAt, most);
                if (changes.isEmpty()) {
                    begin();
                    return true;
                }
                check(changes.get(), most);
                changes.get().created().forEach(id -> thread(state, id, copy.threads));
                changes.get().updated().forEach(id -> thread(state, id, copy.threads));
                changes.get().destroyed().forEach(copy.threads::remove);
                threadsAt = throughText(changes.get().to());
                if (!changes.get().hasMore()) {
                    return true;
                }
            }
            return false;
        }

        private boolean mailboxes(int most, int parts) {
            for (int part = 0; part < parts; part++) {
                AccountSnapshot state = state();
                Optional<MailboxChanges> changes = state.mailboxesSince(mailboxesAt, most);
                if (changes.isEmpty()) {
                    begin();
                    return true;
                }
                Changes<MailboxId> ids = changes.get().changes();
                check(ids, most);
                assertThat(ids.updated()).containsAll(changes.get().countsOnly());
                ids.created().forEach(id -> put(state, id, false));
                ids.updated()
                        .forEach(id -> put(state, id, changes.get().countsOnly().contains(id)));
                ids.destroyed().forEach(copy.mailboxes::remove);
                mailboxesAt = throughText(ids.to());
                if (!ids.hasMore()) {
                    return true;
                }
            }
            return false;
        }

        private void put(AccountSnapshot state, MailboxId id, boolean countsOnly) {
            MailboxInfo info =
                    countsOnly ? copy.mailboxes.get(id).info : state.mailbox(id).orElseThrow();
            copy.mailboxes.put(id, new Mailbox(info, state.counts(id)));
        }

        private static void check(Changes<?> changes, int most) {
            List<Object> all = new ArrayList<>(changes.created());
            all.addAll(changes.updated());
            all.addAll(changes.destroyed());
            assertThat(all).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(most);
        }

        private static AccountPoint throughText(AccountPoint point) {
            return AccountPoint.parse(point.toString()).orElseThrow();
        }
    }

    // --- what happens

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 3) {
            if (random.nextBoolean()) {
                store.restart();
            } else {
                store.crash();
            }
            open();
        } else if (kind < 9) {
            store.storage.failNextCommits(new StorageException.Unavailable("away"));
            try {
                operation();
            } catch (UnavailableException expected) {
                assertThat(expected).hasMessageContaining("away");
            } finally {
                store.storage.stopFailing();
            }
        } else {
            operation();
        }
    }

    private void operation() {
        int kind = random.nextInt(100);
        if (kind < 12) {
            names();
        } else if (kind < 18) {
            restore();
        } else if (kind < 55) {
            asImap();
        } else {
            asJmap();
        }
    }

    private void names() {
        MailboxName name = MailboxName.of(NAMES[random.nextInt(NAMES.length)]);
        Optional<MailboxInfo> there = account.find(name);
        switch (random.nextInt(7)) {
            case 0 -> account.create(name, Optional.empty());
            case 1 -> account.delete(name);
            case 2 -> account.rename(name, MailboxName.of(NAMES[random.nextInt(NAMES.length)]));
            case 3 -> account.subscribe(name);
            case 4 -> account.unsubscribe(name);
            case 5 -> there.ifPresent(info -> account.setSpecialUse(info.id(), anyUse()));
            default ->
                    there.ifPresent(info ->
                            account.changeAcl(
                                    info.id(),
                                    acl ->
                                            acl.giving(
                                                    new Grantee.Account(new AccountId(READER)),
                                                    random.nextInt(4) > 0
                                                            ? Rights.LOOKUP.plus(Rights.READ)
                                                            : Rights.NONE)));
        }
    }

    /// Some of what is kept, or an end of what was kept for long enough.
    private void restore() {
        store.mailboxes.sweep();
        List<DeletedId> ids =
                new ArrayList<>(
                        account.deleted().find(_ -> random.nextInt(3) == 0, 20).newest().stream()
                                .map(DeletedMessage::id)
                                .toList());
        if (random.nextInt(4) == 0) {
            assertThat(account.deleted().destroy(ids)).isEqualTo(ids);
        } else {
            assertThat(account.deleted().restore(ids).restored().keySet())
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    private Optional<SpecialUse> anyUse() {
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(random.nextBoolean() ? SpecialUse.TRASH : SpecialUse.JUNK);
    }

    private MailboxId anyMailbox() {
        List<MailboxId> all =
                account.list().stream()
                        .filter(MailboxInfo::selectable)
                        .map(MailboxInfo::id)
                        .toList();
        return all.get(random.nextInt(all.size()));
    }

    private UidSet someUids(MailboxId mailbox) {
        long next = account.snapshot(mailbox).orElseThrow().uidNext();
        long first = 1 + random.nextLong(next);
        return TestStore.range(first, first + random.nextInt(random.nextInt(5) == 0 ? 40 : 3));
    }

    private Flags someFlags() {
        Set<String> flags = new HashSet<>();
        for (String flag : FLAGS) {
            if (random.nextInt(4) == 0) {
                flags.add(flag);
            }
        }
        return Flags.of(flags);
    }

    private NewMessage message() {
        store.pass(Duration.ofSeconds(random.nextInt(3)));
        int number = random.nextInt(40);
        String text =
                "Message-ID: <"
                        + number
                        + "@x>\r\nSubject: "
                        + (random.nextBoolean() ? "Re: " : "")
                        + "s"
                        + random.nextInt(2)
                        + "\r\n"
                        + (random.nextBoolean() ? "" : "In-Reply-To: <" + number / 2 + "@x>\r\n")
                        + (random.nextBoolean()
                                ? ""
                                : "References: <1@x> <" + number / 3 + "@x>\r\n")
                        + "\r\nText\r\n";
        return new NewMessage(
                store.stage(text.getBytes(StandardCharsets.US_ASCII)),
                someFlags(),
                store.clock().instant());
    }

    private void asImap() {
        MailboxId from = anyMailbox();
        MailboxId to = anyMailbox();
        AccountMailboxes who = random.nextInt(5) == 0 ? reader : account;
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                List<NewMessage> messages = new ArrayList<>();
                for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 4); i >= 0; i--) {
                    messages.add(message());
                }
                who.append(to, messages);
            }
            case 2, 3 ->
                    who.store(
                            from,
                            someUids(from),
                            new FlagChange(
                                    FlagChange.Mode.values()[random.nextInt(3)], someFlags()),
                            OptionalLong.empty());
            case 4 -> who.expunge(from, Optional.empty());
            case 5 -> who.remove(from, someUids(from));
            case 6 -> who.copy(from, someUids(from), to);
            case 7 -> who.move(from, someUids(from), to);
            default ->
                    who.replace(
                            from,
                            random.nextLong(1, 20),
                            new Destination(who, to, Rights.ALL),
                            message());
        }
    }

    private void asJmap() {
        AccountSnapshot state = account.state();
        if (random.nextInt(4) == 0) {
            add(state);
            return;
        }
        Map<EmailId, EmailEdit> edits = new HashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            EmailId id = new EmailId(1 + random.nextLong(state.point().newestEmail() + 2));
            edits.put(id, anyEdit(id));
        }
        Optional<AccountPoint> ifAt =
                random.nextInt(3) == 0 ? Optional.of(state.point()) : Optional.empty();
        account.edit(ifAt, List.copyOf(edits.values()));
    }

    private EmailEdit anyEdit(EmailId id) {
        if (random.nextInt(5) == 0) {
            return new EmailEdit.Destroy(id);
        }
        Flags flags = someFlags();
        MailboxId to = anyMailbox();
        return switch (random.nextInt(4)) {
            case 0 -> EmailEdit.Update.flags(id, _ -> flags);
            case 1 -> EmailEdit.Update.flags(id, before -> before.plus(flags));
            case 2 -> EmailEdit.Update.mailboxes(id, _ -> Set.of(to));
            default ->
                    new EmailEdit.Update(
                            id,
                            before -> before.minus(flags),
                            before -> {
                                Set<MailboxId> more = new HashSet<>(before);
                                more.add(to);
                                return more;
                            });
        };
    }

    private void add(AccountSnapshot state) {
        Set<MailboxId> mailboxes = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            mailboxes.add(anyMailbox());
        }
        Emails.Cursor cursor = state.emails().cursor();
        Optional<EmailId> replaces =
                random.nextBoolean() && cursor.next()
                        ? Optional.of(new EmailId(cursor.email()))
                        : Optional.empty();
        account.add(Optional.empty(), message(), mailboxes, replaces);
    }
}
