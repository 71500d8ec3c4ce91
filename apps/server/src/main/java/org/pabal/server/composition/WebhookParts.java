// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.function.BiPredicate;
import org.pabal.directory.AccountId;
import org.pabal.jmap.webhook.NotificationSettings;
import org.pabal.jmap.webhook.StoredWebhooks;
import org.pabal.mta.webhook.WebhookCounts;

/// What the roles share that have to do with webhooks.
///
/// @param isKnown whether an account has written to an address
record WebhookParts(
        StoredWebhooks webhooks,
        NotificationSettings settings,
        BiPredicate<AccountId, String> isKnown,
        WebhookCounts counts) {

    static WebhookParts of(Foundation foundation, BiPredicate<AccountId, String> isKnown) {
        StoredWebhooks webhooks = new StoredWebhooks(foundation.storage(), foundation.mailboxes());
        foundation.mailboxes().listen(webhooks);
        return new WebhookParts(
                webhooks,
                new NotificationSettings(foundation.storage(), foundation.mailboxes()),
                isKnown,
                new WebhookCounts());
    }
}
