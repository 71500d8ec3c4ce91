// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import java.util.Arrays;
import java.util.Optional;

/// What somebody says that a mail is.
public enum Kind {
    SPAM(0),
    /// Good mail.
    HAM(1);

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    /// In formats.
    int number() {
        return number;
    }

    static Optional<Kind> of(int number) {
        return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }
}
