// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Flags;

/// Whether a flag is among others, asked of many messages: most have the same flags as the one
/// before. For one thread.
final class FlagTest {
    private final String flag;
    private @Nullable Flags last;
    private boolean answer;

    FlagTest(String flag) {
        this.flag = flag;
    }

    @SuppressWarnings(
            "ReferenceEquality") // the very same: equal ones would take as long to compare
    boolean has(Flags flags) {
        if (flags != last) {
            last = flags;
            answer = flags.has(flag);
        }
        return answer;
    }
}
