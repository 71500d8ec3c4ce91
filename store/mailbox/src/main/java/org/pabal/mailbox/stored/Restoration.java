// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessages.Refusal;
import org.pabal.mailbox.DeletedMessages.RestoreOutcome;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.format.v1.DeletedFormat;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.DeletedList.Entry;
import org.pabal.mailbox.state.DeletedList.Origin;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Deletions.RecordName;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Identity;

/// Puts deleted messages back into mailboxes, in one edit with nothing in flight. To JMAP they are
/// created again, with their ids: the change log has that they came.
final class Restoration {
    private final AccountEdit edit;
    private final Account owner;
    private final LastMailboxes before;

    private final Map<DeletedId, MailboxName> restored = new LinkedHashMap<>();
    private final Map<DeletedId, Refusal> refused = new LinkedHashMap<>();
    private final List<MailboxName> made = new ArrayList<>();

    /// What comes to each mailbox, the oldest message first.
    private final Map<MailboxId, SortedMap<Long, Arrival>> arrivals = new LinkedHashMap<>();

    private final Map<Origin, Optional<MailboxState>> targets = new HashMap<>();
    private long octets;
    private long messages;

    /// @param owner whose limits apply
    Restoration(AccountEdit edit, Account owner, LastMailboxes before) {
        this.edit = edit;
        this.owner = owner;
        this.before = before;
    }

    Decision<RestoreOutcome> run(List<DeletedId> ids) {
        KeptMessages.byRecord(ids).forEach(this::restore);
        arrivals.forEach(
                (mailbox, its) -> edit.messages().append(mailbox, List.copyOf(its.values())));
        ids.stream()
                .filter(id -> !restored.containsKey(id))
                .forEach(id -> refused.putIfAbsent(id, Refusal.NOT_FOUND));
        RestoreOutcome outcome = new RestoreOutcome(restored, refused, made);
        return restored.isEmpty() ? Decision.refuse(outcome) : Decision.keep(outcome);
    }

    private void restore(RecordName name, Set<Long> emails) {
        Optional<DeletedList> there = edit.space().read(name.key()).map(DeletedFormat::decode);
        if (there.isEmpty()) {
            return;
        }
        Set<Long> taken = new HashSet<>();
        for (Entry entry : there.get().entries()) {
            if (emails.contains(entry.email())) {
                DeletedId id =
                        new DeletedId(name.modSeq(), name.chunk(), new EmailId(entry.email()));
                if (restore(id, there.get().origin(entry), entry)) {
                    taken.add(entry.email());
                }
            }
        }
        if (!taken.isEmpty()) {
            edit.deletions().replace(name, there.get(), there.get().without(taken::contains));
        }
    }

    private boolean restore(DeletedId id, Origin deletedFrom, Entry entry) {
        if (Quotas.missing(owner, edit, octets + entry.size(), messages + 1).isPresent()) {
            refused.put(id, Refusal.OVER_QUOTA);
            return false;
        }
        Origin origin = before.of(deletedFrom, entry.email());
        Optional<MailboxState> target = targets.computeIfAbsent(origin, this::target);
        if (target.isEmpty()) {
            refused.put(id, Refusal.NO_MAILBOX);
            return false;
        }
        arrivals.computeIfAbsent(target.get().mailbox(), _ -> new TreeMap<>())
                .put(
                        entry.email(),
                        new Arrival(
                                new Identity(entry.email(), entry.thread()),
                                entry.flags(),
                                entry.size(),
                                entry.date()));
        octets += entry.size();
        messages++;
        restored.put(id, target.get().record().name());
        return true;
    }

    private Optional<MailboxState> target(Origin origin) {
        return edit.mailbox(origin.mailbox())
                .or(() -> edit.mailbox(origin.name()))
                .filter(there -> there.record().selectable())
                .or(() -> make(origin));
    }

    private Optional<MailboxState> make(Origin origin) {
        Optional<SpecialUse> use =
                origin.use().filter(each -> !edit.mailboxes().hasSpecialUse(each));
        if (!(new NameChanges(edit).create(origin.name(), use).outcome()
                instanceof NameOutcome.Done(MailboxId id))) {
            return Optional.empty();
        }
        if (!edit.subscriptions().has(origin.name()) && !edit.subscriptions().areFull()) {
            edit.subscriptions().add(origin.name());
        }
        made.add(origin.name());
        return edit.mailbox(id);
    }
}
