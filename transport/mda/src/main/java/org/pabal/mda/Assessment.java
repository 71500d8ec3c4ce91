// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import org.pabal.spam.VirusCheck;

/// What the spam filter says of one recipient's copy.
///
/// @param score the points that were found
/// @param required the points from which on a mail is spam for this recipient
/// @param told kept with the copy for whoever asks why: one line; empty when nothing is
public record Assessment(double score, double required, VirusCheck virus, Wish wish, String told) {

    /// Where an owner lets no score be spam.
    private static final double USUAL = 5.0;

    /// What the filter wants done.
    public enum Wish {
        DELIVER,
        /// Filed as junk, unless a script of the owner's says where.
        JUNK,
        /// Kept aside until somebody releases it.
        QUARANTINE,
        /// Not taken.
        REFUSE
    }

    /// Whether it is spam for this recipient.
    public boolean isSpam() {
        return wish != Wish.DELIVER;
    }

    /// For `spamtestplus :percent`, RFC 5235 §2.3: none at a score of 0, half where the mail is spam,
    /// all at twice that score.
    public int percent() {
        double spam = Double.isFinite(required) && required > 0 ? required : USUAL;
        return Math.clamp(Math.round(score * 50 / spam), 0, 100);
    }

    /// For `spamtest`, RFC 5235 §2.2: 1 is clear of spam, 5 and more is spam, 10 is certain.
    public int outOfTen() {
        return 1 + percent() * 9 / 100;
    }

    public Assessment with(Wish other) {
        return new Assessment(score, required, virus, other, told);
    }
}
