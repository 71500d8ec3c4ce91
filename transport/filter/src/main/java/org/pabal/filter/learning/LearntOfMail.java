// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Account;
import org.pabal.filter.Experience.Recollection;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.SpamTest;
import org.pabal.spam.statistics.Features;
import org.pabal.spam.statistics.Kind;
import org.pabal.spam.statistics.Statistics;

/// What the statistics say of one mail. For one thread.
final class LearntOfMail implements Recollection {
    /// Points without those of the statistics from which on a mail is spam beyond doubt.
    private static final double SURE_SPAM = 12;

    /// What says that the account knows the sender, and that it is the sender.
    private static final Set<String> KNOWN =
            Set.of(SpamTest.KNOWN_CORRESPONDENT.name(), SpamTest.REPLY_TO_OWN_MAIL.name());

    private static final String STATISTICS = "BAYES_";

    private final MailInQuestion mail;
    private final Models models;
    private final LearningConfig config;
    private final Background background;
    private @Nullable Features features;

    LearntOfMail(MailInQuestion mail, Models models, LearningConfig config, Background background) {
        this.mail = mail;
        this.models = models;
        this.config = config;
        this.background = background;
    }

    /// Made when they are needed: while too little is learnt, nobody asks.
    private Features features() {
        Features known = features;
        if (known == null) {
            known = Features.of(mail.reading(), mail.facts());
            features = known;
        }
        return known;
    }

    @Override
    public List<Finding> everybody() {
        return findings(models.everybody());
    }

    @Override
    public List<Finding> of(Account account) {
        return findings(models.of(account.id()));
    }

    private List<Finding> findings(Statistics statistics) {
        return statistics.learnt().isEnough()
                ? statistics.finding(features()).map(List::of).orElse(List.of())
                : List.of();
    }

    @Override
    public void decided(FilterAnswer answer) {
        if (!config.automatic()) {
            return;
        }
        if (scoreWithoutStatistics(answer.everybody().judgement()) >= SURE_SPAM) {
            background.sure(features(), Kind.SPAM);
            return;
        }
        for (Account account : mail.accounts()) {
            if (isOfFriend(answer.of(account.id()))) {
                background.sure(account.id(), features());
            }
        }
    }

    private static double scoreWithoutStatistics(Judgement judgement) {
        double sum = 0;
        for (Finding finding : judgement.findings()) {
            sum += finding.test().startsWith(STATISTICS) ? 0 : finding.points();
        }
        return sum;
    }

    private static boolean isOfFriend(FilterAnswer.Said said) {
        return said.outcome() == Outcome.DELIVER
                && said.judgement().score() < 0
                && said.judgement().findings().stream()
                        .anyMatch(finding -> KNOWN.contains(finding.test()));
    }
}
