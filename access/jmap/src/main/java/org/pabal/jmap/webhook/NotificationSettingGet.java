// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import org.pabal.directory.AccountId;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import tools.jackson.databind.node.ObjectNode;

/// NotificationSetting/get.
record NotificationSettingGet(NotificationSettings settings) implements JmapMethod {

    @Override
    public String name() {
        return "NotificationSetting/get";
    }

    @Override
    public String capability() {
        return WebhookCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, RulesJson.PROPERTIES);
        AccountId owner = account.owner().id();
        return request.response(settings.state(owner), () -> settings.json(owner));
    }
}
