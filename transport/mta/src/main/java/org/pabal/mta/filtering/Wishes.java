// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import org.pabal.filter.Outcome;
import org.pabal.mda.Assessment.Wish;

/// What an outcome asks of whoever files a copy.
final class Wishes {
    private Wishes() {}

    static Wish of(Outcome outcome) {
        return switch (outcome) {
            case DELIVER, TAG, DEFER -> Wish.DELIVER;
            case JUNK -> Wish.JUNK;
            case QUARANTINE -> Wish.QUARANTINE;
            case REFUSE -> Wish.REFUSE;
        };
    }
}
