// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.pabal.directory.AccountId;
import org.pabal.jmap.webhook.NotificationSettings;
import org.pabal.jmap.webhook.StoredWebhooks;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.mta.webhook.NoticeCounts.Outcome;

/// What the roles share that have to do with webhooks.
///
/// @param isKnown whether an account has written to an address
/// @param counts of webhooks
/// @param pushes of Web Push
record WebhookParts(
        StoredWebhooks webhooks,
        NotificationSettings settings,
        BiPredicate<AccountId, String> isKnown,
        NoticeCounts counts,
        NoticeCounts pushes) {

    /// For the operator.
    static Map<String, Object> shown(NoticeCounts counts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            if (counts.of(outcome) > 0) {
                shown.put(
                        outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        counts.of(outcome));
            }
        }
        counts.percentileMillis(95).ifPresent(millis -> shown.put("p95Millis", millis));
        return shown;
    }

    static WebhookParts of(Foundation foundation, BiPredicate<AccountId, String> isKnown) {
        StoredWebhooks webhooks = new StoredWebhooks(foundation.storage(), foundation.mailboxes());
        foundation.mailboxes().listen(webhooks);
        return new WebhookParts(
                webhooks,
                new NotificationSettings(foundation.storage(), foundation.mailboxes()),
                isKnown,
                new NoticeCounts(),
                new NoticeCounts());
    }
}
