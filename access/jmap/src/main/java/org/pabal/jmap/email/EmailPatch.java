// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.SetError;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.jmap.method.Patch;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an update changes of an email: its keywords, its mailboxes, as a whole or one by one; the
/// rest of it is as it is for good. RFC 8621 §4.6.
///
/// @param flags in the place of those that are there
/// @param mailboxes likewise
/// @param aside whether it is set aside there
/// @param snoozed what is to become of `snoozed`, which {@link Snoozing} turns into places
record EmailPatch(
        Optional<Flags> flags,
        Flags set,
        Flags cleared,
        Optional<Set<MailboxId>> mailboxes,
        Set<MailboxId> into,
        Set<MailboxId> outOf,
        EmailEdit.Aside aside,
        Optional<Patch> snoozed) {

    /// @throws SetError `invalidPatch`, `invalidProperties`
    static EmailPatch read(Patch patch) {
        Reader reader = new Reader();
        for (Map.Entry<String, JsonNode> each : patch.json().properties()) {
            reader.read(patch, each.getKey(), each.getValue());
        }
        boolean twice =
                reader.flags.isPresent() && !(reader.set.isEmpty() && reader.cleared.isEmpty())
                        || reader.mailboxes.isPresent()
                                && !(reader.into.isEmpty() && reader.outOf.isEmpty());
        if (twice) {
            throw SetError.invalidPatch("A path lies below another one of this patch.");
        }
        return new EmailPatch(
                reader.flags,
                Keywords.flags(reader.set),
                Keywords.flags(reader.cleared),
                reader.mailboxes,
                Set.copyOf(reader.into),
                Set.copyOf(reader.outOf),
                new EmailEdit.Aside.AsItIs(),
                reader.snoozed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Patch(reader.snoozed, patch.created())));
    }

    private static final class Reader {
        private Optional<Flags> flags = Optional.empty();
        private final List<String> set = new ArrayList<>();
        private final List<String> cleared = new ArrayList<>();
        private Optional<Set<MailboxId>> mailboxes = Optional.empty();
        private final Set<MailboxId> into = new LinkedHashSet<>();
        private final Set<MailboxId> outOf = new LinkedHashSet<>();
        private final ObjectNode snoozed = JsonNodeFactory.instance.objectNode();

        private void read(Patch patch, String path, JsonNode value) {
            List<String> steps = patch.steps(path);
            switch (steps.getFirst()) {
                case "keywords" -> keywords(steps, path, value);
                case "mailboxIds" -> mailboxes(patch, steps, path, value);
                case SnoozedProperty.NAME -> snoozed.set(path, value);
                default ->
                        throw SetError.invalidProperty(
                                steps.getFirst(), "cannot be changed; create another email");
            }
        }

        private void keywords(List<String> steps, String path, JsonNode value) {
            if (steps.size() == 1) {
                flags = Optional.of(value.isNull() ? Flags.NONE : PlacesReader.keywords(value));
                return;
            }
            refuseDeeper(steps, path);
            PlacesReader.refuseUnlessKeyword(steps.get(1));
            if (!value.isNull()) {
                PlacesReader.refuseUnlessTrue(path, value);
            }
            (value.isNull() ? cleared : set).add(steps.get(1));
        }

        private void mailboxes(Patch patch, List<String> steps, String path, JsonNode value) {
            if (steps.size() == 1) {
                mailboxes = Optional.of(PlacesReader.mailboxes(value, patch.created()));
                return;
            }
            refuseDeeper(steps, path);
            MailboxId mailbox = PlacesReader.mailbox(steps.get(1), patch.created());
            if (!value.isNull()) {
                PlacesReader.refuseUnlessTrue(path, value);
            }
            (value.isNull() ? outOf : into).add(mailbox);
        }

        private static void refuseDeeper(List<String> steps, String path) {
            if (steps.size() > 2) {
                throw SetError.invalidPatch("Above " + path + " there is no object.");
            }
        }
    }

    EmailEdit.Update edit(EmailId email) {
        return new EmailEdit.Update(email, this::flags, this::mailboxes, aside);
    }

    /// Whether it says itself in which mailboxes the email is to lie.
    boolean places() {
        return mailboxes.isPresent() || !into.isEmpty() || !outOf.isEmpty();
    }

    /// @param more mailboxes beside those that this has
    EmailPatch into(Set<MailboxId> more, Set<MailboxId> less, EmailEdit.Aside other) {
        Set<MailboxId> allInto = new LinkedHashSet<>(into);
        allInto.addAll(more);
        Set<MailboxId> allOutOf = new LinkedHashSet<>(outOf);
        allOutOf.addAll(less);
        return new EmailPatch(
                flags, set, cleared, mailboxes, allInto, allOutOf, other, Optional.empty());
    }

    Flags flags(Flags before) {
        return flags.orElseGet(() -> before.minus(cleared).plus(set));
    }

    Set<MailboxId> mailboxes(Set<MailboxId> before) {
        if (mailboxes.isPresent()) {
            return mailboxes.get();
        }
        Set<MailboxId> after = new LinkedHashSet<>(before);
        after.removeAll(outOf);
        after.addAll(into);
        return after;
    }
}
