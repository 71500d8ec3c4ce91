// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.CopyOutcome;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.mda.lab.Chunk.Copy;
import org.pabal.mda.lab.Chunk.Step;
import org.pabal.mda.lab.SieveLab.Mode;
import org.pabal.sieve.Action.MailboxTarget;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;

/// One application of a script to a mailbox. For one thread, once.
final class Application {
    /// So many messages are examined, remembered and then moved together.
    private static final int CHUNK_MESSAGES = 500;

    private static final int MAX_FAILURES = 10;

    private final AccountMailboxes mailboxes;
    private final BatchRecords records;
    private final Function<LabMessage, Outcome> script;
    private final InstantSource clock;
    private final List<MailboxId> made = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> moved = new TreeMap<>();
    private final Map<String, Long> copied = new TreeMap<>();
    private final Map<String, Long> notDone = new TreeMap<>();
    private final List<Finding> failures = new ArrayList<>();
    private long examined;
    private long changed;
    private long flagged;
    private long failed;
    private @Nullable Batch batch;

    Application(
            AccountMailboxes mailboxes,
            BatchRecords records,
            Function<LabMessage, Outcome> script,
            InstantSource clock) {
        this.mailboxes = mailboxes;
        this.records = records;
        this.script = script;
        this.clock = clock;
    }

    /// What was begun is not gone on with.
    private static final class Full extends Exception {
        private static final long serialVersionUID = 1L;

        Full(String what) {
            super(what, null, false, false);
        }
    }

    Report run(String called, MailboxInfo mailbox, Mode mode, Stretch stretch) {
        Optional<MailboxSnapshot> snapshot = mailboxes.snapshot(mailbox.id());
        String stopped = "";
        batch = begunBefore(mailbox, stretch);
        OptionalLong next = OptionalLong.empty();
        if (snapshot.isPresent()) {
            try {
                next = runOver(snapshot.get(), called, mailbox, mode, stretch);
            } catch (Full full) {
                stopped = String.valueOf(full.getMessage());
            }
        }
        Batch done = batch;
        if (done != null && stopped.isEmpty() && next.isEmpty()) {
            records.keep(done.with(Batch.State.APPLIED));
        }
        return new Report(
                done == null ? OptionalLong.empty() : OptionalLong.of(done.number()),
                examined,
                changed,
                moved,
                copied,
                flagged,
                notDone,
                failures,
                failed,
                stopped,
                done == null ? Optional.empty() : Optional.of(done.undoUntil()),
                next);
    }

    private @Nullable Batch begunBefore(MailboxInfo mailbox, Stretch stretch) {
        Optional<Batch> begun =
                stretch.batch().stream()
                        .boxed()
                        .flatMap(number -> records.find(number).stream())
                        .filter(each -> each.state() == Batch.State.BEGUN)
                        .filter(each -> each.source().equals(mailbox.id()))
                        .findFirst();
        begun.ifPresent(each -> made.addAll(each.made()));
        return begun.orElse(null);
    }

    /// @return the UID behind which to go on when the time is over
    private OptionalLong runOver(
            MailboxSnapshot snapshot,
            String called,
            MailboxInfo mailbox,
            Mode mode,
            Stretch stretch)
            throws Full {
        Optional<Instant> until = stretch.most().map(clock.instant()::plus);
        int at = snapshot.indexOf(stretch.after() + 1);
        for (int from = at < 0 ? -at - 1 : at; from < snapshot.count(); from += CHUNK_MESSAGES) {
            int to = Math.min(snapshot.count(), from + CHUNK_MESSAGES);
            List<Step> steps = plan(snapshot, from, to, mode);
            steps.forEach(this::count);
            if (mode == Mode.DONE && !steps.isEmpty()) {
                Chunk chunk = new Chunk(ends(mailbox.id(), steps), steps);
                records.keep(begun(called, mailbox), chunk);
                perform(chunk, mailbox.id());
            }
            boolean late = until.filter(end -> !clock.instant().isBefore(end)).isPresent();
            if (late && to < snapshot.count()) {
                return OptionalLong.of(snapshot.uid(to - 1));
            }
        }
        return OptionalLong.empty();
    }

