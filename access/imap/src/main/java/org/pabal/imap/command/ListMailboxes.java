// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pabal.imap.MailboxPattern;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.ShownNames;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.mailbox.MetadataName;

/// LIST, plain and extended. RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154, RFC 8440, RFC 9590.
///
/// @param patterns one or several, joined to the reference when matched
record ListMailboxes(
        Set<Selection> selection, String reference, List<String> patterns, Returns returns)
        implements ImapCommand.InAuthenticatedState {
    private static final int MAX_PATTERNS = 100;

    enum Selection {
        SUBSCRIBED,
        RECURSIVEMATCH,
        REMOTE,
        SPECIAL_USE
    }

    enum Return {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE,
        STATUS,
        MYRIGHTS,
        METADATA
    }

    /// What is wanted of each mailbox.
    ///
    /// @param status empty unless RETURN (STATUS (…))
    /// @param metadata empty unless RETURN (METADATA (…))
    record Returns(Set<Return> options, Set<StatusItem> status, List<MetadataName> metadata) {
        static final Returns NONE = new Returns(Set.of(), Set.of(), List.of());

        boolean has(Return option) {
            return options.contains(option);
        }
    }

    /// `"LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]`
    static ListMailboxes parse(ImapParser in) throws ImapSyntaxException {
        in.space();
        Set<Selection> selection = EnumSet.noneOf(Selection.class);
        if (in.isNext('(')) {
            selection = selection(in);
            in.space();
        }
        String reference = in.astring();
        List<String> patterns = patterns(in.space());
        Returns returns = in.skip(' ') ? returns(in) : Returns.NONE;
        in.end();
        return new ListMailboxes(selection, reference, patterns, returns);
    }

    /// `list-select-opts = "(" [list-select-opt *(SP list-select-opt)] ")"`
    private static Set<Selection> selection(ImapParser in) throws ImapSyntaxException {
        EnumSet<Selection> options = EnumSet.noneOf(Selection.class);
        in.expect('(');
        while (!in.skip(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            options.add(selectionOption(in));
        }
        if (options.contains(Selection.RECURSIVEMATCH)
                && !options.contains(Selection.SUBSCRIBED)
                && !options.contains(Selection.SPECIAL_USE)) {
            throw in.expected("RECURSIVEMATCH beside SUBSCRIBED"); // RFC 9051 §6.3.9.1
        }
        return options;
    }

    private static Selection selectionOption(ImapParser in) throws ImapSyntaxException {
        if (in.skipWord("SUBSCRIBED")) {
            return Selection.SUBSCRIBED;
        } else if (in.skipWord("RECURSIVEMATCH")) {
            return Selection.RECURSIVEMATCH;
        } else if (in.skipWord("REMOTE")) {
            return Selection.REMOTE;
        } else if (in.skipWord("SPECIAL-USE")) {
            return Selection.SPECIAL_USE;
        }
        throw in.expected("SUBSCRIBED, RECURSIVEMATCH, REMOTE or SPECIAL-USE");
    }

    /// `mbox-or-pat = list-mailbox / "(" list-mailbox *(SP list-mailbox) ")"`
    private static List<String> patterns(ImapParser in) throws ImapSyntaxException {
        List<String> patterns = new ArrayList<>();
        if (!in.skip('(')) {
            patterns.add(in.listMailbox());
            return patterns;
        }
        do {
            patterns.add(in.listMailbox());
            if (patterns.size() > MAX_PATTERNS) {
                throw in.expected("at most " + MAX_PATTERNS + " patterns");
            }
        } while (in.skip(' '));
        in.expect(')');
        return patterns;
    }

    /// `list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"`
    private static Returns returns(ImapParser in) throws ImapSyntaxException {
        Set<Return> options = EnumSet.noneOf(Return.class);
        Set<StatusItem> status = EnumSet.noneOf(StatusItem.class);
        List<MetadataName> metadata = new ArrayList<>();
        if (!in.skipWord("RETURN")) {
            throw in.expected("RETURN");
        }
        in.space().expect('(');
        while (!in.skip(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            Return option = returnOption(in);
            options.add(option);
            if (option == Return.STATUS) {
                status.addAll(StatusItem.parseList(in.space()));
            } else if (option == Return.METADATA) {
                metadata.addAll(MetadataSyntax.entries(in.space()));
            }
        }
        return new Returns(options, status, List.copyOf(metadata));
    }

    private static Return returnOption(ImapParser in) throws ImapSyntaxException {
        for (Return option : Return.values()) {
            if (in.skipWord(option.name().replace('_', '-'))) {
                return option;
            }
        }
        throw in.expected("SUBSCRIBED, CHILDREN, SPECIAL-USE, STATUS, MYRIGHTS or METADATA");
    }

    private boolean isExtended() {
        return !selection.isEmpty() || !returns.options().isEmpty() || patterns.size() > 1;
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        if (!isExtended() && patterns.get(0).isEmpty()) {
            // The delimiter and the root of the reference. RFC 9051 §6.3.9
            user.out().ascii("* LIST (\\Noselect)");
            user.writeDelimiter(reference).ascii("\"\"").crlf();
            return TaggedResponse.ok("Delimiter told");
        }
        List<MailboxPattern> compiled =
                patterns.stream()
                        .flatMap(pattern -> user.text(reference + pattern).stream())
                        .map(text -> compiled(user, text))
                        .toList();
        if (user.shownNames().administered(compiled).size() > ShownNames.MAX_ADMINISTERED) {
            return TaggedResponse.no(
                    ResponseCodes.LIMIT,
                    "More than "
                            + ShownNames.MAX_ADMINISTERED
                            + " accounts, LIST some of them, such as user.a*");
        }
        new MailboxListing(user, this, compiled).write();
        return TaggedResponse.ok("Listed");
    }

    private static MailboxPattern compiled(Authenticated user, String text) {
        user.namespaces().spellAs(text);
        return new MailboxPattern(text, user.namespaces().delimiterOf(text));
    }
}
