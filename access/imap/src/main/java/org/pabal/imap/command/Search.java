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
        Optional<TaggedResponse> refusal = refusal(selected, returns, program);
        if (refusal.isPresent()) {
            return refused(selected, returns, refusal.get());
        }
        showModSeqs(selected, program);
        boolean plain = returns.isEmpty() && !selected.features().isRev2();
        ReturnOptions options = returns.orElse(ReturnOptions.ALL);
        SearchView view = SearchView.of(selected);
        Found found;
        try {
            found = find(view, program, options, Progress.of(selected.user().client()));
        } catch (SearchKey.Refused refused) {
            return refused(selected, returns, refused.response());
        }
        SearchResponse response =
                new SearchResponse(
                        view,
                        addressing,
                        view.uses(Use.MODSEQ, program),
                        found.indexes().stream().toArray());
        if (!response.save(selected, options)) {
            return notSaved();
        }
        if (plain) {
            response.writePlain(selected.out(), "SEARCH");
        } else {
            response.writeExtended(selected.out(), selected.user().client().tag(), options);
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
    record Found(BitSet indexes, boolean missing) {}

    static TaggedResponse done(boolean missing, String text) {
        return missing
                ? TaggedResponse.ok(ResponseCodes.EXPUNGEISSUED, "Some messages are expunged")
                : TaggedResponse.ok(text);
    }

    /// Looks no further than the options ask.
    static Found find(
            SearchView view, SearchProgram program, ReturnOptions options, Progress progress)
            throws IOException, SearchKey.Refused {
        SearchKey key = program.key().orElseThrow();
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

    /// What is known before anything is searched.
    static Optional<TaggedResponse> refusal(
            SelectedMailbox selected, Optional<ReturnOptions> returns, SearchProgram program) {
        return program.refusal(selected.features().isUtf8Accepted())
                .or(() -> UpdateRequest.refusal(selected, returns));
    }

    /// A search that fails with NO leaves nothing saved. RFC 9051 §6.4.4.1.
    static TaggedResponse refused(
            SelectedMailbox selected, Optional<ReturnOptions> returns, TaggedResponse response) {
        boolean saves = returns.filter(options -> options.has(Item.SAVE)).isPresent();
        if (saves && !response.isBad()) {
            selected.save(UidSet.EMPTY);
        }
        return response;
    }

    /// RFC 5182 §2.1.
    static TaggedResponse notSaved() {
        return TaggedResponse.no("NOTSAVED", "Too many ranges to keep, search for less");
    }
}
