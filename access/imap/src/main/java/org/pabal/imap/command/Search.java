// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import org.pabal.imap.command.ReturnOptions.Item;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.MailboxSearch;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.search.SearchProgram;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.update.ResultContext;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.Progress;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.UidSet;

/// SEARCH and UID SEARCH. RFC 9051 §6.4.4, RFC 3501 §6.4.4; MODSEQ: RFC 7162 §3.1.5.
///
/// @param returns empty when RETURN was not there
record Search(Addressing addressing, Optional<ReturnOptions> returns, SearchProgram program)
        implements ImapCommand.InSelectedState {

    /// `"SEARCH" [search-return-opts] SP search-program`
    static Search parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        Optional<ReturnOptions> returns = ReturnOptions.parseIfNext(in.space());
        return new Search(addressing, returns, SearchProgram.parse(in));
    }

    @Override
    public Expunges expunges() {
        return addressing == Addressing.UID ? Expunges.TOLD : Expunges.HELD_BACK;
    }

    @Override
    public boolean isByNumber() {
        return addressing == Addressing.NUMBER || program.uses(Use.NUMBERS);
    }

    @Override
    public TaggedResponse run(SelectedMailbox selected) throws IOException {
        if (program.uses(Use.CHARSET) && selected.features().isUtf8Accepted()) {
            return TaggedResponse.bad("UTF8=ACCEPT is enabled, name no CHARSET"); // RFC 9755 §3
        }
        if (program.isUnknownCharset()) {
            forgetSaved(selected, returns);
            return SearchProgram.badCharset();
        }
        Optional<TaggedResponse> refusal = UpdateRequest.refusal(selected, returns);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        showModSeqs(selected, program);
        boolean plain = returns.isEmpty() && !selected.features().isRev2();
        ReturnOptions options = returns.orElse(ReturnOptions.ALL);
        Found found;
        try {
            found = find(selected, program.key().orElseThrow(), options);
        } catch (SearchKey.Refused refused) {
            if (!refused.response().isBad()) {
                forgetSaved(selected, returns);
            }
            return refused.response();
        }
        SearchResponse response =
                new SearchResponse(
                        selected,
                        addressing,
                        program.uses(Use.MODSEQ),
                        found.indexes().stream().toArray());
        if (!response.save(options)) {
            return notSaved();
        }
        if (plain) {
            response.writePlain("SEARCH");
        } else {
            response.writeExtended(options);
        }
        UpdateRequest.keep(
                selected,
                options,
                program,
                () ->
                        ResultContext.ofSearch(
                                selected.user().client().tag(),
                                addressing,
                                program.key().orElseThrow(),
                                UidSet.of(response.uids())));
        return done(found.missing(), "Searched");
    }

    /// @param missing whether a message was expunged meanwhile that would have to be read
    private record Found(BitSet indexes, boolean missing) {}

    static TaggedResponse done(boolean missing, String text) {
        return missing
                ? TaggedResponse.ok(ResponseCodes.EXPUNGEISSUED, "Some messages are expunged")
                : TaggedResponse.ok(text);
    }

    /// Looks no further than the options ask.
    private static Found find(SelectedMailbox selected, SearchKey key, ReturnOptions options)
            throws IOException, SearchKey.Refused {
        SearchView view = SearchView.of(selected);
        Progress progress = Progress.of(selected.user().client());
        MailboxSearch search = new MailboxSearch(view, key, progress);
        if (options.needAll()) {
            return new Found(search.run(), search.isMissing());
        }
        BitSet found = new BitSet();
        boolean missing = false;
        if (options.firstNeeded() > 0) {
            found.or(search.first(options.firstNeeded()));
            missing = search.isMissing();
        }
        if (options.lastNeeded() > 0) {
            MailboxSearch again = new MailboxSearch(view, key, progress);
            found.or(again.last(options.lastNeeded()));
            missing |= again.isMissing();
        }
        return new Found(found, missing);
    }

    /// A MODSEQ key is a use of CONDSTORE. RFC 7162 §3.1.
    static void showModSeqs(SelectedMailbox selected, SearchProgram program) throws IOException {
        if (program.uses(Use.MODSEQ) && selected.features().enable(Feature.CONDSTORE)) {
            selected.writeHighestModSeq();
        }
    }

    /// A search that fails leaves nothing saved. RFC 9051 §6.4.4.1.
    static void forgetSaved(SelectedMailbox selected, Optional<ReturnOptions> returns) {
        if (returns.filter(options -> options.has(Item.SAVE)).isPresent()) {
            selected.save(UidSet.EMPTY);
        }
    }

    /// RFC 5182 §2.1.
    static TaggedResponse notSaved() {
        return TaggedResponse.no("NOTSAVED", "Too many ranges to keep, search for less");
    }
}
