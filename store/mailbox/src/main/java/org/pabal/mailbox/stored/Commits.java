// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;

/// Carries out changes of accounts: package-info tells how.
final class Commits {
    /// Another try follows only after another process wrote to the account, or after a failed
    /// commit of this one, which the next try meets itself.
    private static final int MAX_ATTEMPTS = 8;

    private final Storage storage;
    private final MailboxConfig config;
    private final Memberships memberships;
    private final InstantSource clock;

    Commits(Storage storage, MailboxConfig config, Memberships memberships, InstantSource clock) {
        this.memberships = memberships;
        this.storage = storage;
        this.config = config;
        this.clock = clock;
    }

    MailboxConfig config() {
        return config;
    }

    /// What an operation decided.
    ///
    /// @param keep false to throw away what the edits hold
    record Decision<T>(T outcome, boolean keep) {
        static <T> Decision<T> keep(T outcome) {
            return new Decision<>(outcome, true);
        }

        static <T> Decision<T> refuse(T outcome) {
            return new Decision<>(outcome, false);
        }
    }

    /// Computes a change; may be called several times, each time on fresh edits.
    interface Operation<T> {
        /// @param edits in the order of the accounts
        Decision<T> apply(List<AccountEdit> edits);
    }

    /// For a change of one account.
    interface AccountOperation<T> {
        Decision<T> apply(AccountEdit edit);
    }

    /// When the operation may begin.
    enum Start {
        AT_ONCE,
        /// With nothing in flight, so that it sees in storage what the head knows.
        SETTLED
    }

    /// Commits changes of spaces that are no account's.
    void commit(List<SpaceChanges> changes) {
        if (!changes.isEmpty()) {
            new Submission<>(true, submit(List.of(), changes), List.of(), List.of()).await();
        }
    }

