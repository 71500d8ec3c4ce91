// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.sieve.Action.MailboxTarget;

/// The mailboxes of the account that a script runs for, opened when they are first asked for: only its
/// own, whatever a name looks like (THREATS V12). For one thread.
final class OwnerMailboxes {
    private final MailboxStore store;
    private final Account account;
    private final AgentConfig config;
    private @Nullable AccountMailboxes opened;
    private int made;

    OwnerMailboxes(MailboxStore store, Account account, AgentConfig config) {
        this.store = store;
        this.account = account;
        this.config = config;
    }

    private AccountMailboxes mailboxes() {
        AccountMailboxes known = opened;
        if (known == null) {
            known = store.open(account);
            opened = known;
        }
        return known;
    }

    Optional<MailboxInfo> find(String name) {
        return MailboxName.parse(name).flatMap(mailboxes()::find).filter(MailboxInfo::selectable);
    }

    /// @param id as IMAP shows it: `F` and a number. RFC 8474 §4
    Optional<MailboxInfo> findById(String id) {
        boolean plausible = id.matches("F[0-9]{1,18}");
        return plausible
                ? mailboxes()
                        .find(new MailboxId(Long.parseLong(id.substring(1))))
                        .filter(MailboxInfo::selectable)
                : Optional.empty();
    }

    Optional<MailboxInfo> findByUse(String use) {
        return mailboxes().list().stream()
                .filter(info -> info.selectable() && has(info, use))
                .findFirst();
    }

    boolean has(MailboxInfo mailbox, String use) {
        return mailbox.specialUse()
                .filter(its -> its.attribute().equalsIgnoreCase(use))
                .isPresent();
    }

    /// @param mailbox empty for the account's own
    Optional<MetadataEntry> metadata(Optional<String> mailbox, MetadataName name) {
        if (mailbox.isEmpty()) {
            return first(mailboxes().metadata(Optional.empty(), List.of(name), 0));
        }
        return find(mailbox.get())
                .flatMap(info ->
                        first(mailboxes().metadata(Optional.of(info.id()), List.of(name), 0)));
    }

    private static Optional<MetadataEntry> first(List<MetadataEntry> entries) {
        return entries.stream().findFirst();
    }

    /// Where something is filed, or why not there.
    sealed interface Found {
        record Here(MailboxName name) implements Found {}

        record Nowhere(String reason) implements Found {}
    }

    /// Finds where a script files: by id, by use, by name; made where that is wished.
    Found target(MailboxTarget target) {
        Optional<MailboxInfo> preferred =
                target.mailboxId()
                        .flatMap(this::findById)
                        .or(() -> target.specialUse().flatMap(this::findByUse));
        if (preferred.isPresent()) {
            return new Found.Here(preferred.get().name());
        }
        Optional<MailboxName> name = MailboxName.parse(target.name());
        if (name.isEmpty()) {
            return new Found.Nowhere("it is not a name of a mailbox");
        }
        if (name.get().isInbox() || find(target.name()).isPresent()) {
            return new Found.Here(name.get());
        }
        return target.create() || config.createMailboxes()
                ? made(name.get(), target.specialUse())
                : new Found.Nowhere("there is no such mailbox");
    }

    /// Where messages are set aside: made with the first of them, in the owner's language.
    Found snoozed() {
        return switch (mailboxes().mailboxFor(SpecialUse.SNOOZED)) {
            case NameOutcome.Done(var id) ->
                    mailboxes()
                            .find(id)
                            .<Found>map(there -> new Found.Here(there.name()))
                            .orElseGet(() -> new Found.Nowhere("it went a moment ago"));
            case NameOutcome.NotAllowed(var reason, _) -> new Found.Nowhere(reason);
            case NameOutcome.NoSuchMailbox _, NameOutcome.AlreadyExists _ ->
                    new Found.Nowhere("it cannot be made");
        };
    }

    /// Where what is set aside comes back to: found, or made, when it is set aside; empty for INBOX.
    Optional<MailboxId> back(Optional<MailboxTarget> wanted) {
        return wanted.map(this::target)
                .flatMap(found ->
                        found instanceof Found.Here(var name)
                                ? mailboxes().find(name)
                                : Optional.empty())
                .map(MailboxInfo::id);
    }

    private Found made(MailboxName name, Optional<String> use) {
        if (made >= config.limits().newMailboxes()) {
            return new Found.Nowhere(
                    "a mail makes no more than " + config.limits().newMailboxes() + " mailboxes");
        }
        Optional<SpecialUse> special =
                use.flatMap(wanted ->
                        Arrays.stream(SpecialUse.values())
                                .filter(each -> each.attribute().equalsIgnoreCase(wanted))
                                .findFirst());
        return switch (mailboxes().create(name, special)) {
            case NameOutcome.Done _ -> {
                made++;
                mailboxes().subscribe(name);
                yield new Found.Here(name);
            }
            case NameOutcome.AlreadyExists _ -> new Found.Here(name); // made meanwhile
            case NameOutcome.NoSuchMailbox _ -> new Found.Nowhere("there is no such mailbox");
            case NameOutcome.NotAllowed(var reason, _) -> new Found.Nowhere(reason);
        };
    }
}
