// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AddOutcome;
import org.pabal.mailbox.EditOutcome;
import org.pabal.mailbox.EditOutcome.OfEmail;
import org.pabal.mailbox.EditOutcome.Place;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.ThreadId;
import org.pabal.mailbox.state.EmailView;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.EmailPlaces.There;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;
import org.pabal.mailbox.stored.Messages.Identity;

/// Changes of emails in all their places: what JMAP's Email/set and Email/import do. RFC 8621 §4.6.
///
/// Everything is decided on the state as it was before, email by email; then it is carried out.
final class EmailEdits {
    private static final Flags DELETED = Flags.of(Flags.DELETED);

    private final AccountEdit edit;
    private final Visibility visibility;
    private final EmailPlaces places;
    private final PlaceChanges changes;
    private final EmailSnoozes snoozes;

    /// @param emails of the state before
    EmailEdits(
            AccountEdit edit,
            Account owner,
            Reader reader,
            Visibility visibility,
            EmailView emails) {
        this.edit = edit;
        this.visibility = visibility;
        this.places = new EmailPlaces(edit, reader, emails);
        this.changes = new PlaceChanges(edit, owner, reader);
        this.snoozes = new EmailSnoozes(edit, changes);
    }

    private boolean isElsewhere(Optional<AccountPoint> ifAt) {
        return ifAt.isPresent() && !ifAt.get().equals(edit.point());
    }

    private void carryOut() {
        changes.carryOut();
        snoozes.carryOut();
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
        List<There> there = places.of(email);
        if (there.isEmpty()) {
            return new OfEmail.NoSuchEmail();
        }
        for (There place : there) {
            changes.remove(place);
            edit.messages().loses(place.mailbox(), place.message(), Fate.DELETED);
        }
        return new OfEmail.Done(List.of());
    }

    private OfEmail update(EmailEdit.Update update) {
        List<There> there = places.of(update.email());
        if (there.isEmpty()) {
            return new OfEmail.NoSuchEmail();
        }
        Set<MailboxId> before = there.stream().map(There::id).collect(Collectors.toSet());
        Set<MailboxId> after =
                Set.copyOf(update.mailboxes().apply(Collections.unmodifiableSet(before)));
        List<There> leaving = there.stream().filter(p -> !after.contains(p.id())).toList();
        Set<MailboxId> coming = new HashSet<>(after);
        coming.removeAll(before);
        There model = leaving.isEmpty() ? there.getFirst() : leaving.getFirst();
        int more = coming.size() - leaving.size();
        Optional<OfEmail> refused =
                refused(after)
                        .or(() -> tooManyKeywords(update, there))
                        .or(() -> overQuota(more, model))
                        .or(() -> snoozes.refused(update, after));
        if (refused.isPresent()) {
            return refused.get();
        }
        edit.corrections().placed(edit, update.email(), before, after);
        there.stream()
                .filter(place -> after.contains(place.id()))
                .forEach(place -> changes.setFlags(place, newFlags(update.flags(), place.flags())));
        leaving.forEach(changes::remove);
        List<Place> placed = new ArrayList<>();
        changes.put(arrival(model, newFlags(update.flags(), model.flags())), coming, placed);
        edit.copies().change(update.email().value(), more);
        snoozes.add(update, there, placed);
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

    private Optional<OfEmail> tooManyKeywords(EmailEdit.Update update, List<There> there) {
        for (There place : there) {
            if (!FlagLimits.allow(newFlags(update.flags(), place.flags()), edit.config())) {
                return Optional.of(new OfEmail.TooManyKeywords(edit.config().maxKeywords()));
            }
        }
        return Optional.empty();
    }

    private Optional<OfEmail> overQuota(int more, There model) {
        return more <= 0
                ? Optional.empty()
                : changes.missing(more, model.message().size()).map(OfEmail.OverQuota::new);
    }

    private static Flags newFlags(UnaryOperator<Flags> change, Flags before) {
        return change.apply(before.minus(DELETED)).minus(DELETED);
    }

    private static Arrival arrival(There model, Flags flags) {
        return new Arrival(
                new Identity(model.message().email(), model.message().thread()),
                flags,
                model.message().size(),
                model.message().date());
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
        List<There> replaced = replaces.map(places::of).orElse(List.of());
        if (replaces.isPresent() && replaced.isEmpty()) {
            return Decision.refuse(new AddOutcome.NoSuchEmail());
        }
        replaced.forEach(changes::remove);
        Optional<QuotaResource> missing = changes.missing(into.size(), prepared.blob().size());
        if (missing.isPresent()) {
            return Decision.refuse(new AddOutcome.OverQuota(missing.get()));
        }
        for (There place : replaced) {
            edit.messages().loses(place.mailbox(), place.message(), Fate.REPLACED);
        }
        Arrival arrival =
                prepared.arrival(edit, message.flags().minus(DELETED), message.internalDate());
        List<Place> placed = new ArrayList<>();
        changes.put(arrival, into, placed);
        into.stream()
                .sorted(Comparator.comparingLong(MailboxId::value))
                .map(mailbox -> edit.mailbox(mailbox).orElseThrow())
                .forEach(target -> edit.corrections().appended(List.of(arrival), target));
        edit.copies().change(arrival.email(), into.size() - 1);
        carryOut();
        return Decision.keep(
                new AddOutcome.Added(
                        new EmailId(arrival.email()),
                        new ThreadId(arrival.identity().thread()),
                        arrival.size(),
                        placed,
                        before,
                        edit.point()));
    }

    // --- wake

    /// What is due comes back. What its owner has marked `\Deleted` is as good as gone.
    Decision<List<EmailId>> wake(int most) {
        List<EmailId> woken = new ArrayList<>();
        for (Snoozed due : edit.snoozes().due(edit.now(), most)) {
            boolean isThere =
                    places.of(due.email()).stream().anyMatch(p -> p.id().equals(due.mailbox()));
            if (isThere && update(snoozes.back(due)) instanceof OfEmail.Done) {
                woken.add(due.email());
            } else {
                edit.snoozes().forget(due.email().value());
            }
        }
        carryOut();
        return Decision.keep(woken);
    }
}
