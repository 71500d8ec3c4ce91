// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.imap.command.ReturnOptions.Item;
import org.pabal.imap.command.Search.Found;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.SearchKey;
import org.pabal.imap.search.SearchProgram;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.search.SearchView;
import org.pabal.imap.search.SearchedMailboxes;
import org.pabal.imap.search.SearchedMailboxes.Kind;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Features.Feature;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.imap.state.Progress;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.imap.syntax.MessageSet.Addressing;
import org.pabal.mailbox.MailboxSnapshot;

/// ESEARCH: a search of several mailboxes, each answered as soon as it is searched. RFC 7377.
///
/// @param sources where to look
record MultimailboxSearch(
        List<SearchedMailboxes> sources, ReturnOptions options, SearchProgram program)
        implements ImapCommand.InAuthenticatedState {

    /// `"ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program`
    static MultimailboxSearch parse(ImapParser in) throws ImapSyntaxException {
        List<SearchedMailboxes> sources = SearchedMailboxes.parseIfNext(in.space());
        ReturnOptions options = ReturnOptions.parseIfNext(in).orElse(ReturnOptions.ALL);
        return new MultimailboxSearch(sources, options, SearchProgram.parse(in));
    }

    private boolean includesSelected() {
        return sources.stream().anyMatch(source -> source.kind() == Kind.SELECTED);
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Optional<SelectedMailbox> selected = user.selected().filter(_ -> includesSelected());
        Optional<TaggedResponse> refusal = refusal(user, selected);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (program.uses(Use.MODSEQ)) {
            user.client().features().enable(Feature.CONDSTORE);
        }
        if (options.has(Item.UPDATE)) {
            UpdateRequest.refuse(user, "Only results of SEARCH and SORT are kept up to date");
        }
        Map<String, NamedMailbox> others = SearchedMailboxes.resolve(sources, user);
        try {
            return search(user, selected, others);
        } catch (SearchKey.Refused refused) {
            return refused.response();
        }
    }

    private Optional<TaggedResponse> refusal(
            Authenticated user, Optional<SelectedMailbox> selected) {
        if (includesSelected() && selected.isEmpty()) {
            return Optional.of(TaggedResponse.bad("No mailbox is selected, name some by IN"));
        }
        if (program.uses(Use.NUMBERS) && user.client().features().isUidOnly()) {
            return Optional.of(
                    TaggedResponse.bad(
                            ResponseCodes.UIDREQUIRED,
                            "UIDONLY is enabled, use UIDs and no numbers"));
        }
        if (options.has(Item.SAVE) && !sources.equals(SearchedMailboxes.SELECTED)) {
            // RFC 7377 §2.1
            return Optional.of(TaggedResponse.bad("SAVE is for the selected mailbox alone"));
        }
        return program.refusal(user.client().features().isUtf8Accepted());
    }

    private TaggedResponse search(
            Authenticated user,
            Optional<SelectedMailbox> selected,
            Map<String, NamedMailbox> others)
            throws IOException, SearchKey.Refused {
        Progress progress = Progress.of(user.client());
        boolean missing = false;
        if (selected.isPresent()) {
            NamedMailbox named = selected.get().named();
            others.values().removeIf(named::isSame);
            SearchView view = SearchView.of(selected.get());
            String name = user.namespaces().shown(named.address());
            Found found = Search.find(view, program, options, progress);
            SearchResponse response = response(view, found);
            if (!response.save(selected.get(), options)) {
                return Search.notSaved();
            }
            write(user, name, view, response);
            missing = found.missing();
        }
        for (Map.Entry<String, NamedMailbox> other : others.entrySet()) {
            NamedMailbox mailbox = other.getValue();
            Optional<MailboxSnapshot> snapshot = mailbox.mailboxes().snapshot(mailbox.id());
            if (snapshot.isPresent()) {
                SearchView view = SearchView.of(user, mailbox.mailboxes(), snapshot.get());
                Found found = Search.find(view, program, options, progress);
                write(user, other.getKey(), view, response(view, found));
                missing |= found.missing();
            }
        }
        return Search.done(missing, "Searched");
    }

    private SearchResponse response(SearchView view, Found found) {
        return new SearchResponse(
                view,
                Addressing.UID,
                view.uses(Use.MODSEQ, program),
                found.indexes().stream().toArray());
    }

    /// `"ESEARCH (TAG … MAILBOX … UIDVALIDITY …) UID" *(SP search-return-data)`; a mailbox without a
    /// result is passed over. RFC 7377 §2.1
    private void write(Authenticated user, String name, SearchView view, SearchResponse response)
            throws IOException {
        if (response.isEmpty() || options.isSilent()) {
            return;
        }
        ResponseWriter out = user.out().ascii("* ESEARCH (TAG ").string(user.client().tag());
        out.ascii(" MAILBOX ");
        user.writeName(name);
        out.ascii(" UIDVALIDITY ").number(view.snapshot().uidValidity()).ascii(") UID");
        response.writeData(out, options);
        out.crlf();
    }
}
