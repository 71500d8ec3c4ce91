// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
        return with(copy -> {
            copy.maxMailboxes = mailboxes;
            copy.maxSubscriptions = subscriptions;
        });
    }

    public MailboxConfig withMetadata(MetadataLimits limits) {
        return with(copy -> copy.metadata = limits);
    }

    public MailboxConfig withWarningPercents(List<Integer> percents) {
        return with(copy -> copy.warningPercents = percents);
    }

    public MailboxConfig withCorrections(boolean kept) {
        return with(copy -> copy.keepsCorrections = kept);
    }

    public MailboxConfig withKeepDeleted(Duration time) {
        return with(copy -> copy.keepDeleted = time);
    }

    public MailboxConfig withSharingWithAnyone(boolean counts) {
        return with(copy -> copy.sharesWithAnyone = counts);
    }

    public MailboxConfig withChangeLog(ChangeLogLimits limits) {
        return with(copy -> copy.changeLog = limits);
    }

    public MailboxConfig withMaxLogEntries(int entries) {
        return with(copy -> copy.maxLogEntries = entries);
    }

    public MailboxConfig withMaxLogRanges(int ranges) {
        return with(copy -> copy.maxLogRanges = ranges);
    }

    public MailboxConfig withCachedMessages(long messages) {
        return with(copy -> copy.cachedMessages = messages);
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

    private MailboxConfig with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.config();
    }

    /// What all copies with one thing changed go through.
    private static final class Copy {
        private long cachedMessages;
        private Duration idleTime;
        private int maxMailboxes;
        private int maxSubscriptions;
        private int maxLogEntries;
        private int maxLogRanges;
        private int maxKeywords;
        private boolean sharesWithAnyone;
        private int maxAclEntries;
        private MetadataLimits metadata;
        private List<Integer> warningPercents;
        private Duration deliveryKeyTime;
        private boolean keepsCorrections;
        private Duration keepDeleted;
        private ChangeLogLimits changeLog;

        Copy(MailboxConfig from) {
            cachedMessages = from.cachedMessages;
            idleTime = from.idleTime;
            maxMailboxes = from.maxMailboxes;
            maxSubscriptions = from.maxSubscriptions;
            maxLogEntries = from.maxLogEntries;
            maxLogRanges = from.maxLogRanges;
            maxKeywords = from.maxKeywords;
            sharesWithAnyone = from.sharesWithAnyone;
            maxAclEntries = from.maxAclEntries;
            metadata = from.metadata;
            warningPercents = from.warningPercents;
            deliveryKeyTime = from.deliveryKeyTime;
            keepsCorrections = from.keepsCorrections;
            keepDeleted = from.keepDeleted;
            changeLog = from.changeLog;
        }

        MailboxConfig config() {
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
                    changeLog);
        }
    }
}
