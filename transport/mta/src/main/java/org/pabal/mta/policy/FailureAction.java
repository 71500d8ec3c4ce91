// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import org.pabal.smtp.Verdict;

/// What becomes of mail while a program that has a say in it is out of order.
public enum FailureAction {
    TEMPFAIL,
    /// As if it had not been asked.
    ACCEPT,
    REJECT;

    /// @param reason for the log
    public Verdict verdict(String reason) {
        return switch (this) {
            case TEMPFAIL ->
                    Verdict.refuse(451, "4.7.1", "Service unavailable - try again later", reason);
            case ACCEPT -> Verdict.ACCEPT;
            case REJECT -> Verdict.refuse(550, "5.5.0", "Service unavailable", reason);
        };
    }
}
