// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.filter.Greylisting;
import org.pabal.filter.MailInQuestion;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;

/// Greylists mail whose score is in doubt. Safe for use by many threads.
public final class MailInDoubt implements Greylisting {
    private final GreylistRules rules;
    private final Greylist greylist;
    private final Predicate<MailInQuestion> acquainted;

    /// @param acquainted whether a mail is of somebody with whom its recipients correspond; asked about
    ///     mail whose author's domain is proved only
    public MailInDoubt(
            GreylistRules rules, Greylist greylist, Predicate<MailInQuestion> acquainted) {
        this.rules = rules;
        this.greylist = greylist;
        this.acquainted = acquainted;
    }

    @Override
    public Optional<Duration> ask(MailInQuestion mail, double score) {
        ArrivalFacts facts = mail.facts();
        if (facts.client().isEmpty() || !rules.isDoubt(score) || isOfFriends(mail)) {
            return Optional.empty();
        }
        return greylist.ask(
                new Attempt(
                        facts.client().get(),
                        facts.clientName(),
                        facts.reversePath(),
                        facts.spfMailFrom().filter(Result.PASS::equals).isPresent(),
                        facts.recipients()));
    }

    private boolean isOfFriends(MailInQuestion mail) {
        boolean proved =
                mail.facts().dmarc().filter(dmarc -> dmarc.result() == Result.PASS).isPresent();
        return proved && acquainted.test(mail);
    }
}
