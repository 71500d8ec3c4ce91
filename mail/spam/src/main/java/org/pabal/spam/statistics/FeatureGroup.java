// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

/// What a feature is about. Each group is weighed as a whole, so that a long text does not drown what
/// the header says.
enum FeatureGroup {
    /// Words of the text.
    WORDS(0, 1_000, 0.7),
    /// Pairs of words that stand side by side. There are so many that the small models do without.
    PAIRS(1, 1_500, 0.7),
    /// Words of the subject, and what the other fields say.
    HEADER(2, 600, 1.2),
    /// Parts, files, links, HTML.
    STRUCTURE(3, 600, 0.7),
    /// The hosts and the mailing list that it came over: the same for all mail that comes that way, so
    /// that many of them say little more than one.
    ROUTE(4, 300, 0.7);

    static final int WHOLE = 128;

    private final int place;
    private final int limit;
    private final double weight;

    FeatureGroup(int place, int limit, double weight) {
        this.place = place;
        this.limit = limit;
        this.weight = weight;
    }

    /// In arrays that have something for each group.
    int place() {
        return place;
    }

    /// So many features of a mail at most.
    int limit() {
        return limit;
    }

    /// How much the group's counts are trusted beside those of the others.
    double weight() {
        return weight;
    }

    /// How much one of so many features counts, in parts of {@value #WHOLE}: the more there are, the
    /// less. Whole numbers, so that moves of weights add up and can be taken back.
    static int share(int features) {
        return (int) Math.round(WHOLE / Math.sqrt(features + 5.0));
    }
}
