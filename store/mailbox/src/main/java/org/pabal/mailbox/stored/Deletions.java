// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.format.v1.PageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.DeletedList.Entry;
import org.pabal.mailbox.state.DeletedList.Origin;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.storage.Change;
import org.pabal.storage.Keys;

/// Messages that lie nowhere any more and are kept, during one edit: those that it deletes, and those
/// that it restores or gives up.
///
/// The space of {@link org.pabal.storage.Space.Shared#DELETED} has one entry for each account that keeps
/// any, at the time of the oldest, so that whoever gives them up in time need not look at accounts.
final class Deletions {
    /// Messages of one record.
    static final int CHUNK = 1_024;

    private static final int SCANNED_AT_ONCE = 64;
    private static final Flags DELETED = Flags.of(Flags.DELETED);

    private final AccountSpace space;
    private final Deleted before;
    private final long now;
    private long messages;
    private long octets;
    private boolean isForgotten;

    private final Map<MailboxId, Integer> numbers = new HashMap<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<Entry> added = new ArrayList<>();

    /// Flags without `\Deleted`, of those with it.
    private final IdentityHashMap<Flags, Flags> shown = new IdentityHashMap<>();

    /// By the modseq and number of a record; empty for one that goes.
    private final Map<RecordName, DeletedList> replaced = new LinkedHashMap<>();

    Deletions(AccountSpace space, Deleted before, Instant now) {
        this.space = space;
        this.before = before;
        this.now = now.getEpochSecond();
        this.messages = before.messages();
        this.octets = before.octets();
    }

    /// What the key of a record says.
    record RecordName(long modSeq, int chunk) {
        static RecordName of(byte[] key) {
            return new RecordName(RecordKeys.modSeqOfDeleted(key), RecordKeys.chunkOfDeleted(key));
        }

        byte[] key() {
            return RecordKeys.deleted(modSeq, chunk);
        }
    }

    boolean isEmpty() {
        return added.isEmpty() && replaced.isEmpty();
    }

    /// A message has left its last mailbox.
    void add(MailboxRecord from, MessageEntry message) {
        added.add(
                new Entry(
                        message.email(),
                        message.thread(),
                        numbers.computeIfAbsent(from.id(), _ -> number(from)),
                        shown.computeIfAbsent(
                                message.flags(), flags -> PageFormat.shared(flags.minus(DELETED))),
                        message.size(),
                        message.date()));
        messages++;
        octets += message.size();
    }

    private int number(MailboxRecord from) {
        origins.add(new Origin(from.id(), from.name(), from.specialUse()));
        return origins.size() - 1;
    }

    /// The account is removed, and these with it.
    void forgetAll() {
        isForgotten = true;
    }

    /// A record, read with nothing in flight, loses some of its messages.
    void replace(RecordName name, DeletedList was, DeletedList rest) {
        replaced.put(name, rest);
        messages -= was.entries().size() - rest.entries().size();
        octets -= was.octets() - rest.octets();
    }

    /// @return what the account's record then says of them
    Deleted write(List<Change> changes, long modSeq) {
        writeAdded(changes, modSeq);
        replaced.forEach((name, rest) ->
                changes.add(
                        rest.entries().isEmpty()
                                ? new Change.Delete(name.key())
                                : new Change.Put(name.key(), DeletedFormat.encode(rest))));
        if (isForgotten) {
            return Deleted.NONE;
        }
        return isEmpty()
                ? before
                : new Deleted(since(), Math.max(0, messages), Math.max(0, octets));
    }

    private void writeAdded(List<Change> changes, long modSeq) {
        for (int at = 0; at < added.size(); at += CHUNK) {
            List<Entry> some = added.subList(at, Math.min(added.size(), at + CHUNK));
            changes.add(
                    new Change.Put(
                            RecordKeys.deleted(modSeq, at / CHUNK),
                            DeletedFormat.encode(new DeletedList(now, origins, some))));
        }
    }

    private long since() {
        long oldest = replaced.isEmpty() ? before.since() : oldestLeft();
        return oldest == 0 && !added.isEmpty() ? now : oldest;
    }

    /// What a record says; nothing where it is damaged, so that one of them does not hide the others.
    static DeletedList readable(org.pabal.storage.Entry record) {
        try {
            return DeletedFormat.decode(record.value());
        } catch (BrokenRecordException damage) {
            return new DeletedList(0, List.of(), List.of());
        }
    }

    /// When the messages of the first record were deleted that this edit leaves; 0 for none.
    private long oldestLeft() {
        Range rest = RecordKeys.allDeleted();
        while (true) {
            List<org.pabal.storage.Entry> entries = space.scan(rest, SCANNED_AT_ONCE);
            for (org.pabal.storage.Entry entry : entries) {
                DeletedList left = replaced.get(RecordName.of(entry.key()));
                DeletedList there = left == null ? readable(entry) : left;
                if (!there.entries().isEmpty()) {
                    return there.deletedAt();
                }
            }
            if (entries.size() < SCANNED_AT_ONCE) {
                return 0;
            }
            rest = new Range(Keys.successor(entries.getLast().key()), rest.to());
        }
    }

    /// What changes of the index of all accounts.
    static List<Change> index(long account, Deleted before, Deleted after) {
        List<Change> changes = new ArrayList<>();
        if (before.since() != after.since()) {
            if (before.since() != 0) {
                changes.add(new Change.Delete(DeletedFormat.indexKey(before.since(), account)));
            }
            if (after.since() != 0) {
                changes.add(entry(account, after));
            }
        }
        return changes;
    }

    static Change.Put entry(long account, Deleted deleted) {
        return new Change.Put(
                DeletedFormat.indexKey(deleted.since(), account), DeletedFormat.indexValue());
    }
}
