// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.util.List;

/// Sizes and limits of the mailbox model.
///
/// @param cachedMessages how many messages the accounts kept in memory may have together, at some
///     40 octets each
/// @param idleTime after which an account that nobody used is dropped from memory
/// @param maxMailboxes of one account (THREATS §4)
/// @param maxSubscriptions of one account; more than mailboxes, as names outlive them
/// @param maxLogEntries of a mailbox's expunge log (QRESYNC); with more, the older half is put together
///     to fewer
/// @param maxLogRanges of UIDs that such a log has; with more, the oldest entries are forgotten
/// @param maxKeywords of one message
/// @param sharesWithAnyone whether rights that are given to everyone who can log in count (THREATS I18)
/// @param maxAclEntries of one mailbox
/// @param metadata what bounds annotations
/// @param warningPercents of a quota at which its account is warned, ascending; empty for none
/// @param deliveryKeyTime for how long at least a filing is known again by its key: longer than the
///     queue tries
/// @param keepsCorrections false where nobody learns from {@link org.pabal.mailbox.Correction}s: they
///     would pile up
/// @param keepDeleted for how long a message is kept that lies nowhere any more, so that it can be
///     restored; zero for not at all
/// @param changeLog how much of what happened is kept for clients that ask for it
public record MailboxConfig(
        long cachedMessages,
        Duration idleTime,
        int maxMailboxes,
        int maxSubscriptions,
        int maxLogEntries,
        int maxLogRanges,
        int maxKeywords,
        boolean sharesWithAnyone,
        int maxAclEntries,
        MetadataLimits metadata,
        List<Integer> warningPercents,
        Duration deliveryKeyTime,
        boolean keepsCorrections,
        Duration keepDeleted,
        ChangeLogLimits changeLog) {
    public MailboxConfig {
        warningPercents = warningPercents.stream().sorted().distinct().toList();
        if (cachedMessages < 1
                || idleTime.isNegative()
                || maxMailboxes < 10
                || maxSubscriptions < 10
                || maxLogEntries < 2
                || maxLogRanges < 2
                || maxKeywords < 1
                || maxKeywords > 1_000
                || maxAclEntries < 1
                || warningPercents.stream().anyMatch(p -> p < 1 || p > 100)
                || deliveryKeyTime.compareTo(Duration.ofHours(1)) < 0
                || keepDeleted.isNegative()) {
            throw new IllegalArgumentException("a limit of the mailbox store is out of range");
        }
    }

    public MailboxConfig withMaxMailboxes(int mailboxes, int subscriptions) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                mailboxes,
                subscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withMetadata(MetadataLimits limits) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                limits,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withWarningPercents(List<Integer> percents) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                percents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withCorrections(boolean kept) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                kept,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withKeepDeleted(Duration time) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                time,
                changeLog);
    }

    public MailboxConfig withSharingWithAnyone(boolean counts) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                counts,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withChangeLog(ChangeLogLimits limits) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                limits);
    }

    public MailboxConfig withMaxLogEntries(int entries) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                entries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withMaxLogRanges(int ranges) {
        return new MailboxConfig(
                cachedMessages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                ranges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public MailboxConfig withCachedMessages(long messages) {
        return new MailboxConfig(
                messages,
                idleTime,
                maxMailboxes,
                maxSubscriptions,
                maxLogEntries,
                maxLogRanges,
                maxKeywords,
                sharesWithAnyone,
                maxAclEntries,
                metadata,
                warningPercents,
                deliveryKeyTime,
                keepsCorrections,
                keepDeleted,
                changeLog);
    }

    public static MailboxConfig defaults() {
        return new MailboxConfig(
                4_000_000,
                Duration.ofMinutes(30),
                10_000,
                20_000,
                4_096,
                262_144,
                200,
                false,
                1_000,
                MetadataLimits.DEFAULTS,
                List.of(90),
                Duration.ofDays(7),
                true,
                Duration.ofDays(14),
                ChangeLogLimits.DEFAULTS);
    }
}
