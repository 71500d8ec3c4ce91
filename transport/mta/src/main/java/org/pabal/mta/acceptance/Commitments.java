// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Queue;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Makes commitments durable, each in one commit. Safe for use by many threads.
public final class Commitments {
    private static final FilingOutcome NOTHING_TO_FILE = new FilingOutcome.Filed(List.of());

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final Queue queue;
    private final Ledger ledger;

    public Commitments(Storage storage, MailboxStore mailboxes, Queue queue, Ledger ledger) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.ledger = ledger;
    }

    /// Durable when it returns {@link FilingOutcome.Filed}; the queue then works on new entries.
    ///
    /// @throws UnavailableException when nothing of it was done
    public FilingOutcome commit(Commitment commitment) {
        List<SpaceChanges> parts = queueParts(commitment);
        parts.addAll(merged(commitment.others()));
        List<SpaceChanges> ofAccounts = commitment.ofAccounts();
        parts.addAll(ofAccounts);
        FilingOutcome outcome;
        if (commitment.filings().isEmpty() && ofAccounts.isEmpty()) {
            parts.addAll(ledgerParts(commitment, List.of()));
            commitToStorage(parts);
            outcome = NOTHING_TO_FILE;
        } else {
            outcome =
                    mailboxes.file(
                            List.copyOf(commitment.filings()),
                            parts,
                            places -> ledgerParts(commitment, places));
        }
        if (outcome instanceof FilingOutcome.Filed(var places)) {
            ledger.recorded(commitment.records(places));
        }
        if (outcome instanceof FilingOutcome.Filed && !commitment.entries().isEmpty()) {
            queue.added(commitment.entries());
        }
        return outcome;
    }

    /// A commit has one part for each space.
    private static List<SpaceChanges> merged(List<SpaceChanges> others) {
        if (others.size() < 2) {
            return others;
        }
        Map<Space, SpaceChanges> bySpace = new LinkedHashMap<>();
        for (SpaceChanges each : others) {
            bySpace.merge(
                    each.space(),
                    each,
                    (one, other) -> {
                        List<Change> all = new ArrayList<>(one.changes());
                        all.addAll(other.changes());
                        return new SpaceChanges(one.space(), one.expectedVersion(), all);
                    });
        }
        return List.copyOf(bySpace.values());
    }

    private List<SpaceChanges> queueParts(Commitment commitment) {
        List<Change> queueChanges = new ArrayList<>(commitment.queueChanges());
        queueChanges.addAll(queue.additions(commitment.entries()));
        List<SpaceChanges> parts = new ArrayList<>(2);
        if (!queueChanges.isEmpty()) {
            parts.add(SpaceChanges.of(Space.Shared.QUEUE, queueChanges));
        }
        return parts;
    }

    private List<SpaceChanges> ledgerParts(
            Commitment commitment, List<FilingOutcome.Place> places) {
        List<LedgerRecord> records = commitment.records(places);
        return records.isEmpty()
                ? List.of()
                : List.of(SpaceChanges.of(Space.Shared.LEDGER, ledger.additions(records)));
    }

    private void commitToStorage(List<SpaceChanges> parts) {
        try {
            storage.commit(new Commit(UUID.randomUUID(), parts));
        } catch (StorageException.Full full) {
            throw new StoreFullException(String.valueOf(full.getMessage()), full);
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }
}
