// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;

/// Sizes and limits of the mailbox model.
///
/// @param cachedMessages how many messages the accounts kept in memory may have together, at some
///     35 octets each
/// @param idleTime after which an account that nobody used is dropped from memory
/// @param maxMailboxes of one account (THREATS §4)
/// @param maxSubscriptions of one account; more than mailboxes, as names outlive them
/// @param maxLogEntries how many expunges of a mailbox are remembered for QRESYNC, each with all of
///     its UIDs; with more, the older half is forgotten
/// @param maxKeywords of one message
/// @param deliveryKeyTime for how long at least a filing is known again by its key: longer than the
///     queue tries
public record MailboxConfig(
        long cachedMessages,
        Duration idleTime,
        int maxMailboxes,
        int maxSubscriptions,
        int maxLogEntries,
        int maxKeywords,
        Duration deliveryKeyTime) {
    public MailboxConfig {
        if (cachedMessages < 1
                || idleTime.isNegative()
                || maxMailboxes < 10
                || maxSubscriptions < 10
                || maxLogEntries < 2
                || maxKeywords < 1
                || maxKeywords > 1_000
                || deliveryKeyTime.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("a limit of the mailbox store is out of range");
        }
    }

    public static MailboxConfig defaults() {
        return new MailboxConfig(
                4_000_000, Duration.ofMinutes(30), 10_000, 20_000, 4_096, 200, Duration.ofDays(7));
    }
}
