// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AddOutcome;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EditOutcome.OfEmail;
import org.pabal.mailbox.EditOutcome.Place;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailEdit.Aside;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.state.MessageEntry;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;
import org.pabal.mailbox.stored.Messages.Identity;

/// Changes of emails in all their places: what JMAP's Email/set and Email/import do. RFC 8621 §4.6.
///
/// Everything is decided on the state as it was before, email by email; then each mailbox is changed
/// once: other flags, then what leaves it, then what comes to it.
final class EmailEdits {
    private static final Flags DELETED = Flags.of(Flags.DELETED);

    private final AccountEdit edit;
    private final Account owner;
    private final Reader reader;
    private final Visibility visibility;
    private final EmailView emails;

    private final SortedMap<Long, OfMailbox> mailboxes = new TreeMap<>();

    /// What a reader who is not the owner has seen.
    private final Map<MailboxId, SeenChunks> marks = new HashMap<>();

    /// What is set aside or comes back.
    private final List<ToSnooze> snoozes = new ArrayList<>();

    /// What is added beyond what is removed, as far as it is decided.
    private long octets;

    private long messages;

    /// @param emails of the state before
    EmailEdits(
            AccountEdit edit,
            Account owner,
            Reader reader,
            Visibility visibility,
            EmailView emails) {
        this.edit = edit;
        this.owner = owner;
        this.reader = reader;
        this.visibility = visibility;
        this.emails = emails;
    }

    /// What is to happen in one mailbox.
    private static final class OfMailbox {
        private final SortedMap<Long, Flags> flags = new TreeMap<>();
        private final Set<Long> removed = new TreeSet<>();
        private final Set<Long> touched = new TreeSet<>();
        private final List<Arrival> arrivals = new ArrayList<>();

        /// Who awaits the UIDs of the arrivals.
        private final List<List<Place>> placed = new ArrayList<>();
    }

    private OfMailbox of(long mailbox) {
        return mailboxes.computeIfAbsent(mailbox, _ -> new OfMailbox());
    }

    private boolean isElsewhere(Optional<AccountPoint> ifAt) {
        return ifAt.isPresent() && !ifAt.get().equals(edit.point());
    }

    // --- edit

    Decision<EditOutcome> edit(Optional<AccountPoint> ifAt, List<EmailEdit> edits) {
        if (isElsewhere(ifAt)) {
            return Decision.refuse(new EditOutcome.StateMismatch(edit.point()));
        }
        AccountPoint before = edit.point();
        Set<EmailId> once = new HashSet<>();
        List<OfEmail> outcomes = new ArrayList<>(edits.size());
        for (EmailEdit each : edits) {
            if (!once.add(each.email())) {
                throw new IllegalArgumentException("two edits of " + each.email());
            }
            outcomes.add(
                    switch (each) {
                        case EmailEdit.Update update -> update(update);
                        case EmailEdit.Destroy(EmailId email) -> destroy(email);
                    });
        }
        carryOut();
        return Decision.keep(new EditOutcome.Edited(before, edit.point(), outcomes));
    }

    private OfEmail destroy(EmailId email) {
        List<There> places = places(email);
        if (places.isEmpty()) {
            return new OfEmail.NoSuchEmail();
        }
        places.forEach(this::delete);
        return new OfEmail.Done(List.of());
    }

    /// One place of an email.
    ///
    /// @param flags as the reader sees them
    private record There(MailboxState mailbox, MessageEntry message, Flags flags) {
        MailboxId id() {
            return mailbox.mailbox();
        }
    }

    private List<There> places(EmailId email) {
        EmailView.Walk walk = emails.walk();
        List<There> places = new ArrayList<>();
        if (walk.goTo(email.value())) {
            for (int place = 0; place < walk.places(); place++) {
                MailboxState mailbox =
                        edit.mailbox(new MailboxId(walk.mailbox(place))).orElseThrow();
                MessageEntry message = mailbox.pages().entry(walk.uid(place));
                places.add(new There(mailbox, message, Reader.flags(message, marks(mailbox))));
            }
        }
        return places;
    }

    private @Nullable SeenChunks marks(MailboxState mailbox) {
        return reader.isOwner()
                ? null
                : marks.computeIfAbsent(mailbox.mailbox(), _ -> reader.chunks(edit, mailbox));
    }

