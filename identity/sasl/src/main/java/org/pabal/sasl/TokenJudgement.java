// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// What a token is worth.
public sealed interface TokenJudgement {

    /// @param identity that the token proves
    record Good(String identity) implements TokenJudgement {}

    /// @param fault what the client is told
    /// @param reason for the operator's log, without the token
    record Bad(Fault fault, String reason) implements TokenJudgement {}

    /// The words of RFC 6750 §3.1, which RFC 7628 §3.2.2 sends as `status`.
    enum Fault {
        INVALID_TOKEN("invalid_token"),
        INSUFFICIENT_SCOPE("insufficient_scope");

        private final String word;

        Fault(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static TokenJudgement invalid(String reason) {
        return new Bad(Fault.INVALID_TOKEN, reason);
    }
}
