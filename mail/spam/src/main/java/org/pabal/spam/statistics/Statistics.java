// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Optional;
import org.pabal.spam.Finding;

/// Judges mail by what was learnt: an account's own model over the one that all share, or the shared
/// one alone. What the account learnt itself counts several times as much.
///
/// A mail's score has two parts. The counts say for each feature how much more often it is in spam
/// than in good mail, or less; the sum over a group's features is divided by a power of their number,
/// since they are not independent. The weights correct this: they are moved by mails that were judged
/// wrongly or narrowly when they were learnt, and by no others.
public final class Statistics {
    /// Mails to learn until the statistics judge, a fifth of them of either kind.
    public static final int NEEDED = 50;

    private static final int OWN_COUNTS_AS = 4;
    private static final double RATE = 3;
    private static final double THICK = 0.15;
    private static final double DOUBT = 4;
    private static final int MOST_TILT = 1 * Evidence.STEPS;
    private static final int STEPS_FROM = 20; // mails of either kind, from which weights are moved

    private final Model shared;
    private final Optional<Model> own;

    private Statistics(Model shared, Optional<Model> own) {
        this.shared = shared;
        this.own = own;
    }

    public static Statistics of(Model shared) {
        return new Statistics(shared, Optional.empty());
    }

    /// @param own of {@link ModelSize#ACCOUNT}
    public static Statistics of(Model shared, Model own) {
        return new Statistics(shared, Optional.of(own));
    }

    /// What can be judged by: all that was learnt, the account's own and the shared.
    public Learnt learnt() {
        return new Learnt(
                shared.spam() + own.map(Model::spam).orElse(0),
                shared.ham() + own.map(Model::ham).orElse(0),
                NEEDED);
    }

    /// Empty as long as too little was learnt.
    public Optional<Finding> finding(Features features) {
        if (!learnt().isEnough()) {
            return Optional.empty();
        }
        return Optional.of(Bayes.test(probability(features)).found());
    }

    /// That the mail is spam, 0 to 1; near 0.5 when nothing is known of it.
    public double probability(Features features) {
        return 1 / (1 + Math.exp(-score(features)));
    }

    /// Teaches the account's own model if there is one, else the shared one. What it gives must be kept
    /// if it shall be possible to undo it with {@link Model#undo}.
    public Training learn(Features features, Kind kind) {
        int step = step(features, kind);
        return own.orElse(shared).learn(features, kind, step);
    }

    /// Goes over a mail again that was learnt already, as it helps when many are learnt at once: first
    /// all are learnt, then all gone over, spam and good mail in turn. Keep what it gives instead of
    /// the training before.
    public Training review(Features features, Training training) {
        int step = step(features, training.kind());
        return step == 0 ? training : own.orElse(shared).push(features, training, step);
    }

    /// 0 for a mail that is judged rightly and clearly, and while little is known. Little for one that
    /// all that is known speaks against: most of these are a slip of somebody's hand. And 0 when too many
    /// moved the weights to the same side before, as when all spam is learnt after all good mail.
    private int step(Features features, Kind kind) {
        Learnt learnt = learnt();
        if (learnt.spam() < STEPS_FROM || learnt.ham() < STEPS_FROM) {
            return 0;
        }
        double miss = (kind == Kind.SPAM ? 1 : 0) - probability(features);
        double size = Math.abs(miss);
        double trust = Math.min(1, DOUBT * (1 - size));
        int step = size < THICK ? 0 : (int) Math.round(miss * trust * RATE * Evidence.STEPS);
        int balance = own.orElse(shared).balance();
        boolean tilts = Math.abs(balance + step) > MOST_TILT && (balance > 0) == (step > 0);
        return tilts ? 0 : step;
    }

    private double score(Features features) {
        Evidence evidence = new Evidence();
        evidence.add(shared, 1);
        own.ifPresent(model -> evidence.add(model, OWN_COUNTS_AS));
        double score = 0;
        for (FeatureGroup group : FeatureGroup.values()) {
            score += evidence.score(features.of(group), group);
        }
        return score;
    }
}