    private void remove(There place) {
        of(place.id().value()).removed.add(place.message.uid());
        octets -= place.message.size();
        messages--;
    }

    private void delete(There place) {
        remove(place);
        edit.messages().loses(place.mailbox, place.message, Fate.DELETED);
    }

    private OfEmail update(EmailEdit.Update update) {
        List<There> places = places(update.email());
        if (places.isEmpty()) {
            return new OfEmail.NoSuchEmail();
        }
        Set<MailboxId> before = places.stream().map(There::id).collect(Collectors.toSet());
        Set<MailboxId> after =
                Set.copyOf(update.mailboxes().apply(Collections.unmodifiableSet(before)));
        Optional<OfEmail> refused = refused(after);
        if (refused.isPresent()) {
            return refused.get();
        }
        for (There place : places) {
            if (!FlagLimits.allow(newFlags(update.flags(), place.flags), edit.config())) {
                return new OfEmail.TooManyKeywords(edit.config().maxKeywords());
            }
        }
        List<There> leaving = places.stream().filter(p -> !after.contains(p.id())).toList();
        Set<MailboxId> coming = new HashSet<>(after);
        coming.removeAll(before);
        There model = leaving.isEmpty() ? places.getFirst() : leaving.getFirst();
        int more = coming.size() - leaving.size();
        Optional<QuotaResource> missing =
                more <= 0
                        ? Optional.empty()
                        : Quotas.missing(
                                owner, edit, octets + more * model.message.size(), messages + more);
        if (missing.isPresent()) {
            return new OfEmail.OverQuota(missing.get());
        }
        Optional<OfEmail> awake = awake(update, after);
        if (awake.isPresent()) {
            return awake.get();
        }
        correct(update.email(), before, after);
        places.stream()
                .filter(place -> after.contains(place.id()))
                .forEach(place -> setFlags(place, newFlags(update.flags(), place.flags)));
        leaving.forEach(this::remove);
        List<Place> placed = new ArrayList<>();
        Flags flags = newFlags(update.flags(), model.flags);
        coming.stream()
                .map(MailboxId::value)
                .sorted()
                .forEach(mailbox -> put(model.message, flags, mailbox, placed));
        edit.copies().change(update.email().value(), more);
        snooze(update, places, placed);
        return new OfEmail.Done(placed);
    }

    private Optional<OfEmail> refused(Set<MailboxId> mailboxes) {
        if (mailboxes.isEmpty()) {
            return Optional.of(new OfEmail.NoMailboxLeft());
        }
        Set<MailboxId> unknown = unknown(mailboxes);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(new OfEmail.NoSuchMailbox(unknown));
    }

    private Set<MailboxId> unknown(Set<MailboxId> mailboxes) {
        return mailboxes.stream()
                .filter(id -> edit.selectable(id).filter(visibility::isListed).isEmpty())
                .collect(Collectors.toSet());
    }

    private static Flags newFlags(UnaryOperator<Flags> change, Flags before) {
        return change.apply(before.minus(DELETED)).minus(DELETED);
    }

    private void setFlags(There place, Flags after) {
        if (!after.equals(place.flags)) {
            of(place.id().value()).flags.put(place.message.uid(), after);
        }
    }

    private void put(MessageEntry message, Flags flags, long mailbox, List<Place> placed) {
        OfMailbox target = of(mailbox);
        target.arrivals.add(
                new Arrival(
                        new Identity(message.email(), message.thread()),
                        flags,
                        message.size(),
                        message.date()));
        target.placed.add(placed);
        octets += message.size();
        messages++;
    }

    /// What is said by where an email is put: it is spam, or it is not. As {@link Correction#ofMove} has
    /// it for a message that is moved from one mailbox to another.
    private void correct(EmailId email, Set<MailboxId> before, Set<MailboxId> after) {
        Optional<SpecialUse> junk = Optional.of(SpecialUse.JUNK);
        boolean was = before.stream().anyMatch(id -> useOf(id).equals(junk));
        boolean is = after.stream().anyMatch(id -> useOf(id).equals(junk));
        if (was == is) {
            return;
        }
        Optional<SpecialUse> to =
                is
                        ? junk
                        : after.stream()
                                .map(this::useOf)
                                .filter(use -> !use.equals(Optional.of(SpecialUse.TRASH)))
                                .findFirst()
                                .orElse(Optional.of(SpecialUse.TRASH));
        edit.corrections().add(email.value(), Correction.ofMove(was ? junk : Optional.empty(), to));
    }

