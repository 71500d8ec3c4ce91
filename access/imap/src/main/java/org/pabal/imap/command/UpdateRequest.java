// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.imap.command.ReturnOptions.Item;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.search.SearchProgram;
import org.pabal.imap.search.SearchProgram.Use;
import org.pabal.imap.search.update.ResultContext;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.UpdatingResult;

/// `UPDATE` among the return options of SEARCH and SORT. RFC 5267 §4.3.
final class UpdateRequest {
    /// Of a session: each is asked about every change.
    private static final int MAX_CONTEXTS = 16;

    /// Results and ranges that all contexts of a session keep together: 2 MiB.
    private static final int MAX_WEIGHT = 262_144;

    /// What would not mean the same at another time.
    private static final Set<Use> CHANGING = Set.of(Use.AGE, Use.NUMBERS, Use.SAVED, Use.FILTER);

    private UpdateRequest() {}

    /// A tag names one context only.
    static Optional<TaggedResponse> refusal(
            SelectedMailbox selected, Optional<ReturnOptions> returns) {
        String tag = selected.user().client().tag();
        boolean wanted = returns.filter(options -> options.has(Item.UPDATE)).isPresent();
        return wanted && find(selected, tag).isPresent()
                ? Optional.of(TaggedResponse.bad("The tag names a result that is kept up to date"))
                : Optional.empty();
    }

    static Optional<UpdatingResult> find(SelectedMailbox selected, String tag) {
        return selected.updatingResults().stream()
                .filter(result -> result.tag().equals(tag))
                .findFirst();
    }

    /// Keeps the result up to date from now on, or says in an untagged NO that it is not.
    static void keep(
            SelectedMailbox selected,
            ReturnOptions options,
            SearchProgram program,
            Supplier<ResultContext> context)
            throws IOException {
        if (!options.has(Item.UPDATE)) {
            return;
        }
        if (program.uses().stream().anyMatch(CHANGING::contains)) {
            refuse(selected.user(), "Ages, numbers, $ and filters mean something else each time");
        } else if (selected.updatingResults().size() >= MAX_CONTEXTS) {
            refuse(selected.user(), "Too many results are kept up to date, CANCELUPDATE some");
        } else {
            ResultContext made = context.get();
            if (weight(selected) + made.weight() > MAX_WEIGHT) {
                refuse(selected.user(), "Too large a result to be kept up to date");
            } else {
                selected.updatingResults().add(made);
            }
        }
    }

    private static int weight(SelectedMailbox selected) {
        return selected.updatingResults().stream()
                .mapToInt(result -> ((ResultContext) result).weight())
                .sum();
    }

    /// `"NOUPDATE" SP quoted`. RFC 5267 §4.3.1.
    static void refuse(Authenticated user, String text) throws IOException {
        String tag = user.client().tag();
        user.out().untagged("NO", "NOUPDATE \"" + quoted(tag) + "\"", text);
    }

    private static String quoted(String tag) {
        return tag.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
