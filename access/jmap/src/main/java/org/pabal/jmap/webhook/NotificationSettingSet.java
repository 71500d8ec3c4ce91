// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import org.pabal.directory.Account;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SingletonTarget;
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
            implements SingletonTarget {

        private Account account() {
            return own.account();
        }

        @Override
        public String state() {
            return settings.state(account().id());
        }

        @Override
        public void update(Patch patch) {
            JmapObject next = whole(patch.applyTo(settings.json(account().id())));
            NoticeRules rules = RulesJson.read(next, each -> WebhookServices.isMailbox(own, each));
            next.nothingElse();
            settings.put(account().id(), rules);
        }
    }
}