    private Optional<SpecialUse> useOf(MailboxId mailbox) {
        return edit.mailbox(mailbox).flatMap(there -> there.record().specialUse());
    }

    // --- add

    Decision<AddOutcome> add(
            Optional<AccountPoint> ifAt,
            NewMessage message,
            PreparedMessage prepared,
            Set<MailboxId> into,
            Optional<EmailId> replaces) {
        if (isElsewhere(ifAt)) {
            return Decision.refuse(new AddOutcome.StateMismatch(edit.point()));
        }
        Set<MailboxId> unknown = unknown(into);
        if (into.isEmpty() || !unknown.isEmpty()) {
            return Decision.refuse(new AddOutcome.NoSuchMailbox(unknown));
        }
        AccountPoint before = edit.point();
        List<There> replaced = replaces.map(this::places).orElse(List.of());
        if (replaces.isPresent() && replaced.isEmpty()) {
            return Decision.refuse(new AddOutcome.NoSuchEmail());
        }
        replaced.forEach(this::remove);
        long size = prepared.blob().size();
        Optional<QuotaResource> missing =
                Quotas.missing(owner, edit, octets + into.size() * size, messages + into.size());
        if (missing.isPresent()) {
            return Decision.refuse(new AddOutcome.OverQuota(missing.get()));
        }
        replaced.forEach(
                place -> edit.messages().loses(place.mailbox, place.message, Fate.REPLACED));
        Identity identity = prepared.addTo(edit, message.internalDate());
        Flags flags = FlagLimits.cut(message.flags().minus(DELETED), edit.config());
        Arrival arrival =
                new Arrival(identity, flags, size, message.internalDate().getEpochSecond());
        List<Place> placed = new ArrayList<>();
        into.stream()
                .map(MailboxId::value)
                .sorted()
                .forEach(mailbox -> {
                    OfMailbox target = of(mailbox);
                    target.arrivals.add(arrival);
                    target.placed.add(placed);
                    edit.corrections()
                            .appended(
                                    List.of(arrival),
                                    edit.mailbox(new MailboxId(mailbox)).orElseThrow());
                });
        edit.copies().change(identity.email(), into.size() - 1);
        carryOut();
        return Decision.keep(
                new AddOutcome.Added(
                        new EmailId(identity.email()),
                        new ThreadId(identity.thread()),
                        size,
                        placed,
                        before,
                        edit.point()));
    }

    // --- set aside

    /// @param there the UIDs that the email has already, by mailbox
    /// @param placed those that it is about to get
    private record ToSnooze(
            EmailId email,
            MailboxId mailbox,
            Snooze snooze,
            boolean woken,
            Map<MailboxId, Long> there,
            List<Place> placed) {

        Snoozed at() {
            Long known = there.get(mailbox);
            long uid =
                    known != null
                            ? known
                            : placed.stream()
                                    .filter(place -> place.mailbox().equals(mailbox))
                                    .findFirst()
                                    .orElseThrow()
                                    .uid();
            return new Snoozed(email, mailbox, uid, snooze, woken);
        }
    }

    /// Why an email cannot be set aside.
    private Optional<OfEmail> awake(EmailEdit.Update update, Set<MailboxId> after) {
        return switch (update.aside()) {
            case Aside.AsItIs _ -> Optional.empty();
            case Aside.Back(var into, _) ->
                    after.contains(into)
                            ? Optional.empty()
                            : Optional.of(new OfEmail.NoSuchMailbox(Set.of(into)));
            case Aside.Until(var in, _) when !after.contains(in) ->
                    Optional.of(new OfEmail.NoSuchMailbox(Set.of(in)));
            case Aside.Until _ ->
                    isAway(update.email()) || edit.snoozes().mayGrow()
                            ? Optional.empty()
                            : Optional.of(new OfEmail.TooManySnoozed(Snoozed.MAX_AWAY));
        };
    }

