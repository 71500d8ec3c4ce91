// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.UpdatingResult;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;

/// CANCELUPDATE: results are kept up to date no more. RFC 5267 §4.3.5.
record CancelUpdate(List<String> tags) implements ImapCommand.InSelectedState {
    private static final int MAX_TAGS = 100;

    /// `"CANCELUPDATE" 1*(SP quoted)`
    static CancelUpdate parse(ImapParser in) throws ImapSyntaxException {
        List<String> tags = new ArrayList<>();
        in.space();
        do {
            if (tags.size() == MAX_TAGS) {
                throw in.expected("at most " + MAX_TAGS + " tags");
            }
            tags.add(in.string());
        } while (in.skip(' '));
        in.end();
        return new CancelUpdate(List.copyOf(tags));
    }

    /// All or none: a tag that names nothing is a mistake of the client's.
    @Override
    public TaggedResponse run(SelectedMailbox selected) {
        List<UpdatingResult> results = new ArrayList<>();
        for (String tag : tags) {
            Optional<UpdatingResult> result = UpdateRequest.find(selected, tag);
            if (result.isEmpty()) {
                return TaggedResponse.bad("No result with this tag is kept up to date");
            }
            results.add(result.get());
        }
        selected.updatingResults().removeAll(results);
        return TaggedResponse.ok("No further updates");
    }
}
