// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;

/// Search criteria that a user has stored under a name, for one search. RFC 5466.
public final class SavedFilters {
    /// A filter may name others, so deep.
    private static final int MAX_DEPTH = 10;

    /// So many are looked up for one search: two that name each other twice would double each time.
    private static final int MAX_LOOKUPS = 100;

    private static final String PRIVATE = "/private/filters/values/";
    private static final String SHARED = "/shared/filters/values/";

    private final Authenticated user;
    private final EnumSet<Use> uses = EnumSet.noneOf(Use.class);
    private int lookups;
    private int depth;

    SavedFilters(Authenticated user) {
        this.user = user;
    }

    /// What stands among the keys of the filters that were looked up so far.
    public Set<Use> uses() {
        return uses;
    }

    /// The criteria stored under a name, bound to a mailbox. The private ones stand before the
    /// shared ones. RFC 5466 §3.1.
    SearchKey bind(String name, SearchView view) throws SearchKey.Refused {
        if (depth >= MAX_DEPTH || ++lookups > MAX_LOOKUPS) {
            throw new SearchKey.Refused(
                    TaggedResponse.no(
                            ResponseCodes.LIMIT,
                            "Filters that name each other, or too many in one another"));
        }
        byte[] value = value(name).orElseThrow(() -> undefined(name, "No such filter"));
        depth++;
        try {
            ImapParser in = new ImapParser(value, user.client().config().depth());
            SearchGrammar grammar = new SearchGrammar(in, "UTF-8");
            SearchKey key = grammar.keys();
            in.end();
            uses.addAll(grammar.uses());
            return key.bind(view);
        } catch (ImapSyntaxException e) {
            throw undefined(name, "The filter is no search program: " + e.getMessage());
        } finally {
            depth--;
        }
    }

    private static SearchKey.Refused undefined(String name, String text) {
        return new SearchKey.Refused(TaggedResponse.no("UNDEFINED-FILTER " + name, text));
    }

    private Optional<byte[]> value(String name) {
        for (String prefix : List.of(PRIVATE, SHARED)) {
            Optional<byte[]> value =
                    MetadataName.parse(prefix + name)
                            .flatMap(entry ->
                                    user
                                            .mailboxes()
                                            .metadata(Optional.empty(), List.of(entry), 0)
                                            .stream()
                                            .findFirst())
                            .map(MetadataEntry::value);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }
}
