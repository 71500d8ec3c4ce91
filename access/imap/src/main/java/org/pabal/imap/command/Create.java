// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.SpecialUse;

/// CREATE, also for a special use. RFC 9051 §6.3.4, RFC 6154 §3, MAILBOXID: RFC 8474 §4.1.
///
/// @param uses attributes of `USE`, in lower case
record Create(String name, List<String> uses) implements ImapCommand.InAuthenticatedState {

    /// `"CREATE" SP mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"]`
    static Create parse(ImapParser in) throws ImapSyntaxException {
        String name = in.space().astring();
        List<String> uses = new ArrayList<>();
        if (in.skip(' ')) {
            in.expect('(');
            if (!in.skipWord("USE")) {
                throw in.expected("USE");
            }
            in.space().expect('(');
            while (!in.skip(')')) {
                if (!uses.isEmpty()) {
                    in.space();
                }
                in.expect('\\');
                uses.add('\\' + in.atom().toLowerCase(Locale.ROOT));
            }
            in.expect(')');
        }
        in.end();
        return new Create(name, List.copyOf(uses));
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        String wanted = withoutDelimiter(user);
        Optional<MailboxAddress> address = user.address(wanted);
        if (address.isEmpty()) {
            return user.text(wanted).filter(user.namespaces()::isForeign).isPresent()
                    ? noAccount(user, wanted)
                    : Refusals.notAName(user);
        }
        if (address.get().name().isInbox() && user.administers(address.get().owner())) {
            return begin(user, address.get());
        }
        List<Optional<SpecialUse>> known = uses.stream().map(Create::specialUse).toList();
        if (known.size() > 1 || known.stream().anyMatch(Optional::isEmpty)) {
            return unknownUse();
        }
        if (!known.isEmpty()
                && !user.isOwn(address.get())
                && !user.administers(address.get().owner())) {
            return TaggedResponse.no("USEATTR", "Only own mailboxes have a special use");
        }
        ParentMailbox parent = ParentMailbox.of(user, address.get());
        if (!parent.allowsCreating()) {
            return Refusals.notPermitted();
        }
        NameOutcome outcome =
                create(
                        user,
                        address.get(),
                        parent,
                        known.stream().flatMap(Optional::stream).findFirst());
        if (outcome instanceof NameOutcome.Done(var mailbox)) {
            user.audit("create", address.get(), "");
            user.writeOldName(wanted, address.get(), "");
            return TaggedResponse.ok("MAILBOXID (" + ObjectIds.of(mailbox) + ")", "Created");
        }
        return Refusals.ofNames(outcome, TaggedResponse.ok("Created"));
    }

    /// What an administrator is told of a name for which there is no account.
    private static TaggedResponse noAccount(Authenticated user, String wanted) {
        return user.text(wanted)
                .flatMap(user.namespaces()::administeredAccount)
                .map(account ->
                        TaggedResponse.no(
                                ResponseCodes.NONEXISTENT,
                                "No account "
                                        + account
                                        + " on this host: pabal account add "
                                        + account
                                        + " makes one with its mailboxes"))
                .orElseGet(Refusals::notPermitted);
    }

    /// An account has its INBOX and the mailboxes for special uses as soon as somebody asks for them:
    /// `createmailbox user.hurd` in Cyrus' cyradm.
    private static TaggedResponse begin(Authenticated user, MailboxAddress inbox) {
        MailboxId id = user.find(inbox).orElseThrow().id();
        user.audit("create", inbox, "");
        return TaggedResponse.ok("MAILBOXID (" + ObjectIds.of(id) + ")", "There");
    }

    /// A delimiter at the end says that children will come. RFC 9051 §6.3.4.
    private String withoutDelimiter(Authenticated user) {
        int last = name.length() - 1;
        return last > 0 && name.charAt(last) == user.namespaces().delimiterOf(name)
                ? name.substring(0, last)
                : name;
    }

    /// Mailboxes inherit the ACL of the one above: at the top of another's account, that of INBOX, so
    /// that who makes one can use it.
    private static NameOutcome create(
            Authenticated user,
            MailboxAddress address,
            ParentMailbox parent,
            Optional<SpecialUse> use) {
        AccountMailboxes mailboxes = user.mailboxesOf(address.owner());
        MailboxName top = new MailboxName(address.name().levels().getFirst());
        if (!parent.isOwn() && !parent.isNamedParent()) {
            NameOutcome first =
                    mailboxes.create(top, top.equals(address.name()) ? use : Optional.empty());
            if (first instanceof NameOutcome.Done(var id)) {
                Acl acl = parent.nearest().map(inbox -> inbox.info().acl()).orElse(Acl.NONE);
                mailboxes.changeAcl(id, _ -> acl);
            }
            if (!(first instanceof NameOutcome.Done) || top.equals(address.name())) {
                return first;
            }
        }
        return mailboxes.create(address.name(), use);
    }

    static TaggedResponse unknownUse() {
        return TaggedResponse.no(
                "USEATTR", "One of \\Archive \\Drafts \\Junk \\Sent \\Trash \\Important \\Snoozed");
    }

    static Optional<SpecialUse> specialUse(String attribute) {
        for (SpecialUse use : SpecialUse.values()) {
            if (use.attribute().equalsIgnoreCase(attribute)) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
