// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.ShownNames;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

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
        Optional<MailboxPattern> wanted =
                user.text(reference + pattern)
                        .map(text -> new MailboxPattern(text, user.namespaces().delimiterOf(text)));
        if (wanted.isEmpty()) {
            return TaggedResponse.ok("Listed");
        }
        for (Map.Entry<String, String> entry : attributesByName(user).entrySet()) {
            if (wanted.get().matches(entry.getKey(), user.namespaces().levels(entry.getKey()))) {
                user.out().ascii("* LSUB (").ascii(entry.getValue()).octet(')');
                user.writeDelimiter(entry.getKey());
                user.writeName(entry.getKey()).crlf();
            }
        }
        return TaggedResponse.ok("Listed");
    }

    /// With `%` at its end a pattern shows the parents of what lies deeper. RFC 3501 §6.3.9.
    private SortedMap<String, String> attributesByName(Authenticated user) {
        SortedMap<String, String> names = ShownNames.newMap();
        List<String> subscribed = user.shownNames().subscriptions();
        if (pattern.endsWith("%")) {
            user.shownNames().above(subscribed).forEach(name -> names.put(name, "\\Noselect"));
        }
        subscribed.forEach(name -> names.put(name, ""));
        return names;
    }
}
