// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.message.EnhancedStatus;

/// Whether a refusal is about who sends. Codes alone do not tell: 5.7.1 is said of anything.
final class SenderWords {
    private static final int MAX_TEXT = 2_000;

    /// What smarthosts say of senders they do not know.
    private static final Pattern WORDS =
            Pattern.compile(
                    "sender (identity|address|verification|domain|rejected|not|is not)"
                            + "|(verified|authori[sz]ed|approved|allowed) sender"
                            + "|from address|from header|mail from|envelope.?from"
                            + "|not (owned|verified|authori[sz]ed to send|allowed to send)"
                            + "|(address|domain|identit(y|ies)) (is|are|was|has)? ?not"
                            + " (been )?(verified|allowed|registered|authori[sz]ed)"
                            + "|send(ing)? (as|domain|on behalf)",
                    Pattern.CASE_INSENSITIVE);

    private SenderWords() {}

    static boolean speakOfSender(Optional<EnhancedStatus> status, String text) {
        boolean byCode =
                status.filter(s -> s.subject() == 1 && (s.detail() == 7 || s.detail() == 8))
                        .isPresent(); // bad sender's address: RFC 3463 §3.2
        return byCode || WORDS.matcher(text.substring(0, Math.min(text.length(), MAX_TEXT))).find();
    }
}
