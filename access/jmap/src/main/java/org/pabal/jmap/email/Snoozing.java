// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailEdit.Aside;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.SpecialUse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a change of `snoozed` changes of an email's places. draft-ietf-extra-email-snooze §4 asks the
/// client to move the email itself; one that changes `snoozed` alone has it moved here: into the
/// mailbox with the role `snoozed`, which is made with the first one, out of the mailbox that it comes
/// back to, or of all when it does not lie there; and with `null` back there at once.
final class Snoozing {
    private final JmapAccount account;
    private final AccountMailboxes mailboxes;
    private final AccountSnapshot now;
    private final CreatedIds created;

    Snoozing(
            JmapAccount account,
            AccountMailboxes mailboxes,
            AccountSnapshot now,
            CreatedIds created) {
        this.account = account;
        this.mailboxes = mailboxes;
        this.now = now;
        this.created = created;
    }

    /// @param patch of `snoozed` and what lies below it
    /// @throws SetError `forbidden`, `invalidPatch`, `invalidProperties`
    EmailPatch placed(Emails.Email email, EmailPatch change, Patch patch) {
        if (!account.isPersonal()) {
            throw SetError.forbidden("Only the owner sets messages aside.");
        }
        Optional<Snoozed> known = away(email);
        ObjectNode current = JsonNodeFactory.instance.objectNode();
        known.ifPresentOrElse(
                each -> current.set(SnoozedProperty.NAME, json(each)),
                () -> current.putNull(SnoozedProperty.NAME));
        JsonNode value = patch.applyTo(current).get(SnoozedProperty.NAME);
        return value == null || value.isNull()
                ? back(email, change, known)
                : away(email, change, known, SnoozedProperty.read(value, created));
    }

    /// What an email's `snoozed` says; empty for `null`.
    Optional<Snoozed> away(Emails.Email email) {
        return Optional.ofNullable(now.snoozed().get(email.id().value()))
                .filter(each -> !each.woken() && email.mailboxes().contains(each.mailbox()));
    }

    ObjectNode json(Snoozed snoozed) {
        return SnoozedProperty.json(snoozed.snooze(), inbox());
    }

    private EmailPatch back(Emails.Email email, EmailPatch change, Optional<Snoozed> known) {
        if (known.isEmpty()) {
            return change;
        }
        MailboxId from = known.get().mailbox();
        if (!change.places()) {
            MailboxId to =
                    known.get()
                            .snooze()
                            .back()
                            .filter(id -> now.mailbox(id).filter(this::takes).isPresent())
                            .orElseGet(this::inbox);
            return change.into(Set.of(to), Set.of(from), new Aside.AsItIs());
        }
        if (change.mailboxes(Set.copyOf(email.mailboxes())).contains(from)) {
            throw SetError.invalidProperty(
                    SnoozedProperty.NAME, "is not null while the email lies in that mailbox");
        }
        return change;
    }

    private EmailPatch away(
            Emails.Email email, EmailPatch change, Optional<Snoozed> known, Snooze snooze) {
        MailboxId in = known.map(Snoozed::mailbox).orElseGet(this::snoozed);
        MailboxId back = snooze.back().orElseGet(this::inbox);
        if (back.equals(in) || now.mailbox(back).filter(this::takes).isEmpty()) {
            throw SetError.invalidProperty(
                    SnoozedProperty.NAME, "must name another mailbox to come back to");
        }
        Aside aside = new Aside.Until(in, snooze);
        Set<MailboxId> before = Set.copyOf(email.mailboxes());
        if (change.places()) {
            if (!change.mailboxes(before).contains(in)) {
                throw SetError.invalidProperty(
                        SnoozedProperty.NAME,
                        "needs the email to lie in the mailbox with the role snoozed");
            }
            return change.into(Set.of(), Set.of(), aside);
        }
        if (before.contains(in)) {
            return change.into(Set.of(), Set.of(), aside);
        }
        Set<MailboxId> outOf = before.contains(back) ? Set.of(back) : new HashSet<>(before);
        return change.into(Set.of(in), outOf, aside);
    }

    private boolean takes(MailboxInfo mailbox) {
        return mailbox.selectable();
    }

    private MailboxId inbox() {
        return now.mailboxes().getFirst().id(); // INBOX is the first
    }

    private MailboxId snoozed() {
        return switch (mailboxes.mailboxFor(SpecialUse.SNOOZED)) {
            case NameOutcome.Done(var id) -> id;
            case NameOutcome.NotAllowed(var reason, _) -> throw SetError.forbidden(reason);
            case NameOutcome.NoSuchMailbox _, NameOutcome.AlreadyExists _ ->
                    throw SetError.forbidden("The mailbox with the role snoozed cannot be made.");
        };
    }

    /// What the server set itself: what a client that changed `snoozed` alone does not know yet.
    static ObjectNode told(Iterable<MailboxId> mailboxes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode places = json.putObject("mailboxIds");
        mailboxes.forEach(id -> places.put(ObjectIds.of(id), true));
        return json;
    }
}
