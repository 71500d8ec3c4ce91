// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

/// Where a mail came from: decides who may be told when it fails.
public enum Origin {
    /// An account of ours or a machine in our own networks gave it to us: its reverse-path is true.
    SUBMITTED('s'),
    /// Anyone brought it; its reverse-path may be forged.
    RECEIVED('r'),
    /// A report of our own.
    REPORT('b'),
    /// A report of our own about TLS, which travels whatever becomes of TLS. RFC 8460 §3
    TLS_REPORT('t');

    private final char letter;

    Origin(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static Origin of(char letter) {
        for (Origin origin : values()) {
            if (origin.letter == letter) {
                return origin;
            }
        }
        throw new IllegalArgumentException("no origin: " + letter);
    }
}
