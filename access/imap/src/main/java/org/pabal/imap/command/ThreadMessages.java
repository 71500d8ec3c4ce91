// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.MailboxSearch;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.search.SearchProgram;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.order.MessageThreads;
import org.pabal.imap.search.order.ThreadAlgorithm;
import org.pabal.imap.state.Progress;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;

/// THREAD and UID THREAD. RFC 5256 §3.
record ThreadMessages(Addressing addressing, ThreadAlgorithm algorithm, SearchProgram program)
        implements ImapCommand.InSelectedState {

    /// `"THREAD" SP thread-alg SP search-criteria`
    static ThreadMessages parse(ImapParser in, Addressing addressing) throws ImapSyntaxException {
        ThreadAlgorithm algorithm = algorithm(in.space());
        return new ThreadMessages(
                addressing, algorithm, SearchProgram.parseWithCharset(in.space()));
    }

    private static ThreadAlgorithm algorithm(ImapParser in) throws ImapSyntaxException {
        for (ThreadAlgorithm algorithm : ThreadAlgorithm.values()) {
            if (in.skipWord(algorithm.name())) {
                return algorithm;
            }
        }
        throw in.expected("ORDEREDSUBJECT or REFERENCES");
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
        Optional<TaggedResponse> refusal = Search.refusal(selected, Optional.empty(), program);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Search.showModSeqs(selected, program);
        SearchView view = SearchView.of(selected);
        Progress progress = Progress.of(selected.user().client());
        int[] found;
        boolean missing;
        try {
            MailboxSearch search = new MailboxSearch(view, program.key().orElseThrow(), progress);
            found = search.run().stream().toArray();
            missing = search.isMissing();
        } catch (SearchKey.Refused refused) {
            return refused.response();
        }
        write(selected, found, algorithm.thread(view, found, progress));
        return Search.done(missing, "Threaded");
    }

    /// `"THREAD" [SP 1*thread-list]`
    private void write(SelectedMailbox selected, int[] found, MessageThreads threads)
            throws IOException {
        ResponseWriter out = selected.out().ascii("* THREAD");
        if (found.length > 0) {
            out.octet(' ');
        }
        threads.write(
                out,
                addressing == Addressing.UID
                        ? place -> selected.told().uid(found[place])
                        : place -> found[place] + 1L);
        out.crlf();
    }
}