    /// The same, unless a space is at another version than the changes expect.
    ///
    /// @return false when it was
    boolean commitIf(SpaceChanges conditional, SpaceChanges together) {
        Ticket ticket = submit(List.of(), List.of(conditional, together));
        return switch (Failures.translated(ticket::await)) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.VersionMismatch _ -> false;
            case CommitOutcome.Failed(StorageException reason) -> throw Failures.of(reason);
        };
    }

    <T> T change(OpenAccount account, Start start, AccountOperation<T> operation) {
        return change(
                List.of(account), List::of, start, edits -> operation.apply(edits.getFirst()));
    }

    /// @param accounts ascending by their numbers, so that no two changes wait for each other
    /// @param together changes of other spaces for the same commit, asked when the operation has
    ///     been applied
    <T> T change(
            List<OpenAccount> accounts,
            Supplier<List<SpaceChanges>> together,
            Start start,
            Operation<T> operation) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            awaitOpen(accounts);
            @Nullable Submission<T> submission = submit(accounts, together, start, operation);
            if (submission != null && submission.await()) {
                return submission.outcome;
            }
        }
        throw new UnavailableException(
                "account "
                        + accounts.getFirst().id()
                        + " is changed by another server again and again, or storage keeps"
                        + " failing: look at its log");
    }

    /// Without a lock, so that one account that is held back keeps no other waiting.
    private static void awaitOpen(List<OpenAccount> accounts) {
        for (OpenAccount account : accounts) {
            Hold hold = account.hold();
            if (hold != null) {
                hold.await();
            }
        }
    }

    /// Null when an account was held back just now.
    private <T> @Nullable Submission<T> submit(
            List<OpenAccount> accounts,
            Supplier<List<SpaceChanges>> together,
            Start start,
            Operation<T> operation) {
        int locked = 0;
        try {
            for (OpenAccount account : accounts) {
                account.lock();
                locked++;
            }
            for (OpenAccount account : accounts) {
                if (account.hold() != null) {
                    return null;
                }
            }
            return submitLocked(accounts, together, start, operation);
        } finally {
            while (locked > 0) {
                accounts.get(--locked).unlock();
            }
        }
    }

    private <T> Submission<T> submitLocked(
            List<OpenAccount> accounts,
            Supplier<List<SpaceChanges>> together,
            Start start,
            Operation<T> operation) {
        List<AccountEdit> edits = new ArrayList<>(accounts.size());
        for (OpenAccount account : accounts) {
            edits.add(
                    new AccountEdit(
                            account, head(account, start), config, memberships, clock.instant()));
        }
        Decision<T> decision = operation.apply(edits);
        List<Part> parts = new ArrayList<>(accounts.size());
        List<SpaceChanges> changes = new ArrayList<>();
        if (decision.keep()) {
            for (int i = 0; i < edits.size(); i++) {
                if (!edits.get(i).isEmpty()) {
                    Part part =
                            new Part(accounts.get(i), edits.get(i).head(), edits.get(i).finish());
                    parts.add(part);
                    changes.add(part.changes());
                }
            }
            List<Change> sharing =
                    parts.stream().flatMap(part -> part.result().sharing().stream()).toList();
            if (!sharing.isEmpty()) {
                changes.add(SpaceChanges.of(Space.Shared.SHARING, sharing));
            }
            List<Change> wakes =
                    parts.stream().flatMap(part -> part.result().wakes().stream()).toList();
            if (!wakes.isEmpty()) {
                changes.add(SpaceChanges.of(Space.Shared.WAKES, wakes));
            }
            List<Change> keeping =
                    parts.stream().flatMap(part -> part.result().keeping().stream()).toList();
            if (!keeping.isEmpty()) {
                changes.add(SpaceChanges.of(Space.Shared.DELETED, keeping));
            }
            changes.addAll(together.get());
        }
        if (changes.isEmpty()) {
            return new Submission<>(decision.outcome(), null, parts, lastTickets(edits));
        }
        return new Submission<>(decision.outcome(), submit(parts, changes), parts, List.of());
    }

    private static Head head(OpenAccount account, Start start) {
        Head head = account.head();
        if (start == Start.SETTLED && !head.isIdle()) {
            head.awaitIdle();
            head = account.head();
        }
        return head;
    }

    /// One account's share of a commit.
    private record Part(OpenAccount account, Head head, AccountEdit.Result result) {
        SpaceChanges changes() {
            return SpaceChanges.ifVersion(
                    account.space().space(), result.after().version() - 1, result.changes());
        }

        void settled(boolean durable) {
            account.settled(head, result, durable);
        }
    }

    private Ticket submit(List<Part> parts, List<SpaceChanges> changes) {
        // Before the commit is handed over: it may be durable before the call returns.
        parts.forEach(part -> part.head().advance(part.result()));
        boolean submitted = false;
        try {
            Ticket ticket =
                    storage.submit(
                            new Commit(UUID.randomUUID(), changes),
                            outcome -> {
                                boolean durable = outcome instanceof CommitOutcome.Committed;
                                parts.forEach(part -> part.settled(durable));
                            });
            parts.forEach(part -> part.head().submitted(ticket));
            submitted = true;
            return ticket;
        } catch (StorageException reason) {
            throw Failures.of(reason);
        } finally {
            if (!submitted) {
                parts.forEach(part -> part.head().abandon());
            }
        }
    }

    private static List<Ticket> lastTickets(List<AccountEdit> edits) {
        return edits.stream().map(edit -> edit.head().last()).flatMap(Optional::stream).toList();
    }

    /// A change that was handed over.
    private static final class Submission<T> {
        private final T outcome;
        private final @Nullable Ticket ticket;
        private final List<Part> parts;
        private final List<Ticket> before;

        /// @param ticket of its own commit, if it has one
        /// @param before commits that must be durable before the answer may be given
        Submission(T outcome, @Nullable Ticket ticket, List<Part> parts, List<Ticket> before) {
            this.outcome = outcome;
            this.ticket = ticket;
            this.parts = parts;
            this.before = before;
        }

        private static boolean isDurable(Ticket earlier) {
            try {
                return earlier.await() instanceof CommitOutcome.Committed;
            } catch (StorageException itsOwnerIsTold) {
                return false;
            }
        }

        /// @return false when the change must be computed anew
        boolean await() {
            if (ticket == null) {
                return before.stream().allMatch(Submission::isDurable);
            }
            return switch (Failures.translated(ticket::await)) {
                case CommitOutcome.Committed _ -> true;
                case CommitOutcome.VersionMismatch(Space space, long actual) -> {
                    if (parts.stream().noneMatch(p -> p.changes().space().equals(space))) {
                        throw new UnavailableException(
                                space + " is at version " + actual + " by now: read it again");
                    }
                    yield false;
                }
                case CommitOutcome.Failed(StorageException reason) -> throw Failures.of(reason);
            };
        }
    }
}
