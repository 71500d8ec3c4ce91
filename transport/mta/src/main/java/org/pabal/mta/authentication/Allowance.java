// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

/// Why a mail is let in that fails.
///
/// @param shown to its recipients; names none of them
/// @param detail for log and ledger
public record Allowance(Kind kind, String shown, String detail) {

    public enum Kind {
        TRUSTED_SEAL,
        DECLARED_FORWARDER,
        LEARNT_FORWARDER
    }
}
