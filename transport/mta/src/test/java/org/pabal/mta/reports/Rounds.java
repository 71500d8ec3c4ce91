// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

/// What a minute does.
public final class Rounds {
    private Rounds() {}

    public static void of(ReportKeeper keeper) {
        keeper.round();
    }
}
