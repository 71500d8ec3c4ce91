// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

/// Which messages a command is about.
public record MessageSet(SequenceSet set, Addressing addressing) {

    /// Whether numbers are message numbers or, behind `UID`, unique identifiers.
    public enum Addressing {
        NUMBER,
        UID
    }

    public boolean isByUid() {
        return addressing == Addressing.UID;
    }
}
