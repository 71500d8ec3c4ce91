// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.mta.reports.tls.format.v1.CountOctets;
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

/// What was counted, in the store until it is reported. For one thread.
final class StoredCounts {
    private static final Logger LOG = LoggerFactory.getLogger(StoredCounts.class);
    private static final Space SPACE = Space.Shared.REPORTS;

    /// Of a domain and a day; beyond it failures are told apart by their kind alone.
    private static final int MAX_ROWS = 1_000;

    private final Storage storage;

    StoredCounts(Storage storage) {
        this.storage = storage;
    }

    /// Returns once it is durable.
    ///
    /// @throws org.pabal.storage.StorageException when it is not
    void add(int day, String domain, CountOctets more) {
        byte[] key = more.key(day, domain);
        Optional<CountOctets> before = storage.read(SPACE, key).flatMap(StoredCounts::decode);
        CountOctets row = more;
        if (before.isEmpty() && isFull(day, domain)) {
            row = coarse(more);
            key = row.key(day, domain);
            before = storage.read(SPACE, key).flatMap(StoredCounts::decode);
        }
        long sum = more.count() + before.map(CountOctets::count).orElse(0L);
        commit(List.of(new Change.Put(key, row.withCount(sum).encode())));
    }

    private boolean isFull(int day, String domain) {
        byte[] rows = CountOctets.rows(day, domain);
        return storage.scan(SPACE, rows, Keys.afterPrefix(rows), MAX_ROWS).size() == MAX_ROWS;
    }

    private static CountOctets coarse(CountOctets row) {
        return new CountOctets(
                row.count(),
                row.policyType(),
                row.policyDomain(),
                List.of(),
                List.of(),
                row.result(),
                "",
                "",
                "",
                "");
    }

    /// That something was counted.
    record DomainDay(int day, String domain) {}

    /// What was counted.
    record Counted(DomainDay of, List<CountOctets> rows, List<Change> removal) {}

    /// The first with counts before a day, behind another one.
    Optional<DomainDay> next(int beforeDay, Optional<DomainDay> last) {
        byte[] from =
                last.map(one -> Keys.afterPrefix(CountOctets.rows(one.day(), one.domain())))
                        .orElseGet(CountOctets::all);
        List<Entry> first = storage.scan(SPACE, from, CountOctets.before(beforeDay), 1);
        return first.stream()
                .findFirst()
                .map(Entry::key)
                .map(key -> new DomainDay(CountOctets.day(key), CountOctets.domain(key)));
    }

    Counted counted(DomainDay of) {
        byte[] prefix = CountOctets.rows(of.day(), of.domain());
        List<CountOctets> rows = new ArrayList<>();
        List<Change> removal = new ArrayList<>();
        for (Entry entry : storage.scan(SPACE, prefix, Keys.afterPrefix(prefix), 2 * MAX_ROWS)) {
            decode(entry.value()).ifPresent(rows::add);
            removal.add(new Change.Delete(entry.key()));
        }
        return new Counted(of, rows, removal);
    }

    private static Optional<CountOctets> decode(byte[] value) {
        try {
            return Optional.of(CountOctets.decode(value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=tls-counts-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    SpaceChanges changes(List<Change> changes) {
        return SpaceChanges.of(SPACE, changes);
    }

    void commit(List<Change> changes) {
        CommitOutcome outcome =
                storage.commit(new Commit(UUID.randomUUID(), List.of(changes(changes))));
        if (outcome instanceof CommitOutcome.Failed(var reason)) {
            throw reason;
        }
    }
}
