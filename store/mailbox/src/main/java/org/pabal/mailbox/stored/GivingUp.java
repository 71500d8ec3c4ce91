// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.mailbox.stored.Deletions.RecordName;
import org.pabal.mailbox.stored.Reclaimer.Removal;

/// Gives up for good what was deleted and is kept: some thousand messages a commit, which takes them off
/// their records and away from storage.
final class GivingUp {
    /// Messages of one commit, but for those of its last record.
    private static final int MOST = 1_024;

    private final Commits commits;
    private final OpenAccount account;
    private final List<Part> batch = new ArrayList<>();
    private final List<DeletedId> done = new ArrayList<>();

    GivingUp(Commits commits, OpenAccount account) {
        this.commits = commits;
        this.account = account;
    }

    /// What goes of one record, which is as it was read.
    private record Part(
            RecordName name, LongPredicate which, byte[] record, DeletedList list, long[] emails) {}

    /// @param wanted which emails of each record
    /// @return those that were there
    List<DeletedId> run(Map<RecordName, LongPredicate> wanted) {
        wanted.forEach((name, which) -> {
            read(name, which).ifPresent(batch::add);
            if (batch.stream().mapToInt(part -> part.emails.length).sum() >= MOST) {
                commit();
            }
        });
        commit();
        return done;
    }

    private Optional<Part> read(RecordName name, LongPredicate which) {
        return account.space()
                .read(name.key())
                .map(record -> {
                    DeletedList list = DeletedFormat.decode(record);
                    long[] emails = Arrays.stream(list.emails()).filter(which).toArray();
                    return new Part(name, which, record, list, emails);
                })
                .filter(part -> part.emails.length > 0);
    }

    private void commit() {
        List<Part> parts = List.copyOf(batch);
        batch.clear();
        while (!parts.isEmpty() && !commit(parts)) {
            parts = parts.stream().flatMap(part -> read(part.name, part.which).stream()).toList();
        }
        for (Part part : parts) {
            for (long email : part.emails) {
                done.add(new DeletedId(part.name.modSeq(), part.name.chunk(), new EmailId(email)));
            }
        }
    }

    /// @return false when a record is another by now: what was restored meanwhile is not to go
    private boolean commit(List<Part> parts) {
        long[] emails = parts.stream().flatMapToLong(part -> Arrays.stream(part.emails)).toArray();
        Removal removal = Removal.of(account, emails);
        return commits.change(
                account,
                Start.SETTLED,
                edit -> {
                    if (!parts.stream().allMatch(part -> isStill(part, edit.space()))) {
                        return Decision.refuse(false);
                    }
                    edit.messages().reclaim(removal.changes(), removal.links());
                    parts.forEach(part ->
                            edit.deletions()
                                    .replace(part.name, part.list, part.list.without(part.which)));
                    return Decision.keep(true);
                });
    }

    private static boolean isStill(Part part, AccountSpace space) {
        return space.read(part.name.key())
                .filter(record -> Arrays.equals(record, part.record))
                .isPresent();
    }
}