    /// The batch with one chunk more.
    private Batch begun(String called, MailboxInfo mailbox) throws Full {
        Batch before = batch;
        if (before == null) {
            Instant now = clock.instant();
            List<Batch> all = records.all();
            if (!records.forgetOld(now)) {
                throw new Full("too many batches of the last days can still be undone");
            }
            before =
                    new Batch(
                            all.isEmpty() ? 1 : all.getLast().number() + 1,
                            Batch.State.BEGUN,
                            now,
                            mailbox.id(),
                            mailbox.name().text(),
                            called,
                            List.of(),
                            0);
        }
        Batch next = before.withChunks(before.chunks() + 1, made);
        batch = next;
        return next;
    }

    private List<Step> plan(MailboxSnapshot snapshot, int from, int to, Mode mode) {
        Destinations destinations = new Destinations(mode);
        List<Step> steps = new ArrayList<>();
        Map<EmailId, StoredMessage> messages = messages(snapshot, from, to);
        for (int index = from; index < to; index++) {
            StoredMessage stored = messages.get(snapshot.email(index));
            if (stored == null) {
                continue; // expunged meanwhile
            }
            examined++;
            Plan.Lying lying =
                    new Plan.Lying(
                            snapshot.email(index).value(),
                            snapshot.uid(index),
                            snapshot.flags(index),
                            snapshot.mailbox());
            try (LabMessage message = new LabMessage(mailboxes.octets(stored), stored)) {
                Outcome outcome = script.apply(message);
                if (outcome.failure().isPresent()) {
                    fail(outcome.failure().get());
                    continue;
                }
                Plan plan = Plan.of(outcome, lying, message, destinations);
                plan.notDone().forEach(name -> notDone.merge(name, 1L, Long::sum));
                plan.step().ifPresent(steps::add);
            }
        }
        return steps;
    }

    private Map<EmailId, StoredMessage> messages(MailboxSnapshot snapshot, int from, int to) {
        List<EmailId> ids = IntStream.range(from, to).mapToObj(snapshot::email).toList();
        Map<EmailId, StoredMessage> messages = new HashMap<>();
        mailboxes.messages(ids).forEach(message -> messages.put(message.id(), message));
        return messages;
    }

    private void fail(Finding failure) {
        failed++;
        if (failures.size() < MAX_FAILURES && !failures.contains(failure)) {
            failures.add(failure);
        }
    }

    private void count(Step step) {
        changed++;
        if (step.movedTo() != 0) {
            moved.merge(nameOf(step.movedTo()), 1L, Long::sum);
        }
        step.copies().forEach(copy -> copied.merge(nameOf(copy.mailbox()), 1L, Long::sum));
        if (!step.flagsAdded().isEmpty()) {
            flagged++;
        }
    }

    private String nameOf(long mailbox) {
        return names.getOrDefault(mailbox, Long.toString(mailbox));
    }

    private Map<Long, Long> ends(MailboxId source, List<Step> steps) {
        Map<Long, Long> ends = new HashMap<>();
        ends.put(source.value(), uidNext(source.value()));
        for (Step step : steps) {
            if (step.movedTo() != 0) {
                ends.computeIfAbsent(step.movedTo(), this::uidNext);
            }
            step.copies().forEach(copy -> ends.computeIfAbsent(copy.mailbox(), this::uidNext));
        }
        return ends;
    }

    private long uidNext(long mailbox) {
        return mailboxes.snapshot(new MailboxId(mailbox)).map(MailboxSnapshot::uidNext).orElse(1L);
    }

    /// Copies first, then flags, which a move takes along.
    private void perform(Chunk chunk, MailboxId source) throws Full {
        Map<Copy, List<Long>> copies = new LinkedHashMap<>();
        Map<List<String>, List<Long>> flags = new LinkedHashMap<>();
        Map<Long, List<Long>> moves = new LinkedHashMap<>();
        for (Step step : chunk.steps()) {
            step.copies()
                    .forEach(copy ->
                            copies.computeIfAbsent(copy, _ -> new ArrayList<>()).add(step.uid()));
            if (!step.flagsAdded().isEmpty()) {
                flags.computeIfAbsent(step.flagsAdded(), _ -> new ArrayList<>()).add(step.uid());
            }
            if (step.movedTo() != 0) {
                moves.computeIfAbsent(step.movedTo(), _ -> new ArrayList<>()).add(step.uid());
            }
        }
        for (Map.Entry<Copy, List<Long>> each : copies.entrySet()) {
            copy(source, each.getKey(), uids(each.getValue()));
        }
        flags.forEach((added, each) -> addFlags(source, uids(each), added));
        for (Map.Entry<Long, List<Long>> each : moves.entrySet()) {
            checkDone(mailboxes.move(source, uids(each.getValue()), new MailboxId(each.getKey())));
        }
    }

