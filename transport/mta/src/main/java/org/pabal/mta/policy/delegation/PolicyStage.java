// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.util.Locale;

/// When a policy service is asked.
public enum PolicyStage {
    MAIL("Sender address"),
    RCPT("Recipient address"),
    DATA("Data command"),
    END_OF_MESSAGE("End-of-data");

    private final String rejected;

    PolicyStage(String rejected) {
        this.rejected = rejected;
    }

    /// `protocol_state`.
    String state() {
        return name().replace('_', '-');
    }

    /// As Postfix words its replies, which log readers know.
    String rejected() {
        return rejected + " rejected";
    }

    /// As the settings spell it.
    public static PolicyStage of(String word) {
        return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
