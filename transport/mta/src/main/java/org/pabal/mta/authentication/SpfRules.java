// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Set;
import org.pabal.mailauth.spf.SpfResult;

/// What SPF alone may decide: nothing, unless the operator says otherwise. The questions are those of
/// policyd-spf, so that its settings can be carried over.
///
/// @param helo which results of the greeting's name are refused
/// @param mailFrom which results of the reverse-path are refused
/// @param when they are refused
/// @param permError whether records that are wrong are refused, where a FAIL would be
/// @param tempError whether mail waits until the DNS answers, where a FAIL would be refused
/// @param passRequired domains whose mail is refused unless SPF passes, A-labels in lower case
/// @param receiver whether Received-SPF names this host
public record SpfRules(
        Refused helo,
        Refused mailFrom,
        When when,
        PermError permError,
        TempError tempError,
        Set<String> passRequired,
        Receiver receiver) {
    public SpfRules {
        passRequired = Set.copyOf(passRequired);
    }

    /// Whether SPF decides anything.
    boolean refuses() {
        return helo != Refused.NONE || mailFrom != Refused.NONE || !passRequired.isEmpty();
    }

    /// Results that are refused.
    public enum Refused {
        NONE,
        FAIL,
        /// FAIL, and SOFTFAIL as well.
        SOFTFAIL,
        /// Whatever is neither a pass nor unknown.
        NOT_PASS,
        /// FAIL, for mail with the reverse-path `<>` only.
        FAIL_OF_NULL;

        boolean covers(SpfResult result, boolean nullPath) {
            return switch (result) {
                case FAIL -> this != NONE && (this != FAIL_OF_NULL || nullPath);
                case SOFTFAIL -> this == SOFTFAIL || this == NOT_PASS;
                case NEUTRAL -> this == NOT_PASS;
                case NONE, PASS, TEMPERROR, PERMERROR -> false;
            };
        }
    }

    public enum When {
        /// When signatures and ARC seals have been seen, which speak against it.
        CONTENT,
        /// Before, as policyd-spf does: forwarders that are known are heard, signatures cannot be.
        RECIPIENT
    }

    public enum PermError {
        ACCEPT,
        REJECT
    }

    public enum TempError {
        ACCEPT,
        DEFER
    }

    public enum Receiver {
        SHOWN,
        HIDDEN
    }

    public static SpfRules defaults() {
        return new SpfRules(
                Refused.NONE,
                Refused.NONE,
                When.CONTENT,
                PermError.ACCEPT,
                TempError.ACCEPT,
                Set.of(),
                Receiver.SHOWN);
    }

    /// As policyd-spf comes: HELO and MAIL FROM are refused at RCPT when they fail.
    public static SpfRules ofPolicyd() {
        return new SpfRules(
                Refused.FAIL,
                Refused.FAIL,
                When.RECIPIENT,
                PermError.ACCEPT,
                TempError.ACCEPT,
                Set.of(),
                Receiver.SHOWN);
    }
}
