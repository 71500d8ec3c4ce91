// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.Filing;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.storage.Change;

/// What is to become durable together. For one thread.
public final class Commitment {
    private final List<Filing> filings = new ArrayList<>();
    private final List<QueueEntry> entries = new ArrayList<>();
    private final List<Change> queueChanges = new ArrayList<>();
    private final List<Change> ledgerChanges = new ArrayList<>();

    public void file(List<Filing> more) {
        filings.addAll(more);
    }

    public void enqueue(QueueEntry entry) {
        entries.add(entry);
    }

    /// Changes to entries that are in the queue already.
    public void changeQueue(List<Change> changes) {
        queueChanges.addAll(changes);
    }

    public void record(Change ledgerAddition) {
        ledgerChanges.add(ledgerAddition);
    }

    public List<Filing> filings() {
        return filings;
    }

    public List<QueueEntry> entries() {
        return entries;
    }

    List<Change> queueChanges() {
        return queueChanges;
    }

    List<Change> ledgerChanges() {
        return ledgerChanges;
    }
}
