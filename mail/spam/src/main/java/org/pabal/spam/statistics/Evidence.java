// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.ArrayList;
import java.util.List;

/// All counts that speak about a mail: the generations of one or two models, those of the account
/// taken several times.
final class Evidence {
    /// So many steps of a weight make 1.
    static final int STEPS = 8;

    private static final double PER_STEP = 1.5 / STEPS / FeatureGroup.WHOLE / FeatureGroup.WHOLE;
    private static final double COUNTS_SHARE = 0.45;

    /// So far the features of a group depend on each other: 0.5 would be not at all, 1 wholly.
    private static final double DEPENDENCE = 0.7;

    /// The way alone makes no mail good, nor bad.
    private static final double ROUTE_FOR_GOOD = -2.25;

    private static final double ROUTE_FOR_SPAM = 4.5;

    /// Mails that say half and half, beside those that were learnt.
    private static final double PRIOR = 0.2;

    private static final double TELLING = Math.log(0.9 / 0.1);

    private final List<Counts> all = new ArrayList<>(4);
    private final List<Integer> factors = new ArrayList<>(4);

    /// The living generations of a model, counted so many times.
    void add(Model model, int factor) {
        add(model.current(), factor);
        add(model.before(), factor);
    }

    private void add(Counts generation, int factor) {
        if (!generation.isEmpty()) {
            all.add(generation);
            factors.add(factor);
        }
    }

    /// What the features of one group say: above 0 for spam.
    double score(int[] features, FeatureGroup group) {
        Counts[] counts = new Counts[all.size()];
        int[] times = new int[all.size()];
        int size = 0;
        double spams = 0;
        double hams = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).learns(group)) {
                counts[size] = all.get(i);
                times[size] = factors.get(i);
                spams += (double) times[size] * counts[size].spams();
                hams += (double) times[size] * counts[size].hams();
                size++;
            }
        }
        double counted = 0;
        int telling = 0;
        long weighed = 0;
        for (int feature : features) {
            int spam = 0;
            int ham = 0;
            for (int i = 0; i < size; i++) {
                int slot = counts[i].slot(feature);
                spam += times[i] * counts[i].spam(slot);
                ham += times[i] * counts[i].ham(slot);
                weighed += counts[i].weight(slot);
            }
            if (spam + ham > 0) {
                double odds = logOdds(spam, ham, Math.max(1, spams), Math.max(1, hams));
                if (Math.abs(odds) >= TELLING) {
                    counted += odds;
                    telling++;
                }
            }
        }
        double byCounts =
                telling == 0
                        ? 0
                        : COUNTS_SHARE * group.weight() * counted / Math.pow(telling, DEPENDENCE);
        double score = byCounts + weighed * FeatureGroup.share(features.length) * PER_STEP;
        return group == FeatureGroup.ROUTE
                ? Math.clamp(score, ROUTE_FOR_GOOD, ROUTE_FOR_SPAM)
                : score;
    }

    /// Of a feature that was in so many of so many spams and good mails, drawn towards 0 when these are
    /// few. Not to have seen it in one kind says the less the fewer of that kind were seen.
    private static double logOdds(int spam, int ham, double spams, double hams) {
        double ofSpam = spam * hams;
        double ofHam = ham * spams;
        double share = ofSpam / (ofSpam + ofHam);
        double mails = spam * Math.min(1, hams / spams) + ham * Math.min(1, spams / hams);
        double probability = (PRIOR / 2 + mails * share) / (PRIOR + mails);
        return Math.log(probability / (1 - probability));
    }
}
