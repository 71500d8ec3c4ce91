// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.MailboxAddress;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.ObjectIds;
import org.pabal.mailbox.AccountMailboxes.NameOutcome;
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
    public TaggedResponse run(Authenticated user) {
        // A delimiter at the end says that children will come. RFC 9051 §6.3.4
        boolean parent =
                name.length() > 1
                        && name.charAt(name.length() - 1) == user.namespaces().names().delimiter();
        Optional<MailboxAddress> wanted =
                user.address(parent ? name.substring(0, name.length() - 1) : name)
                        .filter(user::isOwn);
        if (wanted.isEmpty()) {
            return Refusals.notAName(user);
        }
        List<Optional<SpecialUse>> known = uses.stream().map(Create::specialUse).toList();
        if (known.size() > 1 || known.stream().anyMatch(Optional::isEmpty)) {
            return TaggedResponse.no(
                    "USEATTR", "One of \\Archive \\Drafts \\Junk \\Sent \\Trash \\Important");
        }
        Optional<SpecialUse> use = known.isEmpty() ? Optional.empty() : known.get(0);
        NameOutcome outcome = user.mailboxes().create(wanted.get().name(), use);
        String code =
                outcome instanceof NameOutcome.Done(var mailbox)
                        ? "MAILBOXID (" + ObjectIds.of(mailbox) + ")"
                        : "";
        return Refusals.ofNames(outcome, TaggedResponse.ok(code, "Created"));
    }

    private static Optional<SpecialUse> specialUse(String attribute) {
        for (SpecialUse use : SpecialUse.values()) {
            if (use.attribute().equalsIgnoreCase(attribute)) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
