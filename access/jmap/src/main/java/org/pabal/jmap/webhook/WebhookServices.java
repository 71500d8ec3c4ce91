// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapMethod;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookDelivery;
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
        methods.add(new WebhookChanges(this));
        methods.add(new WebhookSet(this));
        methods.add(new WebhookTest(this));
        return methods;
    }

    ObjectNode whole(Account account, Webhook webhook) {
        return WebhookJson.whole(
                webhook,
                delivery.record(account.id(), webhook.id()),
                queue.waiting(destination(account, webhook.id())));
    }

    static Destination destination(Account account, String webhook) {
        return Destination.webhook(account.address().toString(), webhook);
    }

    static boolean isMailbox(AccountMailboxes own, String id) {
        return ObjectIds.parseMailbox(id).flatMap(own::find).isPresent();
    }
}
