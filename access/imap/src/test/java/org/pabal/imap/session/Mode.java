// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

/// What a client of the tests has enabled.
enum Mode {
    REV1(""),
    CONDSTORE("CONDSTORE"),
    QRESYNC("QRESYNC"),
    REV2("IMAP4rev2"),
    REV2_QRESYNC("IMAP4rev2 QRESYNC");

    private final String enabled;

    Mode(String enabled) {
        this.enabled = enabled;
    }

    /// The arguments of ENABLE.
    String enabled() {
        return enabled;
    }

    boolean showsModSeq() {
        return this == CONDSTORE || isQuick();
    }

    /// RFC 7162 §3.2.
    boolean isQuick() {
        return this == QRESYNC || this == REV2_QRESYNC;
    }

    boolean isRev2() {
        return this == REV2 || this == REV2_QRESYNC;
    }
}
