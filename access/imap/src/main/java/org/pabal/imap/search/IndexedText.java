// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.TextIndex;
import org.pabal.mailbox.TextIndex.Matches;
import org.pabal.mailbox.TextIndex.Where;

/// What the text index knows about the needles of one search.
///
/// It is asked once for each, and not before the search has come to more than a few messages: these
/// are sooner read than looked up.
final class IndexedText {
    private static final int READ_SOONER = 16;

    private final TextIndex index;
    private final AccountMailboxes account;
    private final Map<Question, Matches> answers = new HashMap<>();
    private int asked;

    private record Question(Where where, Needle needle) {}

    IndexedText(TextIndex index, AccountMailboxes account) {
        this.index = index;
        this.account = account;
    }

    /// One more message to be judged.
    void next() {
        asked++;
    }

    Truth test(Where where, Needle needle, EmailId email) {
        Question question = new Question(where, needle);
        @Nullable Matches known = answers.get(question);
        if (known == null) {
            if (asked <= READ_SOONER) {
                return Truth.UNKNOWN;
            }
            known = index.find(account, where, needle.folded());
            answers.put(question, known);
        }
        return switch (known.of(email)) {
            case ABSENT -> Truth.NO;
            case UNKNOWN -> Truth.UNKNOWN;
            case FOUND -> Truth.YES;
        };
    }
}
