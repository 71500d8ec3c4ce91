// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

/// What is known of a criterion so far.
enum Truth {
    NO,
    /// More has to be read.
    UNKNOWN,
    YES;

    static Truth of(boolean known) {
        return known ? YES : NO;
    }

    Truth not() {
        return switch (this) {
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
            case YES -> NO;
        };
    }
}