    private boolean isAway(EmailId email) {
        Snoozed known = edit.snoozes().now().get(email.value());
        return known != null && !known.woken();
    }

    private void snooze(EmailEdit.Update update, List<There> places, List<Place> placed) {
        switch (update.aside()) {
            case Aside.AsItIs _ -> {}
            case Aside.Until(var in, var snooze) ->
                    snooze(update.email(), in, snooze, false, places, placed);
            case Aside.Back(var into, var snooze) ->
                    snooze(update.email(), into, snooze, true, places, placed);
        }
    }

    private void snooze(
            EmailId email,
            MailboxId mailbox,
            Snooze snooze,
            boolean woken,
            List<There> places,
            List<Place> placed) {
        Map<MailboxId, Long> there = new HashMap<>();
        places.forEach(place -> there.putIfAbsent(place.id(), place.message.uid()));
        snoozes.add(new ToSnooze(email, mailbox, snooze, woken, there, placed));
        Long stays = there.get(mailbox);
        if (stays != null) {
            of(mailbox.value()).touched.add(stays);
        }
    }

    /// What is due comes back. What its owner has marked `\Deleted` is as good as gone.
    Decision<List<EmailId>> wake(int most) {
        List<EmailId> woken = new ArrayList<>();
        for (Snoozed due : edit.snoozes().due(edit.now(), most)) {
            boolean isThere =
                    places(due.email()).stream().anyMatch(p -> p.id().equals(due.mailbox()));
            if (isThere && update(back(due)) instanceof OfEmail.Done) {
                woken.add(due.email());
            } else {
                edit.snoozes().forget(due.email().value());
            }
        }
        carryOut();
        return Decision.keep(woken);
    }

    private EmailEdit.Update back(Snoozed due) {
        Snooze snooze = due.snooze();
        MailboxId to =
                snooze.back()
                        .filter(id -> !id.equals(due.mailbox()) && edit.selectable(id).isPresent())
                        .or(() -> edit.mailbox(MailboxName.INBOX).map(MailboxState::mailbox))
                        .orElse(due.mailbox());
        return new EmailEdit.Update(
                due.email(),
                flags ->
                        FlagLimits.cut(
                                flags.minus(snooze.removed()).plus(snooze.added()), edit.config()),
                before -> {
                    Set<MailboxId> after = new HashSet<>(before);
                    after.remove(due.mailbox());
                    after.add(to);
                    return after;
                },
                new Aside.Back(to, snooze));
    }

    // --- what was decided

    private void carryOut() {
        mailboxes.forEach((number, changes) -> {
            MailboxId id = new MailboxId(number);
            if (!changes.flags.isEmpty()) {
                new MessageChanges(edit, reader).setFlags(id, changes.flags);
            }
            if (!changes.removed.isEmpty()) {
                remove(id, changes.removed);
            }
            if (!changes.arrivals.isEmpty()) {
                append(id, changes);
            }
        });
        mailboxes.forEach((number, changes) -> touch(new MailboxId(number), changes.touched));
        snoozes.forEach(each -> edit.snoozes().put(each.at()));
    }

    /// Clients are to learn that something of them is another.
    private void touch(MailboxId id, Set<Long> uids) {
        if (!uids.isEmpty()) {
            MailboxState mailbox = edit.mailbox(id).orElseThrow();
            edit.messages()
                    .touch(
                            mailbox,
                            Selection.of(
                                            mailbox,
                                            UidSet.of(
                                                    uids.stream()
                                                            .mapToLong(Long::longValue)
                                                            .toArray()))
                                    .places());
        }
    }

    private void remove(MailboxId id, Set<Long> uids) {
        MailboxState mailbox = edit.mailbox(id).orElseThrow();
        Selection selected =
                Selection.of(
                        mailbox, UidSet.of(uids.stream().mapToLong(Long::longValue).toArray()));
        edit.messages().remove(mailbox, selected.uids(), selected.places(), Fate.MOVED);
    }

    private void append(MailboxId id, OfMailbox changes) {
        UidSet uids = reader.append(edit, id, changes.arrivals);
        long uid = uids.ranges().getFirst().first(); // one range: they are given in a row
        for (List<Place> placed : changes.placed) {
            placed.add(new Place(id, uid++));
        }
    }
}
