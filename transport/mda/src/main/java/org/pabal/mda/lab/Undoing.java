// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageCursor;
import org.pabal.mailbox.UidSet;
import org.pabal.mda.lab.Chunk.Copy;
import org.pabal.mda.lab.Chunk.Step;
import org.pabal.message.UnavailableException;

/// Puts back what a batch has moved, copied and flagged. Begun again after a crash, it goes on: what
/// is back already is not found any more where the batch had put it.
final class Undoing {
    private final AccountMailboxes mailboxes;
    private final BatchRecords records;
    private long restored;
    private long gone;

    Undoing(AccountMailboxes mailboxes, BatchRecords records) {
        this.mailboxes = mailboxes;
        this.records = records;
    }

    Undone undo(Batch batch) {
        for (int i = batch.chunks() - 1; i >= 0; i--) {
            undo(batch.source(), records.chunk(batch, i));
        }
        batch.made().forEach(this::removeIfEmpty);
        Batch undone = batch.with(Batch.State.UNDONE);
        records.keep(undone);
        return new Undone(undone, restored, gone);
    }

    private void undo(MailboxId source, Chunk chunk) {
        Map<Long, Map<Long, Long>> put = new HashMap<>();
        chunk.ends().forEach((mailbox, end) -> put.put(mailbox, uidsByEmail(mailbox, end)));
        removeCopies(chunk, put);
        moveBack(source, chunk, put);
        long end = chunk.ends().getOrDefault(source.value(), 1L);
        restoreFlags(source, chunk, uidsByEmail(source.value(), end));
    }

    /// The messages of a mailbox from a UID on.
    private Map<Long, Long> uidsByEmail(long mailbox, long from) {
        Map<Long, Long> uids = new HashMap<>();
        Optional<MailboxSnapshot> snapshot = mailboxes.snapshot(new MailboxId(mailbox));
        if (snapshot.isPresent()) {
            MessageCursor cursor = snapshot.get().cursor();
            int at = snapshot.get().indexOf(from);
            for (int index = at < 0 ? -at - 1 : at; index < snapshot.get().count(); index++) {
                cursor.move(index);
                uids.putIfAbsent(cursor.email(), cursor.uid());
            }
        }
        return uids;
    }

    private void removeCopies(Chunk chunk, Map<Long, Map<Long, Long>> put) {
        Map<Long, List<Long>> copies = new LinkedHashMap<>();
        for (Step step : chunk.steps()) {
            for (Copy copy : step.copies()) {
                found(put, copy.mailbox(), step)
                        .ifPresent(uid ->
                                copies.computeIfAbsent(copy.mailbox(), _ -> new ArrayList<>())
                                        .add(uid));
            }
        }
        copies.forEach((mailbox, uids) -> expunge(new MailboxId(mailbox), uids));
    }

    private static OptionalLong found(Map<Long, Map<Long, Long>> put, long mailbox, Step step) {
        Long uid = put.getOrDefault(mailbox, Map.of()).get(step.email());
        return uid == null ? OptionalLong.empty() : OptionalLong.of(uid);
    }

    private void expunge(MailboxId mailbox, List<Long> uids) {
        UidSet set = Application.uids(uids);
        mailboxes.store(
                mailbox,
                set,
                new FlagChange(FlagChange.Mode.ADD, Flags.of(Flags.DELETED)),
                OptionalLong.empty());
        mailboxes.expunge(mailbox, Optional.of(set));
    }

    private void moveBack(MailboxId source, Chunk chunk, Map<Long, Map<Long, Long>> put) {
        Map<Long, List<Long>> moves = new LinkedHashMap<>();
        for (Step step : chunk.steps()) {
            if (step.movedTo() != 0) {
                found(put, step.movedTo(), step)
                        .ifPresent(uid ->
                                moves.computeIfAbsent(step.movedTo(), _ -> new ArrayList<>())
                                        .add(uid));
            }
        }
        moves.forEach((mailbox, uids) -> moveBack(source, new MailboxId(mailbox), uids));
    }

    private void moveBack(MailboxId source, MailboxId from, List<Long> uids) {
        CopyOutcome outcome = mailboxes.move(from, Application.uids(uids), source);
        if (!(outcome instanceof CopyOutcome.Copied)) {
            throw new UnavailableException(
                    "the mailbox that the messages came from is gone or the account is full; make"
                            + " room and try again");
        }
    }

    /// Of those that came back, of those that had stayed, and of those that a batch cut short had not
    /// moved yet.
    private void restoreFlags(MailboxId source, Chunk chunk, Map<Long, Long> back) {
        Map<Long, Long> stayed = new HashMap<>();
        mailboxes.snapshot(source).ifPresent(snapshot -> readUids(snapshot, chunk, stayed));
        Map<List<String>, List<Long>> flags = new LinkedHashMap<>();
        for (Step step : chunk.steps()) {
            Long uid = stayed.getOrDefault(step.email(), back.get(step.email()));
            if (uid == null) {
                gone++;
            } else {
                restored++;
                if (!step.flagsAdded().isEmpty()) {
                    flags.computeIfAbsent(step.flagsAdded(), _ -> new ArrayList<>()).add(uid);
                }
            }
        }
        flags.forEach((added, uids) ->
                mailboxes.store(
                        source,
                        Application.uids(uids),
                        new FlagChange(FlagChange.Mode.REMOVE, Flags.of(added)),
                        OptionalLong.empty()));
    }

    private static void readUids(MailboxSnapshot snapshot, Chunk chunk, Map<Long, Long> stayed) {
        for (Step step : chunk.steps()) {
            int index = snapshot.indexOf(step.uid());
            if (index >= 0) {
                stayed.put(step.email(), step.uid());
            }
        }
    }

    /// A mailbox that somebody has used since stays.
    private void removeIfEmpty(MailboxId mailbox) {
        Optional<MailboxInfo> info = mailboxes.find(mailbox);
        boolean empty = mailboxes.snapshot(mailbox).filter(s -> s.count() == 0).isPresent();
        if (info.isPresent() && empty) {
            mailboxes.unsubscribe(info.get().name());
            mailboxes.delete(info.get().name());
        }
    }
}
