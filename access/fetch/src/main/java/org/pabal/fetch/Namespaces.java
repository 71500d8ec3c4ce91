// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// Where a user's own mailboxes lie, and where those of others do. RFC 2342 §5.
final class Namespaces implements Dialogue.Listener {
    private static final int MAX = 100;

    private final List<String> own = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();

    @Override
    public void hear(ImapParser in) throws ImapSyntaxException {
        if (!in.skipWord("NAMESPACE")) {
            return;
        }
        prefixes(in.space(), own);
        prefixes(in.space(), foreign);
        prefixes(in.space(), foreign);
    }

    /// `Namespace = nil / "(" 1*( "(" string SP (<"> QUOTED_CHAR <"> / nil) …")" ) ")"`
    private static void prefixes(ImapParser in, List<String> into) throws ImapSyntaxException {
        if (in.skipWord("NIL")) {
            return;
        }
        in.expect('(');
        while (in.skip('(') || in.skip(' ') && in.skip('(')) {
            String prefix = in.string();
            in.space().nstringOctets();
            while (in.skip(' ')) {
                FetchedItems.skipValue(in);
            }
            in.expect(')');
            if (into.size() < MAX) {
                into.add(prefix);
            }
        }
        in.expect(')');
    }

    /// A mailbox of somebody else, or of everybody. A prefix that is empty names no place.
    boolean isForeign(String wireName) {
        return foreign.stream()
                .anyMatch(prefix ->
                        !prefix.isEmpty()
                                && (wireName.startsWith(prefix)
                                        || wireName.equals(
                                                prefix.substring(0, prefix.length() - 1))));
    }

    /// The name below the prefix of the user's own namespace: `INBOX.Sent` is `Sent` at Cyrus and
    /// Courier.
    String withoutPrefix(String wireName) {
        Optional<String> prefix =
                own.stream()
                        .filter(each -> !each.isEmpty())
                        .filter(each ->
                                wireName.regionMatches(true, 0, each, 0, each.length())
                                        && wireName.length() > each.length())
                        .findFirst();
        return prefix.map(each -> wireName.substring(each.length())).orElse(wireName);
    }
}
