// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pabal.directory.Account;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.DeletedMessages;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.AccountState;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.DeletedList.Entry;
import org.pabal.mailbox.state.DeletedList.Origin;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Deletions.RecordName;

/// The deleted messages of one account, as they stand in storage.
final class KeptMessages implements DeletedMessages {
    /// Of modseqs that are looked at together, from the newest on: each time twice as many, as they have
    /// few deletions among them as a rule, and not so many that their records could not be held.
    private static final long FIRST_WINDOW = 64;

    private static final long LARGEST_WINDOW = 16_384;

    private final Account account;
    private final OpenAccount open;
    private final Commits commits;

    KeptMessages(Account account, OpenAccount open, Commits commits) {
        this.account = account;
        this.open = open;
        this.commits = commits;
    }

    @Override
    public Size size() {
        Deleted deleted = open.published().record().deleted();
        return new Size(
                deleted.messages(),
                deleted.octets(),
                deleted.since() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(deleted.since())));
    }

    /// What is deleted or restored takes a modseq, what is given up makes them fewer.
    @Override
    public String state() {
        AccountRecord record = open.published().record();
        return record.highestModSeq() + "-" + record.deleted().messages();
    }

    @Override
    public Found find(Predicate<DeletedMessage> wanted, int most) {
        Shown shown = new Shown();
        Deque<DeletedMessage> newest = new ArrayDeque<>();
        long[] total = {0};
        open.space()
                .forEach(
                        RecordKeys.allDeleted(),
                        record -> {
                            DeletedList list = Deletions.readable(record);
                            for (Entry entry : list.entries()) {
                                DeletedMessage message =
                                        shown.of(RecordName.of(record.key()), list, entry);
                                if (wanted.test(message)) {
                                    total[0]++;
                                    newest.addFirst(message);
                                    if (newest.size() > most) {
                                        newest.removeLast();
                                    }
                                }
                            }
                        });
        return new Found(total[0], List.copyOf(newest));
    }

    @Override
    public List<DeletedMessage> newest(Predicate<DeletedMessage> wanted, int most) {
        Shown shown = new Shown();
        List<DeletedMessage> newest = new ArrayList<>();
        long last = open.published().record().highestModSeq();
        long window = FIRST_WINDOW;
        while (last > 0 && newest.size() < most) {
            long first = Math.max(1, last - window + 1);
            List<org.pabal.storage.Entry> records = new ArrayList<>();
            open.space().forEach(RecordKeys.deletedBetween(first, last), records::add);
            for (org.pabal.storage.Entry record : records.reversed()) {
                DeletedList list = Deletions.readable(record);
                for (Entry entry : list.entries().reversed()) {
                    DeletedMessage message = shown.of(RecordName.of(record.key()), list, entry);
                    if (newest.size() < most && wanted.test(message)) {
                        newest.add(message);
                    }
                }
            }
            last = first - 1;
            window = Math.min(window * 2, LARGEST_WINDOW);
        }
        return List.copyOf(newest);
    }

    @Override
    public List<DeletedMessage> get(List<DeletedId> ids) {
        Shown shown = new Shown();
        Map<DeletedId, DeletedMessage> found = new HashMap<>();
        byRecord(ids)
                .forEach((name, emails) ->
                        read(name)
                                .ifPresent(list ->
                                        list.entries().stream()
                                                .filter(entry -> emails.contains(entry.email()))
                                                .map(entry -> shown.of(name, list, entry))
                                                .forEach(message ->
                                                        found.put(message.id(), message))));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }

    private Optional<DeletedList> read(RecordName name) {
        return open.space().read(name.key()).map(DeletedFormat::decode);
    }

    /// The emails of each record.
    static Map<RecordName, Set<Long>> byRecord(List<DeletedId> ids) {
        return ids.stream()
                .collect(
                        Collectors.groupingBy(
                                id -> new RecordName(id.modSeq(), id.chunk()),
                                LinkedHashMap::new,
                                Collectors.mapping(id -> id.email().value(), Collectors.toSet())));
    }

    /// How messages are shown: with the mailboxes of now.
    private final class Shown {
        private final AccountState state = open.published();
        private final LastMailboxes before = new LastMailboxes(open.space(), state);

        DeletedMessage of(RecordName name, DeletedList list, Entry entry) {
            Origin origin = before.of(list.origin(entry), entry.email());
            Optional<MailboxState> there = before.target(origin);
            MailboxName mailbox = there.map(each -> each.record().name()).orElse(origin.name());
            return new DeletedMessage(
                    new DeletedId(name.modSeq(), name.chunk(), new EmailId(entry.email())),
                    new EmailId(entry.email()),
                    Instant.ofEpochSecond(list.deletedAt()),
                    mailbox,
                    there.isPresent(),
                    entry.flags(),
                    entry.size(),
                    Instant.ofEpochSecond(entry.date()));
        }
    }

    @Override
    public RestoreOutcome restore(List<DeletedId> ids) {
        checkCount(ids);
        LastMailboxes before = new LastMailboxes(open.space(), open.published());
        return commits.change(
                open, Start.SETTLED, edit -> new Restoration(edit, account, before).run(ids));
    }

    @Override
    public List<DeletedId> destroy(List<DeletedId> ids) {
        checkCount(ids);
        Map<RecordName, LongPredicate> wanted = new LinkedHashMap<>();
        byRecord(ids).forEach((name, emails) -> wanted.put(name, emails::contains));
        Set<DeletedId> destroyed = new HashSet<>(new GivingUp(commits, open).run(wanted));
        return ids.stream().filter(destroyed::contains).toList();
    }

    private static void checkCount(List<DeletedId> ids) {
        if (ids.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException("at most " + MOST_AT_ONCE + " at once");
        }
    }
}
