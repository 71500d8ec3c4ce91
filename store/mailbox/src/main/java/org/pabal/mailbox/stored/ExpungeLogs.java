// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.format.v1.MailboxFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.UidSetFormat;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.PageDirectory;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// Writes down which UIDs were expunged, for QRESYNC. RFC 7162 §3.2.5.2.
///
/// Each expunge is an entry under its modseq. When there are too many, the older half is put
/// together: an entry then stands for those before it too, so that a client which asks from in
/// between also hears of UIDs that it knows to be gone, which RFC 7162 allows. UIDs that stand
/// between two ranges and belong to no message are gone as well and close the gap; so an old log
/// has no more ranges than the mailbox has messages. Only when that does not help is the oldest
/// forgotten.
final class ExpungeLogs {
    /// Entries grow no larger by being put together.
    private static final int MOST_RANGES_TOGETHER = 1_024;

    private final AccountSpace space;
    private final MailboxConfig config;

    ExpungeLogs(AccountSpace space, MailboxConfig config) {
        this.space = space;
        this.config = config;
    }

    /// @param mailbox without the messages that are expunged now
    /// @return what the mailbox's record then says of its log
    ExpungeLog add(MailboxState mailbox, long modSeq, UidSet uids, List<Change> changes) {
        changes.add(
                new Change.Put(
                        RecordKeys.log(mailbox.mailbox().value(), modSeq),
                        UidSetFormat.encode(uids)));
        ExpungeLog log = mailbox.record().log();
        ExpungeLog longer =
                new ExpungeLog(
                        log.completeFrom(), log.entries() + 1, log.ranges() + uids.ranges().size());
        return isWithinLimits(longer) ? longer : shortened(mailbox, longer, changes);
    }

    private boolean isWithinLimits(ExpungeLog log) {
        return log.entries() <= config.maxLogEntries() && log.ranges() <= config.maxLogRanges();
    }

    private ExpungeLog shortened(MailboxState mailbox, ExpungeLog log, List<Change> changes) {
        long id = mailbox.mailbox().value();
        int half = Math.max(2, config.maxLogEntries() / 2);
        List<Entry> oldest = space.scan(RecordKeys.log(id), half);
        List<Group> groups = groups(oldest, mailbox.pages());
        int ranges = log.ranges();
        for (Entry entry : oldest) {
            changes.add(new Change.Delete(entry.key()));
            ranges -= rangesOf(entry).size();
        }
        long completeFrom = log.completeFrom();
        int together = groups.stream().mapToInt(group -> group.ranges.size()).sum();
        int first = 0;
        while (first < groups.size()
                && (groups.size() - first > half / 2
                        || ranges + together > config.maxLogRanges() / 2)) {
            together -= groups.get(first).ranges.size();
            completeFrom = groups.get(first).modSeq;
            first++;
        }
        for (Group group : groups.subList(first, groups.size())) {
            changes.add(
                    new Change.Put(
                            RecordKeys.log(id, group.modSeq),
                            UidSetFormat.encode(UidSet.ofRanges(group.ranges))));
        }
        return new ExpungeLog(
                completeFrom,
                log.entries() - oldest.size() + groups.size() - first,
                ranges + together);
    }

    private static List<UidSet.Range> rangesOf(Entry entry) {
        List<UidSet.Range> ranges = new ArrayList<>();
        UidSetFormat.decode(entry.value(), ranges);
        return ranges;
    }

    private static List<Group> groups(List<Entry> entries, PageDirectory pages) {
        List<Group> groups = new ArrayList<>();
        for (Entry entry : entries) {
            if (groups.isEmpty() || groups.getLast().isFull(pages)) {
                groups.add(new Group());
            }
            groups.getLast().add(entry);
        }
        groups.forEach(group -> group.close(pages));
        return groups;
    }

    /// Some entries in one.
    private static final class Group {
        private long modSeq;
        private List<UidSet.Range> ranges = new ArrayList<>();

        void add(Entry entry) {
            modSeq = RecordKeys.modSeqOfLog(entry.key());
            ranges.addAll(rangesOf(entry));
        }

        boolean isFull(PageDirectory pages) {
            if (ranges.size() >= MOST_RANGES_TOGETHER) {
                close(pages);
            }
            return ranges.size() >= MOST_RANGES_TOGETHER;
        }

        /// Puts the ranges in order and closes the gaps in which no message stands.
        void close(PageDirectory pages) {
            List<UidSet.Range> closed = new ArrayList<>();
            for (UidSet.Range range : UidSet.ofRanges(ranges).ranges()) {
                if (!closed.isEmpty()
                        && place(pages, closed.getLast().last()) == place(pages, range.first())) {
                    closed.set(
                            closed.size() - 1,
                            new UidSet.Range(closed.getLast().first(), range.last()));
                } else {
                    closed.add(range);
                }
            }
            ranges = closed;
        }

        /// How many messages stand before a UID that none has.
        private static int place(PageDirectory pages, long uid) {
            int at = pages.indexOf(uid);
            return at >= 0 ? at : -at - 1;
        }
    }

    /// The UIDs that were expunged after a modseq, as the log of a durable state has it; empty when it
    /// does not reach back so far.
    static Optional<UidSet> since(AccountSpace space, MailboxState mailbox, long modSeq) {
        if (modSeq < mailbox.record().log().completeFrom()) {
            return Optional.empty();
        }
        long highest = mailbox.highestModSeq();
        if (modSeq >= highest) {
            return Optional.of(UidSet.EMPTY);
        }
        List<UidSet.Range> ranges = new ArrayList<>();
        space.forEach(
                RecordKeys.logAfter(mailbox.mailbox().value(), modSeq),
                entry -> {
                    if (RecordKeys.modSeqOfLog(entry.key()) <= highest) {
                        UidSetFormat.decode(entry.value(), ranges);
                    }
                });
        return isStillComplete(space, mailbox.mailbox(), modSeq)
                ? Optional.of(UidSet.ofRanges(ranges))
                : Optional.empty();
    }

    /// The log may have been cut while it was read.
    private static boolean isStillComplete(AccountSpace space, MailboxId mailbox, long modSeq) {
        return space.read(RecordKeys.mailbox(mailbox.value()))
                .map(record -> MailboxFormat.decode(record).log().completeFrom() <= modSeq)
                .orElse(false);
    }

    void removeAll(MailboxId mailbox, List<Change> changes) {
        space.forEach(
                RecordKeys.log(mailbox.value()),
                entry -> changes.add(new Change.Delete(entry.key())));
    }
}
