// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.document.DocumentChanges;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookDelivery;
import org.pabal.mta.webhook.WebhookDelivery.Tried;
import org.pabal.mta.webhook.WebhookRecord;
import tools.jackson.databind.node.ObjectNode;

/// What the methods of webhooks and notifications work with.
///
/// @param testing accounts that wait for the answer to a trial
public record WebhookServices(
        StoredWebhooks webhooks,
        WebhookDelivery delivery,
        Queue queue,
        MailboxStore mailboxes,
        NotificationSettings settings,
        Set<AccountId> testing) {

    public WebhookServices(
            StoredWebhooks webhooks,
            WebhookDelivery delivery,
            Queue queue,
            MailboxStore mailboxes,
            NotificationSettings settings) {
        this(webhooks, delivery, queue, mailboxes, settings, ConcurrentHashMap.newKeySet());
    }

    public List<JmapMethod> methods() {
        List<JmapMethod> methods = new ArrayList<>(settings.methods(mailboxes));
        methods.add(new WebhookGet(this));
        methods.add(
                new DocumentChanges(
                        "Webhook/changes", WebhookCapability.URN, webhooks.documents()));
        methods.add(new WebhookSet(this));
        methods.add(new WebhookTest(this));
        return methods;
    }

    ObjectNode whole(Account account, Webhook webhook) {
        return WebhookJson.whole(webhook, record(account, webhook), waiting(account, webhook));
    }

    /// All of an account's.
    public List<Webhook> all(Account account) {
        return webhooks.of(account.id());
    }

    /// How it goes.
    public WebhookRecord record(Account account, Webhook webhook) {
        return delivery.record(account.id(), webhook.id());
    }

    /// Notifications that wait.
    public int waiting(Account account, Webhook webhook) {
        return queue.waiting(destination(account, webhook.id()));
    }

    /// Posts an example and waits for the answer; where it is taken, what waits is tried again.
    ///
    /// @return empty while another trial of the account waits: nobody is to make this server a hammer
    public Optional<Tried> test(Account account, Webhook webhook) {
        if (!testing.add(account.id())) {
            return Optional.empty();
        }
        try {
            Tried tried =
                    delivery.test(
                            webhook,
                            account,
                            "test-" + UUID.randomUUID(),
                            WebhookTest.example(account));
            webhooks.write(account.id(), tried.memory());
            if (tried.answer().isGood()) {
                queue.wake(destination(account, webhook.id()));
            }
            return Optional.of(tried);
        } finally {
            testing.remove(account.id());
        }
    }

    /// Whether it is told of mail.
    public void enable(Account account, Webhook webhook, boolean enabled) {
        webhooks.put(account.id(), webhook.enabled(enabled));
    }

    /// @return false when there was none
    public boolean remove(Account account, String webhook) {
        boolean there = webhooks.remove(account.id(), webhook);
        delivery.forget(account.id(), webhook);
        return there;
    }

    static Destination destination(Account account, String webhook) {
        return Destination.webhook(account.address().toString(), webhook);
    }

    static boolean isMailbox(AccountMailboxes own, String id) {
        return ObjectIds.parseMailbox(id).flatMap(own::find).isPresent();
    }
}
