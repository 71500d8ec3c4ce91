// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.AccountMailboxes.Quota.Use;
import org.pabal.mailbox.QuotaCrossing;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountState;

/// The quota rule: what would go over the limit is refused; a limit lowered below what is used
/// takes nothing away.
final class Quotas {
    private Quotas() {}

    static Quota of(Account account, AccountState state, MailboxConfig config) {
        AccountRecord record = state.record();
        return new Quota(
                new Use(record.usedOctets(), account.quotaOctets()),
                new Use(record.usedMessages(), account.quotaMessages()),
                new Use(state.names().size(), OptionalLong.of(config.maxMailboxes())));
    }

    /// The resource of which there is not enough for messages to be added. The edit is told whose
    /// limits apply.
    static Optional<QuotaResource> missing(
            Account account, AccountEdit edit, long octets, long messages) {
        if (!fits(account.quotaOctets(), edit.messages().usedOctets(), octets)) {
            return Optional.of(QuotaResource.STORAGE);
        }
        if (!fits(account.quotaMessages(), edit.messages().usedMessages(), messages)) {
            return Optional.of(QuotaResource.MESSAGE);
        }
        edit.limitedBy(account);
        return Optional.empty();
    }

    static boolean fits(OptionalLong limit, long used, long more) {
        return limit.isEmpty() || more <= 0 || used <= limit.getAsLong() - more;
    }

    /// What an edit's growth means for the set percentages, one per resource at most.
    ///
    /// @param percents ascending
    static List<QuotaCrossing> crossings(
            Account account, AccountRecord before, AccountRecord after, List<Integer> percents) {
        List<QuotaCrossing> crossings = new ArrayList<>();
        crossing(account.quotaOctets(), before.usedOctets(), after.usedOctets(), percents)
                .ifPresent(percent ->
                        crossings.add(
                                new QuotaCrossing(
                                        account,
                                        QuotaResource.STORAGE,
                                        percent,
                                        new Use(after.usedOctets(), account.quotaOctets()))));
        crossing(account.quotaMessages(), before.usedMessages(), after.usedMessages(), percents)
                .ifPresent(percent ->
                        crossings.add(
                                new QuotaCrossing(
                                        account,
                                        QuotaResource.MESSAGE,
                                        percent,
                                        new Use(after.usedMessages(), account.quotaMessages()))));
        return crossings;
    }

    /// The highest percentage that lies between.
    private static Optional<Integer> crossing(
            OptionalLong limit, long before, long after, List<Integer> percents) {
        if (limit.isEmpty() || after <= before) {
            return Optional.empty();
        }
        Optional<Integer> highest = Optional.empty();
        for (int percent : percents) {
            long least =
                    limit.getAsLong() / 100 * percent + limit.getAsLong() % 100 * percent / 100;
            if (before < least && after >= least) {
                highest = Optional.of(percent);
            }
        }
        return highest;
    }
}
