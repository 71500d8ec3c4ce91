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

    private static final String ALL_BELOW = "/*";

    private MetadataSyntax() {}

    /// `entries = entry / "(" entry *(SP entry) ")"`; also `/private` and `/shared`, for what lies
    /// below them.
    static List<MetadataName> entries(ImapParser in) throws ImapSyntaxException {
        List<MetadataName> entries = new ArrayList<>();
        for (String text : texts(in)) {
            entries.add(entry(in, text));
        }
        return List.copyOf(entries);
    }

    /// Entries, and how deep below them.
    record Asked(List<MetadataName> entries, int depth) {}

    /// As {@link #entries}; `/private/*` means all below `/private`, as in the drafts before RFC 5464
    /// that Cyrus' cyradm follows.
    ///
    /// @param depth that the options say
    static Asked asked(ImapParser in, int depth) throws ImapSyntaxException {
        List<MetadataName> entries = new ArrayList<>();
        int deepest = depth;
        for (String text : texts(in)) {
            if (text.endsWith(ALL_BELOW)) {
                deepest = Integer.MAX_VALUE;
                entries.add(entry(in, text.substring(0, text.length() - ALL_BELOW.length())));
            } else {
                entries.add(entry(in, text));
            }
        }
        return new Asked(List.copyOf(entries), deepest);
    }

    private static List<String> texts(ImapParser in) throws ImapSyntaxException {
        List<String> texts = new ArrayList<>();
        if (!in.skip('(')) {
            texts.add(in.astring());
            return texts;
        }
        do {
            texts.add(in.astring());
            if (texts.size() > MAX_ENTRIES) {
                throw in.expected("at most " + MAX_ENTRIES + " entries");
            }
        } while (in.skip(' '));
        in.expect(')');
        return texts;
    }

    private static MetadataName entry(ImapParser in, String text) throws ImapSyntaxException {
        return checked(in, MetadataName.parsePrefix(text));
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
