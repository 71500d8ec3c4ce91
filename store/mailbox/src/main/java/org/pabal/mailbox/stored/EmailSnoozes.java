// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailbox.EditOutcome.OfEmail;
import org.pabal.mailbox.EditOutcome.Place;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailEdit.Aside;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.EmailPlaces.There;

/// Which emails are set aside by changes of them, and which come back. Their UIDs are known only when
/// all else of the change is carried out.
final class EmailSnoozes {
    private final AccountEdit edit;
    private final PlaceChanges changes;
    private final List<ToSnooze> decided = new ArrayList<>();

    EmailSnoozes(AccountEdit edit, PlaceChanges changes) {
        this.edit = edit;
        this.changes = changes;
    }

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
    ///
    /// @param after where the update leaves it
    Optional<OfEmail> refused(EmailEdit.Update update, Set<MailboxId> after) {
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

    /// @param places where the email lies
    /// @param placed where the update puts it besides
    void add(EmailEdit.Update update, List<There> places, List<Place> placed) {
        switch (update.aside()) {
            case Aside.AsItIs _ -> {}
            case Aside.Until(var in, var snooze) ->
                    add(update.email(), in, snooze, false, places, placed);
            case Aside.Back(var into, var snooze) ->
                    add(update.email(), into, snooze, true, places, placed);
        }
    }

    private void add(
            EmailId email,
            MailboxId mailbox,
            Snooze snooze,
            boolean woken,
            List<There> places,
            List<Place> placed) {
        Map<MailboxId, Long> there = new HashMap<>();
        places.forEach(place -> there.putIfAbsent(place.id(), place.uid()));
        decided.add(new ToSnooze(email, mailbox, snooze, woken, there, placed));
        Long stays = there.get(mailbox);
        if (stays != null) {
            changes.touch(mailbox, stays);
        }
    }

    /// How an email comes back whose time has come.
    EmailEdit.Update back(Snoozed due) {
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

    /// Once the places are changed.
    void carryOut() {
        decided.forEach(each -> edit.snoozes().put(each.at()));
    }
}
