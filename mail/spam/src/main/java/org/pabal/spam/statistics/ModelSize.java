// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How large a model may become, whatever it learns.
public enum ModelSize {
    /// One for all accounts.
    SHARED(0, 21, 20_000),

    /// One for each account that has learnt something.
    ACCOUNT(1, 15, 500);

    private static final List<FeatureGroup> ALL = List.of(FeatureGroup.values());
    private static final List<FeatureGroup> FEW =
            List.of(
                    FeatureGroup.WORDS,
                    FeatureGroup.HEADER,
                    FeatureGroup.STRUCTURE,
                    FeatureGroup.ROUTE);

    private final int number;
    private final int slotBits;
    private final int mails;

    ModelSize(int number, int slotBits, int mails) {
        this.number = number;
        this.slotBits = slotBits;
        this.mails = mails;
    }

    /// In formats.
    int number() {
        return number;
    }

    static Optional<ModelSize> of(int number) {
        return Arrays.stream(values()).filter(size -> size.number == number).findFirst();
    }

    /// Features share so many slots, as a power of two.
    int slotBits() {
        return slotBits;
    }

    /// Mails of one generation.
    int mails() {
        return mails;
    }

    List<FeatureGroup> learnt() {
        return this == SHARED ? ALL : FEW;
    }

    boolean learns(FeatureGroup group) {
        return learnt().contains(group);
    }
}
