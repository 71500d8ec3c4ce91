// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.MailboxSearch;
import org.pabal.imap.search.SearchGrammar;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.UidSet;

/// SEARCH and UID SEARCH. RFC 9051 §6.4.4, RFC 3501 §6.4.4; MODSEQ: RFC 7162 §3.1.5.
///
/// @param returns empty when RETURN was not there
/// @param charset as it was named
/// @param key empty for a charset that is not known here
record Search(
        Addressing addressing,
        Optional<Set<Return>> returns,
        Optional<String> charset,
        Optional<SearchKey> key,
        ModSeqUse modSeqUse,
        NumberUse numberUse)
        implements ImapCommand.InSelectedState {

    enum Return {
        MIN,
        MAX,
        ALL,
        COUNT,
        SAVE
    }

    /// Whether a MODSEQ key was given.
    enum ModSeqUse {
        NONE,
        KEY
    }

    /// Whether a key names messages by their numbers.
    enum NumberUse {
        NONE,
        KEY
    }

    /// `"SEARCH" [search-return-opts] SP search-program`
    static Search parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        in.space();
        Optional<Set<Return>> returns = Optional.empty();
        if (in.skipWord("RETURN")) {
            returns = Optional.of(returns(in.space()));
            in.space();
        }
        Optional<String> charset = SearchGrammar.charset(in);
        if (charset.isPresent()) {
            if (!charset.get().equals("UTF-8") && !charset.get().equals("US-ASCII")) {
                return new Search(
                        addressing,
                        returns,
                        charset,
                        Optional.empty(),
                        ModSeqUse.NONE,
                        NumberUse.NONE);
            }
            in.space();
        }
        SearchGrammar grammar = new SearchGrammar(in);
        SearchKey key = grammar.keys();
        in.end();
        return new Search(
                addressing,
                returns,
                charset,
                Optional.of(key),
                grammar.usesModSeq() ? ModSeqUse.KEY : ModSeqUse.NONE,
                grammar.usesNumbers() ? NumberUse.KEY : NumberUse.NONE);
    }

    /// `"(" [search-return-opt *(SP search-return-opt)] ")"`; none means ALL
    private static Set<Return> returns(ImapParser in) throws ImapSyntaxException {
        EnumSet<Return> options = EnumSet.noneOf(Return.class);
        in.expect('(');
        while (!in.skip(')')) {
            if (!options.isEmpty()) {
                in.space();
            }
            options.add(option(in));
        }
        return options.isEmpty() ? EnumSet.of(Return.ALL) : options;
    }

    private static Return option(ImapParser in) throws ImapSyntaxException {
        for (Return option : Return.values()) {
            if (in.skipWord(option.name())) {
                return option;
            }
        }
        throw in.expected("MIN, MAX, ALL, COUNT or SAVE");
    }

    @Override
    public Expunges expunges() {
        return addressing == Addressing.UID ? Expunges.TOLD : Expunges.HELD_BACK;
    }

    @Override
    public boolean isByNumber() {
        return addressing == Addressing.NUMBER || numberUse == NumberUse.KEY;
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        if (charset.isPresent() && selected.features().isUtf8Accepted()) {
            return TaggedResponse.bad("UTF8=ACCEPT is enabled, name no CHARSET"); // RFC 9755 §3
        }
        if (key.isEmpty()) {
            forgetSaved(selected);
            return TaggedResponse.no("BADCHARSET (US-ASCII UTF-8)", "Use UTF-8");
        }
        if (modSeqUse == ModSeqUse.KEY && selected.features().enable(Feature.CONDSTORE)) {
            selected.writeHighestModSeq();
        }
        MailboxSearch search;
        try {
            search = new MailboxSearch(selected, key.get());
        } catch (SearchKey.NoSuchNumber _) {
            return Refusals.noSuchNumber();
        }
        BitSet found = search.run();
        new SearchResponse(selected, this, found).write();
        return search.isMissing()
                ? TaggedResponse.ok(ResponseCodes.EXPUNGEISSUED, "Some messages are expunged")
                : TaggedResponse.ok("Searched");
    }

    /// A search that fails leaves nothing saved. RFC 9051 §6.4.4.1.
    private void forgetSaved(SelectedMailbox selected) {
        if (returns.filter(options -> options.contains(Return.SAVE)).isPresent()) {
            selected.save(UidSet.EMPTY);
        }
    }
}
