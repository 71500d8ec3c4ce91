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
import org.pabal.mailbox.MailboxStore;
import org.pabal.mta.webhook.NoticeRules;
import tools.jackson.databind.node.ObjectNode;

/// NotificationSetting/set.
record NotificationSettingSet(NotificationSettings settings, MailboxStore mailboxes)
        implements JmapMethod {

    @Override
    public String name() {
        return "NotificationSetting/set";
    }

    @Override
    public String capability() {
        return WebhookCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(settings, mailboxes.open(account.owner()), call.created())
                .run(request, call);
    }

    private record Editing(NotificationSettings settings, AccountMailboxes own, CreatedIds ids)
            implements SetTarget {

        private Account account() {
            return own.account();
        }

        @Override
        public String state() {
            return settings.state(account().id());
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.singleton();
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            if (!id.equals(NotificationSettings.ID)) {
                throw SetError.notFound();
            }
            JmapObject next =
                    JmapObject.ofProperties(patch.applyTo(settings.json(account().id())), ids);
            if (!next.string("id").equals(NotificationSettings.ID)) {
                throw next.wrong("id", "cannot be changed");
            }
            NoticeRules rules = RulesJson.read(next, each -> WebhookServices.isMailbox(own, each));
            next.nothingElse();
            settings.put(account().id(), rules);
            return Optional.empty();
        }

        @Override
        public void destroy(String id) {
            throw id.equals(NotificationSettings.ID) ? SetError.singleton() : SetError.notFound();
        }
    }
}
