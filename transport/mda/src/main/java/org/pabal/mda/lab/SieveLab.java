// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.sieve.Action;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.pabal.storage.Storage;

/// Tries scripts on messages, applies them to mailboxes, and undoes that: the package's description
/// tells how. Safe for use by many threads.
public final class SieveLab {
    private final Storage storage;
    private final MailboxStore mailboxes;
    private final LabWorld world;
    private final InstantSource clock;
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();

    public SieveLab(Storage storage, MailboxStore mailboxes, LabWorld world, InstantSource clock) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.world = world;
        this.clock = clock;
    }

    /// With whose envelope a message is tried; what is empty is taken from the message and the
    /// account.
    public record Envelope(Optional<ReversePath> from, Optional<Address> to) {
        public static final Envelope AS_IT_CAME = new Envelope(Optional.empty(), Optional.empty());
    }

    /// What scripts would do with a message.
    ///
    /// @param runs those that ran: each runs only if the one before it left the mail to be kept
    public record Trial(String subject, String from, String date, List<Ran> runs) {}

    /// @param name of the script
    public record Ran(String name, Outcome outcome) {}

    /// The scripts that are run for the mail of an account.
    public List<LabScript> scripts(Optional<Script> own) {
        return world.scripts(own);
    }

    /// Runs scripts over a message; nothing is done.
    public Trial test(
            Account account, List<LabScript> scripts, LabMessage message, Envelope envelope) {
        LabHeader header = new LabHeader(message);
        Surroundings around =
                world.around(
                        account,
                        envelope.from().orElseGet(header::reversePath),
                        envelope.to().orElse(account.address()),
                        clock.instant(),
                        message.arrived());
        List<Ran> runs = new ArrayList<>();
        Optional<SieveMessage> kept = Optional.of(message);
        for (LabScript script : scripts) {
            if (kept.isEmpty()) {
                break;
            }
            Outcome outcome = script.script().trace(kept.get(), around);
            runs.add(new Ran(script.name(), outcome));
            kept = outcome.failure().isPresent() ? Optional.empty() : kept(outcome);
        }
        return new Trial(header.text("Subject"), header.text("From"), header.text("Date"), runs);
    }

    private static Optional<SieveMessage> kept(Outcome outcome) {
        return outcome.actions().stream()
                .filter(Action.Keep.class::isInstance)
                .map(action -> ((Action.Keep) action).message())
                .findFirst();
    }

    /// What becomes of each message that is tried, the newest last.
    public interface Taker {
        void take(Trial trial);
    }

    /// Runs scripts over the newest messages of a mailbox; nothing is done.
    public void test(
            Account account,
            List<LabScript> scripts,
            MailboxInfo mailbox,
            int newest,
            Envelope envelope,
            Taker taker) {
        AccountMailboxes opened = mailboxes.open(account);
        Optional<MailboxSnapshot> snapshot = opened.snapshot(mailbox.id());
        if (snapshot.isEmpty()) {
            return;
        }
        int count = snapshot.get().count();
        for (int index = Math.max(0, count - newest); index < count; index++) {
            List<StoredMessage> stored = opened.messages(List.of(snapshot.get().email(index)));
            if (!stored.isEmpty()) {
                try (LabMessage message =
                        new LabMessage(opened.octets(stored.getFirst()), stored.getFirst())) {
                    taker.take(test(account, scripts, message, envelope));
                }
            }
        }
    }

    /// Runs a script over a part of a mailbox, with the tests that decided; nothing is done.
    ///
    /// @return empty where there is no such mailbox
    public Optional<Preview> preview(
            Account account,
            Script script,
            MailboxId mailbox,
            Preview.Part part,
            Preview.Taker taker) {
        AccountMailboxes opened = mailboxes.open(account);
        return opened.snapshot(mailbox)
                .map(snapshot ->
                        Preview.of(
                                opened,
                                snapshot,
                                part,
                                clock,
                                message -> script.trace(message, around(account, message)),
                                taker));
    }

    /// Whether an application does something.
    public enum Mode {
        DONE,
        DRY_RUN
    }

    /// Runs a script over all messages of a mailbox.
    ///
    /// @param called the script, for who looks at batches later
    /// @return empty when another batch of the account is at work
    public Optional<Report> apply(
            Account account, Script script, String called, MailboxInfo mailbox, Mode mode) {
        return apply(account, script, called, mailbox, mode, Stretch.ALL);
    }

    /// Runs a script over a stretch of a mailbox, as part of a batch that was begun before or of one
    /// of its own.
    ///
    /// @param called the script, for who looks at batches later
    /// @return empty when another batch of the account is at work
    public Optional<Report> apply(
            Account account,
            Script script,
            String called,
            MailboxInfo mailbox,
            Mode mode,
            Stretch stretch) {
        return alone(
                account,
                () ->
                        new Application(
                                        mailboxes.open(account),
                                        records(account),
                                        message -> script.run(message, around(account, message)),
                                        clock)
                                .run(called, mailbox, mode, stretch));
    }

    private Surroundings around(Account account, LabMessage message) {
        ReversePath from = new LabHeader(message).reversePath();
        return world.around(account, from, account.address(), clock.instant(), message.arrived());
    }

    /// Oldest first.
    public List<Batch> batches(Account account) {
        return records(account).all();
    }

    public Optional<Batch> batch(Account account, long number) {
        return records(account).find(number);
    }

    /// Puts everything back.
    ///
    /// @return empty when another batch of the account is at work
    public Optional<Undone> undo(Account account, Batch batch) {
        return alone(
                account, () -> new Undoing(mailboxes.open(account), records(account)).undo(batch));
    }

    private <T> Optional<T> alone(Account account, Supplier<T> work) {
        if (!busy.add(account.id().value())) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            busy.remove(account.id().value());
        }
    }

    private BatchRecords records(Account account) {
        return new BatchRecords(storage, mailboxes, account.id().value());
    }
}
