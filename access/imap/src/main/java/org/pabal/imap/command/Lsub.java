// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MailboxPattern;
import org.pabal.mailbox.MailboxName;

/// LSUB. RFC 3501 §6.3.9; IMAP4rev2 has LIST (SUBSCRIBED) instead.
record Lsub(String reference, String pattern) implements ImapCommand.InAuthenticatedState {

    /// `"LSUB" SP mailbox SP list-mailbox`
    static Lsub parse(ImapParser in) throws ImapSyntaxException {
        String reference = in.space().astring();
        String pattern = in.space().listMailbox();
        in.end();
        return new Lsub(reference, pattern);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<MailboxPattern> wanted = user.text(reference + pattern).map(MailboxPattern::new);
        if (wanted.isEmpty()) {
            return TaggedResponse.ok("Listed");
        }
        List<MailboxName> subscribed = user.mailboxes().subscriptions();
        Set<MailboxName> parents = new TreeSet<>();
        // With % at its end a pattern shows the parents of what lies deeper. RFC 3501 §6.3.9
        if (pattern.endsWith("%")) {
            subscribed.forEach(name -> addAncestors(name, parents));
        }
        Set<MailboxName> all = new TreeSet<>(parents);
        all.addAll(subscribed);
        Set<MailboxName> itself = new HashSet<>(subscribed);
        for (MailboxName name : all) {
            if (wanted.get().matches(name)) {
                user.out().ascii(itself.contains(name) ? "* LSUB ()" : "* LSUB (\\Noselect)");
                user.out().ascii(" \"/\" ");
                user.writeName(name).crlf();
            }
        }
        return TaggedResponse.ok("Listed");
    }

    private static void addAncestors(MailboxName name, Set<MailboxName> to) {
        Optional<MailboxName> parent = name.parent();
        while (parent.isPresent() && to.add(parent.get())) {
            parent = parent.get().parent();
        }
    }
}
