// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mta.webhook.Webhook;
import tools.jackson.databind.node.ObjectNode;

/// Webhook/set.
record WebhookSet(WebhookServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Webhook/set";
    }

    @Override
    public String capability() {
        return WebhookCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(services, account.owner(), call.created()).run(request, call);
    }

    private record Editing(WebhookServices services, Account account, CreatedIds ids)
            implements SetTarget {

        @Override
        public String state() {
            return services.webhooks().state(account.id());
        }

        private boolean isMailbox(String id) {
            AccountMailboxes own = services.mailboxes().open(account);
            return WebhookServices.isMailbox(own, id);
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            for (String name : WebhookJson.SET_BY_SERVER) {
                if (properties.has(name)) {
                    throw properties.wrong(name, "is set by the server");
                }
            }
            String secret = WebhookJson.secret(properties);
            Webhook webhook = WebhookJson.read("", properties, secret, this::isMailbox);
            if (services.webhooks().of(account.id()).size() >= StoredWebhooks.MAX) {
                throw SetError.overQuota("An account has at most " + StoredWebhooks.MAX + ".");
            }
            String id = services.webhooks().add(account.id(), webhook);
            ObjectNode told = services.whole(account, find(id));
            properties.json().propertyNames().forEach(told::remove);
            return told;
        }

        private Webhook find(String id) {
            return services.webhooks().find(account.id(), id).orElseThrow(SetError::notFound);
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            Webhook before = find(id);
            ObjectNode shown = services.whole(account, before);
            ObjectNode next = patch.applyTo(shown);
            for (String name : WebhookJson.SET_BY_SERVER) {
                if (!shown.path(name).equals(next.path(name))) {
                    throw SetError.invalidProperty(name, "cannot be changed");
                }
                next.remove(name);
            }
            JmapObject wanted = JmapObject.ofProperties(next, ids);
            String secret =
                    patch.json().has("secret") ? WebhookJson.secret(wanted) : before.secret();
            services.webhooks()
                    .put(
                            account.id(),
                            WebhookJson.read(
                                    id,
                                    wanted.known("secret"),
                                    secret,
                                    each -> isNamed(before, each) || isMailbox(each)));
            return Optional.empty();
        }

        /// What was named before stays, even where it is no more.
        private static boolean isNamed(Webhook before, String mailbox) {
            return before.rules().wanted()
                            instanceof org.pabal.mta.webhook.Wanted.Mailboxes(var named)
                    && named.contains(mailbox);
        }

        @Override
        public void destroy(String id) {
            if (!services.remove(account, id)) {
                throw SetError.notFound();
            }
        }
    }
}
