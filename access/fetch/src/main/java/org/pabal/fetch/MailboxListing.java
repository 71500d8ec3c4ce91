// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.ModifiedUtf7;

/// Gathers what LIST answers. RFC 3501 §7.2.2.
final class MailboxListing implements Dialogue.Listener {
    private final Namespaces namespaces;
    private final int most;
    private final Set<String> seen = new HashSet<>();
    private final List<RemoteMailbox> found = new ArrayList<>();

    MailboxListing(Namespaces namespaces, int most) {
        this.namespaces = namespaces;
        this.most = most;
    }

    List<RemoteMailbox> found() {
        return List.copyOf(found);
    }

    /// `mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox`
    @Override
    public void hear(ImapParser in) throws ImapSyntaxException, FetchException {
        if (!in.skipWord("LIST")) {
            return;
        }
        Set<String> attributes = new HashSet<>();
        for (String each : FetchedItems.flags(in.space())) {
            attributes.add(each.toLowerCase(Locale.ROOT));
        }
        Optional<byte[]> delimiter = in.space().nstringOctets();
        String name = new String(in.space().astringOctets(), ISO_8859_1);
        if (name.isEmpty() || namespaces.isForeign(name) || !seen.add(name)) {
            return;
        }
        if (found.size() >= most) {
            throw new FetchException(Reason.REFUSED, "more than " + most + " mailboxes");
        }
        found.add(new RemoteMailbox(name, levels(name, delimiter), Set.copyOf(attributes)));
    }

    private List<String> levels(String wireName, Optional<byte[]> delimiter) {
        String own =
                wireName.equalsIgnoreCase("INBOX") ? "INBOX" : namespaces.withoutPrefix(wireName);
        Optional<String> mark =
                delimiter
                        .filter(octets -> octets.length == 1)
                        .map(octets -> new String(octets, ISO_8859_1));
        List<String> levels =
                mark.map(each -> List.of(own.split(Pattern.quote(each), -1))).orElse(List.of(own));
        return levels.stream().map(MailboxListing::decoded).toList();
    }

    /// As RFC 3501 §5.1.3 has it; else as UTF-8, which servers of RFC 6855 and RFC 9051 write.
    private static String decoded(String octets) {
        return ModifiedUtf7.decode(octets).orElseGet(() -> Dialogue.utf8(octets));
    }
}
