// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.MailboxSearch;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.search.SearchProgram;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.order.MailboxSort;
import org.pabal.imap.search.order.SortCriterion;
import org.pabal.imap.search.update.ResultContext;
import org.pabal.imap.state.Progress;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;

/// SORT and UID SORT. RFC 5256 §3; RETURN: RFC 5267 §3; PARTIAL: RFC 5267 §4.4.
///
/// @param returns empty when RETURN was not there
record Sort(
        Addressing addressing,
        Optional<ReturnOptions> returns,
        List<SortCriterion> criteria,
        SearchProgram program)
        implements ImapCommand.InSelectedState {

    /// `"SORT" [SP sort-return-opts] SP sort-criteria SP search-criteria`
    static Sort parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        Optional<ReturnOptions> returns = ReturnOptions.parseIfNext(in.space());
        List<SortCriterion> criteria = SortCriterion.parse(in);
        return new Sort(addressing, returns, criteria, SearchProgram.parseWithCharset(in.space()));
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
        Optional<TaggedResponse> refusal = Search.refusal(selected, returns, program);
        if (refusal.isPresent()) {
            return Search.refused(selected, returns, refusal.get());
        }
        Search.showModSeqs(selected, program);
        SearchView view = SearchView.of(selected);
        Progress progress = Progress.of(selected.user().client());
        int[] sorted;
        boolean missing;
        try {
            MailboxSearch search = new MailboxSearch(view, program.key().orElseThrow(), progress);
            int[] found = search.run().stream().toArray();
            sorted = MailboxSort.sort(view, found, criteria, progress);
            missing = search.isMissing();
        } catch (SearchKey.Refused refused) {
            return Search.refused(selected, returns, refused.response());
        }
        SearchResponse response =
                new SearchResponse(view, addressing, view.uses(Use.MODSEQ, program), sorted);
        if (returns.isEmpty()) {
            response.writePlain(selected.out(), "SORT");
        } else if (response.save(selected, returns.get())) {
            response.writeExtended(selected.out(), selected.user().client().tag(), returns.get());
        } else {
            return Search.notSaved();
        }
        UpdateRequest.keep(
                selected,
                returns.orElse(ReturnOptions.ALL),
                program,
                () ->
                        ResultContext.ofSort(
                                selected.user().client().tag(),
                                addressing,
                                program.key().orElseThrow(),
                                criteria,
                                response.uids()));
        return Search.done(missing, "Sorted");
    }
}
