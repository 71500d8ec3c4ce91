// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.mda.NewMail;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookDelivery.Tried;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Webhook/test: posts an example, and tells what the other server said and how long that took. Where
/// it succeeds, what waits is tried again.
record WebhookTest(WebhookServices services) implements JmapMethod {

    @Override
    public String name() {
        return "Webhook/test";
    }

    @Override
    public String capability() {
        return WebhookCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        String id = arguments.id("webhookId");
        arguments.nothingElse();
        Webhook webhook =
                services.webhooks()
                        .find(account.owner().id(), id)
                        .orElseThrow(() -> arguments.wrong("webhookId", "names none of yours"));
        Tried tried =
                services.test(account.owner(), webhook)
                        .orElseThrow(() ->
                                MethodError.of(
                                        "rateLimit", "Another trial still waits for its answer."));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("webhookId", id);
        WebhookJson.answer(response, tried.answer());
        response.put("millis", tried.took().toMillis());
        return response;
    }

    static NewMail example(Account account) {
        boolean korean = account.language() == Language.KOREAN;
        return new NewMail(
                korean ? "파발" : "Pabal",
                account.address().toString(),
                korean ? "시험 알림" : "A test notification",
                korean ? "이 알림이 보이면 웹훅이 동작합니다." : "If you see this, the webhook works.",
                "INBOX",
                "");
    }
}
