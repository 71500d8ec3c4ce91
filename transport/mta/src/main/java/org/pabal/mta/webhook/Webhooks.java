// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.storage.Change;

/// The webhooks of all accounts, as they are kept. Safe for use by many threads.
public interface Webhooks {
    Webhooks NONE =
            new Webhooks() {
                @Override
                public List<Webhook> of(AccountId account) {
                    return List.of();
                }

                @Override
                public WebhookRecord record(AccountId account, String webhook) {
                    return WebhookRecord.EMPTY;
                }

                @Override
                public List<Change> keeping(
                        AccountId account, String webhook, WebhookRecord record) {
                    return List.of();
                }
            };

    /// All of an account's. Asked for every mail: known by heart.
    ///
    /// @throws org.pabal.message.UnavailableException when storage cannot tell
    List<Webhook> of(AccountId account);

    default Optional<Webhook> find(AccountId account, String id) {
        return of(account).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// One of an account that has moved to another host, as it was when the account left. Not known by
    /// heart: it may come back with others.
    default Optional<Webhook> findLeft(AccountId account, String id) {
        return find(account, id);
    }

    /// What was kept of a webhook's answers.
    WebhookRecord record(AccountId account, String webhook);

    /// The changes to the account's space that keep this.
    List<Change> keeping(AccountId account, String webhook, WebhookRecord record);
}
