// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mta.webhook.Webhook;
import tools.jackson.databind.node.ObjectNode;

/// Webhook/get. Answers and times are as of now, whatever the state.
record WebhookGet(WebhookServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Webhook/get";
    }

    @Override
    public String capability() {
        return WebhookCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        GetRequest request = GetRequest.read(call, account, WebhookJson.PROPERTIES);
        Account owner = account.owner();
        String state = services.webhooks().state(owner.id());
        List<String> all = services.webhooks().of(owner.id()).stream().map(Webhook::id).toList();
        return request.response(
                state,
                all,
                id ->
                        services.webhooks()
                                .find(owner.id(), id)
                                .map(webhook -> services.whole(owner, webhook)));
    }
}
