// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.io.Serial;

/// The way out of the reader of a notification method; leaves this package never.
final class UnusableMethod extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /// @param why goes on after the method's name
    UnusableMethod(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
