// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search;

/// What is known of a key and a message: more information may settle what is unknown.
enum Truth {
    NO,
    UNKNOWN,
    YES;

    static Truth of(boolean truth) {
        return truth ? YES : NO;
    }

    Truth not() {
        return switch (this) {
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
            case YES -> NO;
        };
    }
}
