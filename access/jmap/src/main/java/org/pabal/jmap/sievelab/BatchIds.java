// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.util.OptionalLong;
import org.pabal.jmap.MethodError;

/// Ids of batches: `B` and the number.
final class BatchIds {
    private BatchIds() {}

    static String of(long number) {
        return "B" + number;
    }

    /// Empty for an id that was never given out.
    static OptionalLong parse(String id) {
        return id.matches("B[1-9][0-9]{0,17}")
                ? OptionalLong.of(Long.parseLong(id.substring(1)))
                : OptionalLong.empty();
    }

    static MethodError busy() {
        return MethodError.of(
                "busy",
                "A script is being applied to this account's mail, or that is being undone; wait"
                        + " for its end.");
    }
}