    static UidSet uids(List<Long> uids) {
        return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
    }

    private void copy(MailboxId source, Copy copy, UidSet uids) throws Full {
        MailboxId target = new MailboxId(copy.mailbox());
        UidSet copies = checkDone(mailboxes.copy(source, uids, target));
        if (!copy.flagsAdded().isEmpty()) {
            addFlags(target, copies, copy.flagsAdded());
        }
    }

    private void addFlags(MailboxId mailbox, UidSet uids, List<String> flags) {
        mailboxes.store(
                mailbox,
                uids,
                new FlagChange(FlagChange.Mode.ADD, Flags.of(flags)),
                OptionalLong.empty());
    }

    private static UidSet checkDone(CopyOutcome outcome) throws Full {
        return switch (outcome) {
            case CopyOutcome.Copied(_, _, UidSet target) -> target;
            case CopyOutcome.NoSuchMailbox _ -> UidSet.EMPTY; // deleted meanwhile: they stay
            case CopyOutcome.OverQuota _, CopyOutcome.TooMany _ ->
                    throw new Full("the account has no room for copies");
        };
    }

    /// Where messages go, found once for each chunk.
    private final class Destinations implements Plan.Targets {
        private final Mode mode;
        private final Map<MailboxTarget, Optional<MailboxId>> known = new HashMap<>();

        Destinations(Mode mode) {
            this.mode = mode;
        }

        @Override
        public Optional<MailboxId> of(MailboxTarget target) {
            return known.computeIfAbsent(target, this::find);
        }

        @Override
        public Optional<MailboxId> trash() {
            return byUse(SpecialUse.TRASH.attribute());
        }

        private Optional<MailboxId> find(MailboxTarget target) {
            return target.mailboxId()
                    .flatMap(this::byId)
                    .or(() -> target.specialUse().flatMap(this::byUse))
                    .or(() ->
                            MailboxName.parse(target.name()).flatMap(name -> named(name, target)));
        }

        /// As IMAP shows it: `F` and a number. RFC 8474 §4.
        private Optional<MailboxId> byId(String id) {
            return id.matches("F[0-9]{1,18}")
                    ? mailboxes
                            .find(new MailboxId(Long.parseLong(id.substring(1))))
                            .flatMap(this::usable)
                    : Optional.empty();
        }

        private Optional<MailboxId> byUse(String use) {
            return mailboxes.list().stream()
                    .filter(info ->
                            info.specialUse()
                                    .filter(its -> its.attribute().equalsIgnoreCase(use))
                                    .isPresent())
                    .findFirst()
                    .flatMap(this::usable);
        }

        private Optional<MailboxId> named(MailboxName name, MailboxTarget target) {
            Optional<MailboxInfo> there = mailboxes.find(name);
            if (there.isPresent()) {
                return usable(there.get());
            }
            return target.create() ? create(name, target.specialUse()) : Optional.empty();
        }

        private Optional<MailboxId> usable(MailboxInfo info) {
            names.put(info.id().value(), info.name().text());
            return info.selectable() ? Optional.of(info.id()) : Optional.empty();
        }

        /// In a dry run there is none, but its name is counted.
        private Optional<MailboxId> create(MailboxName name, Optional<String> use) {
            if (mode == Mode.DRY_RUN) {
                long stand = Long.MIN_VALUE + names.size();
                names.put(stand, name.text());
                return Optional.of(new MailboxId(stand));
            }
            Optional<SpecialUse> special =
                    use.flatMap(wanted ->
                            Arrays.stream(SpecialUse.values())
                                    .filter(each -> each.attribute().equalsIgnoreCase(wanted))
                                    .findFirst());
            if (mailboxes.create(name, special) instanceof NameOutcome.Done(MailboxId mailbox)) {
                made.add(mailbox);
                names.put(mailbox.value(), name.text());
                mailboxes.subscribe(name);
                return Optional.of(mailbox);
            }
            return Optional.empty();
        }
    }
}
