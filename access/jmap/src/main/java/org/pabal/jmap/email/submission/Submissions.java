// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.jmap.email.submission.format.v1.SubmissionFormat;
import org.pabal.jmap.email.submission.format.v1.SubmissionFormat.ModSeqs;
import org.pabal.jmap.email.submission.format.v1.SubmissionFormat.Range;
import org.pabal.jmap.email.submission.format.v1.SubmissionRecord;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.RecentLists;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.StorageException;

/// The submissions of accounts, as they are kept. Safe for use by many threads.
///
/// Every change takes the next modseq of the account's submissions, which is their state. What is
/// older than {@value #KEPT_DAYS} days is forgotten when the next one comes.
final class Submissions {
    static final int KEPT_DAYS = 30;

    /// Of one account; the oldest go first.
    private static final int MAX_KEPT = 5_000;

    private static final int MAX_DESTROYED = 5_000;
    private static final int PAGE = 1_000;

    private final SubmissionServices services;
    private final SubmissionFate fate;
    private final RecentLists recent = new RecentLists();
    private final ReentrantLock[] locks = new ReentrantLock[64];

    Submissions(SubmissionServices services) {
        this.services = services;
        this.fate = new SubmissionFate(services);
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Results of queries.
    RecentLists recent() {
        return recent;
    }

    /// All submissions of an account at one moment, the oldest first.
    record Listed(ModSeqs modSeqs, List<SubmissionRecord> all) {
        String state() {
            return Long.toString(modSeqs.highest());
        }

        Optional<SubmissionRecord> find(String id) {
            return all.stream().filter(each -> each.id().equals(id)).findFirst();
        }
    }

    /// What is known by now: what has become of mails is noted first.
    Listed list(AccountId account) {
        ReentrantLock lock = lock(account);
        lock.lock();
        try {
            Edit edit = new Edit(account);
            for (SubmissionRecord record : List.copyOf(edit.all)) {
                edit.settle(record);
            }
            edit.commit();
            return new Listed(edit.modSeqs(), List.copyOf(edit.all));
        } finally {
            lock.unlock();
        }
    }

    /// Adds a submission whose mail is about to be promised; it is told of from now on.
    void add(AccountId account, SubmissionRecord record) {
        change(
                account,
                edit -> {
                    edit.forgetOld();
                    edit.put(record, true);
                });
    }

    void change(AccountId account, String id, UnaryOperator<SubmissionRecord> how) {
        change(
                account,
                edit ->
                        edit.all.stream()
                                .filter(each -> each.id().equals(id))
                                .findFirst()
                                .ifPresent(known -> edit.put(how.apply(known), false)));
    }

    void remove(AccountId account, String id) {
        change(account, edit -> edit.remove(id));
    }

    @FunctionalInterface
    private interface Editing {
        void edit(Edit edit);
    }

    private void change(AccountId account, Editing how) {
        ReentrantLock lock = lock(account);
        lock.lock();
        try {
            Edit edit = new Edit(account);
            how.edit(edit);
            edit.commit();
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(AccountId account) {
        return locks[(int) (account.value() & locks.length - 1)];
    }

    /// What came, changed and went since a state; empty when it is not known any more.
    Optional<ChangedIds> changes(AccountId account, String since, int most) {
        Listed now = list(account);
        long from;
        try {
            from = Long.parseLong(since);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
        if (from < now.modSeqs().oldest() || from > now.modSeqs().highest()) {
            return Optional.empty();
        }
        List<String> created = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        for (SubmissionRecord each : now.all()) {
            if (each.createdAt() > from) {
                created.add(each.id());
            } else if (each.changedAt() > from) {
                updated.add(each.id());
            }
        }
        List<String> destroyed = new ArrayList<>();
        for (Entry entry : scan(account, SubmissionFormat.destroyed(), MAX_DESTROYED)) {
            if (SubmissionFormat.destroyedAt(entry.key()) > from) {
                destroyed.add(new String(entry.value(), StandardCharsets.US_ASCII));
            }
        }
        return created.size() + updated.size() + destroyed.size() > most
                ? Optional.empty()
                : Optional.of(new ChangedIds(now.state(), false, created, updated, destroyed));
    }

    private List<Entry> scan(AccountId account, Range range, int most) {
        List<Entry> all = new ArrayList<>();
        byte[] from = range.from();
        List<Entry> page;
        try {
            do {
                page = services.storage().scan(space(account), from, range.to(), PAGE);
                all.addAll(page);
                from = page.isEmpty() ? from : Keys.successor(page.getLast().key());
            } while (page.size() == PAGE && all.size() < most);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
        return all;
    }

    private static Space space(AccountId account) {
        return Space.account(account.value());
    }

    /// One change of an account's submissions, under its lock.
    private final class Edit {
        private final AccountId account;
        private final List<SubmissionRecord> all = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private @Nullable ModSeqs modSeqs;

        Edit(AccountId account) {
            this.account = account;
            for (Entry entry : scan(account, SubmissionFormat.submissions(), MAX_KEPT + PAGE)) {
                all.add(SubmissionFormat.decode(entry.key(), entry.value()));
            }
        }

        ModSeqs modSeqs() {
            if (modSeqs == null) {
                try {
                    modSeqs =
                            services.storage()
                                    .read(space(account), SubmissionFormat.modSeqKey())
                                    .map(ModSeqs::decode)
                                    .orElse(new ModSeqs(0, 0));
                } catch (StorageException trouble) {
                    throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
                }
            }
            return modSeqs;
        }

        private long next() {
            ModSeqs now = modSeqs();
            modSeqs = new ModSeqs(now.highest() + 1, now.oldest());
            return now.highest() + 1;
        }

        void put(SubmissionRecord record, boolean isNew) {
            long modSeq = next();
            SubmissionRecord numbered =
                    new SubmissionRecord(
                            record.id(),
                            record.identityId(),
                            record.emailId(),
                            record.threadId(),
                            record.envelope(),
                            record.recipients(),
                            record.sendAt(),
                            record.reply(),
                            record.undoStatus(),
                            record.deliveryStatus(),
                            isNew ? modSeq : record.createdAt(),
                            modSeq);
            all.removeIf(each -> each.id().equals(record.id()));
            all.add(numbered);
            changes.add(
                    new Change.Put(
                            SubmissionFormat.key(record.id()), SubmissionFormat.encode(numbered)));
        }

        void remove(String id) {
            if (all.removeIf(each -> each.id().equals(id))) {
                changes.add(new Change.Delete(SubmissionFormat.key(id)));
                changes.add(
                        new Change.Put(
                                SubmissionFormat.destroyedKey(next()),
                                id.getBytes(StandardCharsets.US_ASCII)));
            }
        }

        /// Notes what has become of a mail since it was last told.
        void settle(SubmissionRecord record) {
            switch (fate.of(record)) {
                case SubmissionFate.Fate.Same _ -> {}
                case SubmissionFate.Fate.NeverPromised _ -> remove(record.id());
                case SubmissionFate.Fate.Changed(String undoStatus, String deliveryStatus) ->
                        put(record.with(undoStatus, deliveryStatus, 0), false);
            }
        }

        void forgetOld() {
            Instant oldest = services.clock().instant().minus(Duration.ofDays(KEPT_DAYS));
            for (SubmissionRecord record : List.copyOf(all)) {
                if (record.sendAt().isBefore(oldest) || all.size() > MAX_KEPT) {
                    remove(record.id());
                }
            }
            List<Entry> destroyed = scan(account, SubmissionFormat.destroyed(), 2 * MAX_DESTROYED);
            int tooMany = destroyed.size() - MAX_DESTROYED / 2;
            if (destroyed.size() > MAX_DESTROYED - 100) {
                destroyed
                        .subList(0, tooMany)
                        .forEach(entry -> changes.add(new Change.Delete(entry.key())));
                modSeqs =
                        new ModSeqs(
                                modSeqs().highest(),
                                SubmissionFormat.destroyedAt(destroyed.get(tooMany - 1).key()));
            }
        }

        void commit() {
            if (changes.isEmpty()) {
                return;
            }
            changes.add(new Change.Put(SubmissionFormat.modSeqKey(), modSeqs().encode()));
            services.mailboxes().file(List.of(), List.of(SpaceChanges.of(space(account), changes)));
        }
    }
}
