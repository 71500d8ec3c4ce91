// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.UidSet;
import org.pabal.message.Domain;
import org.pabal.server.administration.MailboxNaming.Named;

/// The calls about mailboxes: making, deleting and renaming them; {@link MailboxListing} says which
/// there are.
final class MailboxOperations {
    private final MailboxStore store;
    private final MailboxNaming naming;

    MailboxOperations(
            DirectoryAdministration directory,
            MailboxStore store,
            Supplier<Optional<Domain>> defaultDomain) {
        this.store = store;
        this.naming = new MailboxNaming(directory, defaultDomain);
    }

    MailboxNaming naming() {
        return naming;
    }

    /// INBOX is there as soon as somebody asks for it.
    Map<String, Object> create(Arguments arguments) {
        Named wanted = naming.named(arguments.text("name"));
        AccountMailboxes mailboxes = store.open(wanted.owner());
        Optional<SpecialUse> use = use(arguments.text("use", ""));
        if (!wanted.mailbox().isInbox()) {
            mustBeDone(mailboxes.create(wanted.mailbox(), use), wanted);
        } else if (use.isPresent()) {
            throw new Arguments.Unusable("INBOX has no special use");
        }
        MailboxAudit.written("create", wanted, use.map(SpecialUse::attribute).orElse(""));
        return Map.of("name", wanted.shown());
    }

    private static Optional<SpecialUse> use(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String attribute = text.startsWith("\\") ? text : "\\" + text;
        for (SpecialUse use : SpecialUse.values()) {
            if (use.attribute().equalsIgnoreCase(attribute)) {
                return Optional.of(use);
            }
        }
        throw new Arguments.Unusable(
                "'"
                        + text
                        + "' is not a special use: Archive, Drafts, Junk, Sent, Trash, Important or"
                        + " Snoozed");
    }

    /// Gives a mailbox a special use, or takes it.
    Map<String, Object> use(Arguments arguments) {
        Named named = naming.named(arguments.text("name"));
        MailboxInfo info = found(named);
        Optional<SpecialUse> use = use(arguments.text("use", ""));
        mustBeDone(store.open(named.owner()).setSpecialUse(info.id(), use), named);
        MailboxAudit.written("use", named, use.map(SpecialUse::attribute).orElse("none"));
        return Map.of("name", named.shown());
    }

    /// What becomes of the mailboxes below a deleted one.
    private enum Below {
        REFUSED,
        KEPT,
        DELETED
    }

    /// Without `force` only what holds no messages. INBOX is emptied, and stays.
    Map<String, Object> delete(Arguments arguments) {
        Named named = naming.named(arguments.text("name"));
        Below below =
                switch (arguments.text("below", "refuse")) {
                    case "keep" -> Below.KEPT;
                    case "delete" -> Below.DELETED;
                    default -> Below.REFUSED;
                };
        if (named.mailbox().isInbox() && below != Below.DELETED) {
            throw new Arguments.Unusable(
                    "INBOX stays as long as its account; pabal account remove "
                            + named.owner().address()
                            + " removes both; pabal mailbox delete --recursive deletes all its other"
                            + " mailboxes and empties it");
        }
        List<MailboxInfo> doomed = doomed(named, below);
        if (!arguments.flag("force")) {
            mustBeEmpty(named, doomed);
        }
        long messages = 0;
        for (MailboxInfo info : doomed) {
            messages += delete(named.with(info.name()), info);
        }
        return Map.of("name", named.shown(), "mailboxes", doomed.size(), "messages", messages);
    }

    /// The deepest first.
    private List<MailboxInfo> doomed(Named named, Below below) {
        AccountMailboxes mailboxes = store.open(named.owner());
        List<MailboxInfo> doomed = new ArrayList<>();
        doomed.add(found(named));
        for (MailboxInfo info : mailboxes.list()) {
            boolean isBelow =
                    named.mailbox().isInbox()
                            ? !info.name().isInbox()
                            : info.name().isBelow(named.mailbox());
            if (isBelow && below == Below.REFUSED) {
                throw new Arguments.Unusable(
                        named.shown() + " has mailboxes below it: --recursive deletes them too");
            }
            if (isBelow && below == Below.DELETED) {
                doomed.add(info);
            }
        }
        doomed.sort(Comparator.comparing(MailboxInfo::name).reversed());
        return doomed;
    }

    private void mustBeEmpty(Named named, List<MailboxInfo> doomed) {
        for (MailboxInfo info : doomed) {
            long count = store.open(named.owner()).snapshot(info.id()).map(this::count).orElse(0L);
            if (count > 0) {
                throw new Arguments.Unusable(
                        named.shown(info.name())
                                + " holds "
                                + count
                                + (count == 1 ? " message" : " messages")
                                + ": --force deletes them too");
            }
        }
    }

