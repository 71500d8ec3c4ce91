// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.Locale;

/// Where a job is.
enum ImportState {
    /// For its turn, or, where it has a trouble, for its next try.
    WAITING,
    WORKING,
    DONE,
    /// By its owner.
    STOPPED,
    FAILED;

    static ImportState of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isOver() {
        return this == DONE || this == STOPPED || this == FAILED;
    }
}
