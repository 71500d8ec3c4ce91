// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome.Place;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// What is to become durable together. For one thread.
public final class Commitment {
    private final List<Filing> filings = new ArrayList<>();
    private final List<QueueEntry> entries = new ArrayList<>();
    private final List<Change> queueChanges = new ArrayList<>();
    private final List<SpaceChanges> others = new ArrayList<>();
    private final Map<AccountId, List<Change>> ofAccounts = new LinkedHashMap<>(0);
    private final List<LedgerRecord> records = new ArrayList<>();
    private final List<FilingRecord> filingRecords = new ArrayList<>();

    /// @param at where its first filing is among all
    private record FilingRecord(LedgerRecord record, int at) {}

    /// @param more at least one
    /// @param stored what is recorded of them once it is known where they lie
    public void file(List<Filing> more, LedgerRecord stored) {
        if (more.isEmpty()) {
            throw new IllegalArgumentException("nothing to file, and so nothing stored: " + stored);
        }
        filingRecords.add(new FilingRecord(stored, filings.size()));
        filings.addAll(more);
    }

    public void enqueue(QueueEntry entry) {
        entries.add(entry);
    }

    /// Changes to entries that are in the queue already.
    public void changeQueue(List<Change> changes) {
        queueChanges.addAll(changes);
    }

    /// Changes to an account's space, under keys that are none of the mailboxes'.
    public void change(AccountId account, List<Change> changes) {
        if (!changes.isEmpty()) {
            ofAccounts.computeIfAbsent(account, _ -> new ArrayList<>()).addAll(changes);
        }
    }

    /// Copies that are kept aside.
    void aside(List<Change> changes) {
        if (!changes.isEmpty()) {
            with(KeptAside.part(changes));
        }
    }

    /// Changes to spaces that are neither an account's nor the queue's nor the ledger's.
    void with(SpaceChanges changes) {
        others.add(changes);
    }

    public void record(LedgerRecord record) {
        records.add(record);
    }

    public List<Filing> filings() {
        return filings;
    }

    public List<QueueEntry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return filings.isEmpty()
                && entries.isEmpty()
                && queueChanges.isEmpty()
                && others.isEmpty()
                && ofAccounts.isEmpty()
                && records.isEmpty();
    }

    List<SpaceChanges> others() {
        return others;
    }

    List<SpaceChanges> ofAccounts() {
        return ofAccounts.entrySet().stream()
                .map(each -> SpaceChanges.of(Space.account(each.getKey().value()), each.getValue()))
                .toList();
    }

    List<Change> queueChanges() {
        return queueChanges;
    }

    /// @param places of all filings, in their order; empty when a store does not tell
    List<LedgerRecord> records(List<Place> places) {
        List<LedgerRecord> all = new ArrayList<>(records);
        for (FilingRecord filing : filingRecords) {
            all.add(
                    filing.at < places.size()
                            ? at(filing.record, places.get(filing.at))
                            : filing.record);
        }
        return all;
    }

    private static LedgerRecord at(LedgerRecord stored, Place place) {
        return stored.with(Fact.MAILBOX, place.mailbox().toString())
                .with(Fact.UID, Long.toString(place.uid()))
                .with(Fact.UID_VALIDITY, Long.toString(place.uidValidity()));
    }
}
