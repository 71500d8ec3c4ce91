// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.notes.format.v1.Note;
import org.pabal.mda.notes.format.v1.NotesFormat;
import org.pabal.mda.notes.format.v1.Sum;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The notes of all accounts. Safe for use by many threads.
public final class DeliveryNotes {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryNotes.class);

    /// So many lie beside the sum; more are folded into it.
    private static final int BESIDE = 64;

    private static final int MOST_AT_ONCE = 1_000;
    private static final int MAX_ACCOUNTS = 10_000;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final InstantSource clock;
    private final Executor folding;
    private final int mostBeside;
    private final Set<AccountId> foldingNow = ConcurrentHashMap.newKeySet();

    /// About how many notes lie beside the sums of accounts; of others it is not known.
    private final Map<AccountId, Integer> beside =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, Integer> eldest) {
                    return size() > MAX_ACCOUNTS;
                }
            };

    /// @param folding runs what no mail waits for
    public DeliveryNotes(
            Storage storage, MailboxStore mailboxes, InstantSource clock, Executor folding) {
        this(storage, mailboxes, clock, folding, BESIDE);
    }

    /// @param mostBeside more notes than that are folded
    public DeliveryNotes(
            Storage storage,
            MailboxStore mailboxes,
            InstantSource clock,
            Executor folding,
            int mostBeside) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.folding = folding;
        this.mostBeside = mostBeside;
    }

    /// What is to be written with a delivery.
    ///
    /// @param delivery the mail and the recipient, the same when it is done again
    List<Change> noted(AccountId account, String delivery, Note note) {
        if (isDue(account) && foldingNow.add(account)) {
            folding.execute(() -> {
                try {
                    fold(account);
                } finally {
                    foldingNow.remove(account);
                }
            });
        }
        return List.of(new Change.Put(NotesFormat.key(delivery), NotesFormat.encode(note)));
    }

    private synchronized boolean isDue(AccountId account) {
        Integer known = beside.get(account);
        if (known == null) {
            return true;
        }
        beside.put(account, known + 1);
        return known >= mostBeside;
    }

    private synchronized void lies(AccountId account, int notes) {
        beside.put(account, notes);
    }

    /// All that is known of an account's mail.
    public Sum of(AccountId account) {
        Read read = read(account);
        return read.sum.plus(read.notes, clock.instant());
    }

    /// @param keys of the notes
    private record Read(Sum sum, List<Sum.Marked> notes, List<byte[]> keys) {}

    private Read read(AccountId account) {
        Sum sum = Sum.empty();
        List<Sum.Marked> notes = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (Entry entry : scan(account)) {
            if (NotesFormat.isSum(entry.key())) {
                sum = NotesFormat.sum(entry.value()).orElse(sum);
            } else {
                keys.add(entry.key());
                Optional<Note> note = NotesFormat.note(entry.value());
                note.ifPresent(
                        found -> notes.add(new Sum.Marked(NotesFormat.mark(entry.key()), found)));
            }
        }
        return new Read(sum, notes, keys);
    }

    private List<Entry> scan(AccountId account) {
        try {
            return storage.scan(
                    Space.account(account.value()),
                    NotesFormat.sum(),
                    NotesFormat.end(),
                    MOST_AT_ONCE);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    /// Adds the notes to the sum where there are many: one fold of an account at a time.
    private void fold(AccountId account) {
        try {
            Read read = read(account);
            if (read.keys.size() < mostBeside) {
                lies(account, read.keys.size());
                return;
            }
            Sum sum = read.sum.plus(read.notes, clock.instant());
            List<Change> changes = new ArrayList<>();
            changes.add(new Change.Put(NotesFormat.sum(), NotesFormat.encode(sum)));
            read.keys.forEach(key -> changes.add(new Change.Delete(key)));
            mailboxes.file(
                    List.of(), List.of(SpaceChanges.of(Space.account(account.value()), changes)));
            lies(account, 0);
        } catch (UnavailableException | StorageException later) {
            // With one of the next mails; the account may be on its way to another host.
            LOG.debug("event=notes-not-folded account={}", account, later);
            lies(account, 0);
        }
    }
}