    private long count(MailboxSnapshot snapshot) {
        return snapshot.count();
    }

    /// @return how many messages went with it
    private long delete(Named named, MailboxInfo info) {
        AccountMailboxes mailboxes = store.open(named.owner());
        Optional<MailboxSnapshot> snapshot = mailboxes.snapshot(info.id());
        if (info.name().isInbox()) {
            UidSet all = UidSet.ofRanges(List.of(new UidSet.Range(1, 0xFFFF_FFFFL)));
            long gone = mailboxes.remove(info.id(), all).expunged().size();
            MailboxAudit.written("empty", named, gone + " messages");
            return gone;
        }
        NameOutcome outcome = mailboxes.delete(info.name());
        if (outcome instanceof NameOutcome.NoSuchMailbox) {
            return 0; // A name that was there for its children goes with the last of them.
        }
        mustBeDone(outcome, named);
        long messages = snapshot.map(this::count).orElse(0L);
        MailboxAudit.written("delete", named, messages + " messages");
        return messages;
    }

    Map<String, Object> rename(Arguments arguments) {
        Named from = naming.named(arguments.text("from"));
        Named to = naming.named(arguments.text("to"));
        if (!from.owner().id().equals(to.owner().id())) {
            throw new Arguments.Unusable(
                    "a mailbox stays in its account: make "
                            + to.shown()
                            + " and let its owner move the messages there");
        }
        if (from.mailbox().isInbox()) {
            throw new Arguments.Unusable(
                    "INBOX keeps its name: an account gets another by pabal account add and pabal"
                            + " alias add");
        }
        found(from);
        mustBeDone(store.open(from.owner()).rename(from.mailbox(), to.mailbox()), to);
        MailboxAudit.written("rename", from, "to " + to.mailbox());
        return Map.of("from", from.shown(), "to", to.shown());
    }

    /// The arguments of the move of a whole account, which its INBOX stands for.
    Arguments move(Arguments arguments) {
        Named named = naming.named(arguments.text("name"));
        if (!named.mailbox().isInbox()) {
            throw new Arguments.Unusable(
                    "an account moves with all its mailboxes: name "
                            + named.shown(MailboxName.INBOX));
        }
        MailboxAudit.written("move", named, "to " + arguments.text("host"));
        return new Arguments(
                Map.of(
                        "address", named.owner().address().toString(),
                        "host", arguments.text("host")));
    }

    /// The owner's subscription.
    Map<String, Object> subscribe(Arguments arguments) {
        Named named = naming.named(arguments.text("name"));
        AccountMailboxes mailboxes = store.open(named.owner());
        if (arguments.flag("no")) {
            mailboxes.unsubscribe(named.mailbox());
        } else {
            found(named);
            mailboxes.subscribe(named.mailbox());
        }
        MailboxAudit.written(arguments.flag("no") ? "unsubscribe" : "subscribe", named, "");
        return Map.of("name", named.shown());
    }

    MailboxInfo found(Named named) {
        return store.open(named.owner())
                .find(named.mailbox())
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "there is no mailbox "
                                        + named.shown()
                                        + ": pabal mailbox list "
                                        + named.owner().address()
                                        + "/*"));
    }

    private static void mustBeDone(NameOutcome outcome, Named named) {
        switch (outcome) {
            case NameOutcome.Done _ -> {}
            case NameOutcome.NoSuchMailbox _ ->
                    throw new Arguments.Unusable("there is no mailbox " + named.shown());
            case NameOutcome.AlreadyExists _ ->
                    throw new Arguments.Unusable(named.shown() + " exists already");
            case NameOutcome.NotAllowed(String reason, _) -> throw new Arguments.Unusable(reason);
        }
    }

    /// Checks the account of a mailbox, all its mailboxes with it: they share what is counted.
    ///
    /// @param arguments `mend`, or else nothing is changed
    Map<String, Object> reconstruct(Arguments arguments) {
        Named named = naming.named(arguments.text("name"));
        store.open(named.owner());
        boolean mend = arguments.flag("mend");
        CheckReport report =
                store.check(
                        named.owner().id(), mend ? CheckReport.Mode.MEND : CheckReport.Mode.LOOK);
        if (mend) {
            MailboxAudit.written(
                    "reconstruct",
                    named.with(MailboxName.INBOX),
                    report.found() + " findings, " + report.mended() + " mended");
        }
        return Map.of(
                "account", named.owner().address().toString(),
                "mailboxes", report.mailboxes(),
                "messages", report.messages(),
                "findings", report.findings(),
                "found", report.found(),
                "mended", report.mended());
    }

    MailboxStore store() {
        return store;
    }
}
