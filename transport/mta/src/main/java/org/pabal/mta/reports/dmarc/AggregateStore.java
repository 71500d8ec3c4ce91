// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pabal.message.UnavailableException;
import org.pabal.mta.reports.dmarc.AggregateReports.Subject;
import org.pabal.mta.reports.dmarc.AggregateReports.Tally;
import org.pabal.mta.reports.format.v1.AggregateKeys;
import org.pabal.mta.reports.format.v1.AggregateRow;
import org.pabal.mta.reports.format.v1.PublishedOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The days that are not reported yet, in the store. For one thread at a time; several hosts that
/// share a store do not lose each other's counts.
final class AggregateStore {
    private static final Logger LOG = LoggerFactory.getLogger(AggregateStore.class);
    private static final int PAGE = 500;
    private static final int MOST_TRIES = 10;

    private final Storage storage;
    private final DmarcReportConfig config;

    /// How many rows the day has that is added to; read anew when another host has written.
    private final Map<LocalDate, Integer> rowsOfDay = new HashMap<>();

    AggregateStore(Storage storage, DmarcReportConfig config) {
        this.storage = storage;
        this.config = config;
    }

    /// Adds what was counted to what is there, in one commit.
    void add(Subject subject, Tally tally) {
        for (int i = 0; i < MOST_TRIES; i++) {
            long version = storage.version(Space.Shared.REPORTS);
            Addition addition = new Addition(subject);
            addition.add(tally);
            CommitOutcome outcome =
                    storage.commit(
                            new Commit(
                                    UUID.randomUUID(),
                                    List.of(
                                            SpaceChanges.ifVersion(
                                                    Space.Shared.REPORTS,
                                                    version,
                                                    addition.changes))));
            if (outcome instanceof CommitOutcome.Committed) {
                rowsOfDay.computeIfPresent(subject.day(), (_, rows) -> rows + addition.newRows);
                return;
            }
            rowsOfDay.clear();
        }
        throw new UnavailableException("others write reports all the time");
    }

    /// One commit in the making.
    private final class Addition {
        private final Subject subject;
        private final List<Change> changes = new ArrayList<>();
        private int newRows;

        Addition(Subject subject) {
            this.subject = subject;
        }

        void add(Tally tally) {
            byte[] key = AggregateKeys.policy(subject.day(), subject.domain());
            Optional<PublishedOctets> known =
                    storage.read(Space.Shared.REPORTS, key).flatMap(AggregateStore::published);
            int rows = known.map(PublishedOctets::rows).orElse(0);
            long unlisted = known.map(PublishedOctets::unlisted).orElse(0L) + tally.unlisted;
            int room = config.maxRowsOfAll() - rowsOf(subject.day());
            for (Map.Entry<AggregateRow, Long> each : tally.rows.entrySet()) {
                byte[] rowKey = AggregateKeys.row(subject.day(), subject.domain(), each.getKey());
                Optional<Long> before =
                        storage.read(Space.Shared.REPORTS, rowKey)
                                .flatMap(AggregateStore::row)
                                .map(AggregateRow.Counted::count);
                if (before.isEmpty() && (rows + newRows >= config.maxRows() || newRows >= room)) {
                    unlisted += each.getValue();
                } else {
                    newRows += before.isEmpty() ? 1 : 0;
                    long count = before.orElse(0L) + each.getValue();
                    changes.add(new Change.Put(rowKey, each.getKey().encode(count)));
                }
            }
            PublishedOctets now = tally.published.with(rows + newRows, unlisted);
            changes.add(new Change.Put(key, now.encode()));
        }
    }

    private int rowsOf(LocalDate day) {
        Integer known = rowsOfDay.get(day);
        if (known != null) {
            return known;
        }
        rowsOfDay.clear();
        int rows = 0;
        List<Waiting> page = waiting(day, "");
        while (!page.isEmpty()) {
            for (Waiting each : page) {
                rows += each.published().map(PublishedOctets::rows).orElse(0);
            }
            page = waiting(day, page.getLast().subject().domain());
        }
        rowsOfDay.put(day, rows);
        return rows;
    }

    /// Days with something that is not reported, the oldest first.
    List<LocalDate> days() {
        List<LocalDate> days = new ArrayList<>();
        byte[] from = {'p'};
        byte[] to = {'q'};
        List<Entry> first = storage.scan(Space.Shared.REPORTS, from, to, 1);
        while (!first.isEmpty()) {
            LocalDate day = AggregateKeys.day(first.getFirst().key());
            days.add(day);
            from = AggregateKeys.policiesFrom(day.plusDays(1));
            first = storage.scan(Space.Shared.REPORTS, from, to, 1);
        }
        return days;
    }

    /// A report to be.
    ///
    /// @param published empty when it cannot be read
    record Waiting(Subject subject, Optional<PublishedOctets> published) {}

    /// Some of a day's, by their domains.
    ///
    /// @param after which domain; empty for the first
    List<Waiting> waiting(LocalDate day, String after) {
        byte[] from =
                after.isEmpty()
                        ? AggregateKeys.policiesFrom(day)
                        : Keys.successor(AggregateKeys.policy(day, after));
        byte[] to = AggregateKeys.policiesFrom(day.plusDays(1));
        return storage.scan(Space.Shared.REPORTS, from, to, PAGE).stream()
                .map(entry ->
                        new Waiting(
                                new Subject(day, AggregateKeys.domain(entry.key())),
                                published(entry.value())))
                .toList();
    }

    /// Calls for each row of a report to be.
    void rows(Subject subject, RowSink sink) {
        byte[] prefix = AggregateKeys.rows(subject.day(), subject.domain());
        byte[] to = Keys.afterPrefix(prefix);
        List<Entry> page = storage.scan(Space.Shared.REPORTS, prefix, to, PAGE);
        while (!page.isEmpty()) {
            for (Entry entry : page) {
                sink.accept(entry.key(), row(entry.value()));
            }
            page =
                    storage.scan(
                            Space.Shared.REPORTS, Keys.successor(page.getLast().key()), to, PAGE);
        }
    }

    @FunctionalInterface
    interface RowSink {
        /// @param row empty when it cannot be read
        void accept(byte[] key, Optional<AggregateRow.Counted> row);
    }

    /// What takes a report's rows away.
    static SpaceChanges removal(Subject subject, List<byte[]> rows) {
        List<Change> changes = new ArrayList<>(rows.size() + 1);
        changes.add(new Change.Delete(AggregateKeys.policy(subject.day(), subject.domain())));
        rows.forEach(key -> changes.add(new Change.Delete(key)));
        return SpaceChanges.of(Space.Shared.REPORTS, changes);
    }

    /// Nobody will get it.
    void forget(Subject subject) {
        List<byte[]> keys = new ArrayList<>();
        rows(subject, (key, _) -> keys.add(key));
        storage.commit(new Commit(UUID.randomUUID(), List.of(removal(subject, keys))));
    }

    private static Optional<PublishedOctets> published(byte[] value) {
        try {
            return Optional.of(PublishedOctets.decode(value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=report-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<AggregateRow.Counted> row(byte[] value) {
        try {
            return Optional.of(AggregateRow.decode(value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=report-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }
}
