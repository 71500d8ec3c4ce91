// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import java.time.Duration;

/// When an account's outgoing mail is frozen.
///
/// @param enabled whether it is ever frozen by itself; an administrator may always do it
/// @param newRecipients so many whom the account has never written to, from a new place within the
///     window, freeze its mail
/// @param window in which they are counted
/// @param newPlace how long a network is new after the account's first mail from it
/// @param remembered how long a network is known after the account's last mail from it
/// @param unknownRecipients so many addresses within the window that do not exist make a fifth of
///     `newRecipients` enough
public record BreakerRules(
        boolean enabled,
        int newRecipients,
        Duration window,
        Duration newPlace,
        Duration remembered,
        int unknownRecipients) {
    private static final int TIGHTENED = 5;

    public BreakerRules {
        if (newRecipients < 1 || unknownRecipients < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("the numbers of the breaker begin at 1");
        }
    }

    public static BreakerRules defaults() {
        return new BreakerRules(
                true, 50, Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(60), 20);
    }

    int limit(int unknown) {
        return unknown >= unknownRecipients
                ? Math.max(1, newRecipients / TIGHTENED)
                : newRecipients;
    }
}
