// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MetadataName;

/// The grammar that commands about annotations share. RFC 5464 §5.
final class MetadataSyntax {
    static final int MAX_ENTRIES = 100;

    private MetadataSyntax() {}

    /// `entries = entry / "(" entry *(SP entry) ")"`; also `/private` and `/shared`, for what lies
    /// below them.
    static List<MetadataName> entries(ImapParser in) throws ImapSyntaxException {
        List<MetadataName> entries = new ArrayList<>();
        if (!in.skip('(')) {
            entries.add(entry(in));
            return entries;
        }
        do {
            entries.add(entry(in));
            if (entries.size() > MAX_ENTRIES) {
                throw in.expected("at most " + MAX_ENTRIES + " entries");
            }
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(entries);
    }

    private static MetadataName entry(ImapParser in) throws ImapSyntaxException {
        return checked(in, MetadataName.parsePrefix(in.astring()));
    }

    /// `entry = astring`, one that can have a value.
    static MetadataName entryWithValue(ImapParser in) throws ImapSyntaxException {
        return checked(in, MetadataName.parse(in.astring()));
    }

    private static MetadataName checked(ImapParser in, Optional<MetadataName> name)
            throws ImapSyntaxException {
        if (name.isEmpty()) {
            throw in.expected("an entry below /private/ or /shared/ before this");
        }
        return name.get();
    }
}
