// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Locale;
import org.pabal.message.Domain;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// What a client is told whose mail is refused as spam: the score and whom to ask, and nothing of what
/// was found, from which a spammer could learn.
public final class RefusedAsSpam {
    /// For the ledger and the log.
    public static final String RULE = "spam filter";

    private RefusedAsSpam() {}

    /// @param recipients whose postmaster can help
    public static String text(double score, Domain recipients) {
        return String.format(
                Locale.ROOT,
                "Judged to be spam, score %.1f; if it is not, write to postmaster@%s",
                score,
                recipients.toAscii());
    }

    /// @param said what else there is to say of it; empty for the customary words
    public static Verdict.Refuse verdict(String said, double score, Domain recipients) {
        String text =
                said.isEmpty()
                        ? text(score, recipients)
                        : said + "; if this is wrong, write to postmaster@" + recipients.toAscii();
        return new Verdict.Refuse(SmtpReply.of(550, "5.7.1", text), RULE);
    }
}
