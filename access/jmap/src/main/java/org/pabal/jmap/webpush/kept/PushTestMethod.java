// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// PushSubscription/test: pushes `{"@type": "PushTest", "pushSubscriptionId"}` to one of the user's own
/// devices, and tells what its service said and how long that took.
final class PushTestMethod implements JmapMethod {
    private final PushTargets targets;
    private final PushSender sender;
    private final InstantSource clock;

    /// Accounts that wait for the answer to a trial.
    private final Set<AccountId> testing = ConcurrentHashMap.newKeySet();

    PushTestMethod(PushTargets targets, PushSender sender, InstantSource clock) {
        this.targets = targets;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "PushSubscription/test";
    }

    @Override
    public String capability() {
        return Capability.PUSH_DEVICE;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapObject arguments = call.arguments();
        String id = arguments.id("pushSubscriptionId");
        arguments.nothingElse();
        AccountId user = call.user().account().id();
        PushTarget target =
                targets.of(user, clock.instant()).stream()
                        .filter(each -> each.id().equals(id) && each.verified())
                        .findFirst()
                        .orElseThrow(() ->
                                arguments.wrong(
                                        "pushSubscriptionId",
                                        "names none of yours that has brought its code"));
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        PushSender.Tried tried = tried(user, target);
        response.put("pushSubscriptionId", id);
        answer(response, tried.answer());
        response.put("millis", tried.took().toMillis());
        return response;
    }

    /// One at a time: nobody is to make this server a hammer.
    private PushSender.Tried tried(AccountId user, PushTarget target) {
        if (!testing.add(user)) {
            throw MethodError.of("rateLimit", "Another trial still waits for its answer.");
        }
        try {
            return sender.test(user, target);
        } finally {
            testing.remove(user);
        }
    }

    static void answer(ObjectNode json, Answer answer) {
        json.put("at", JmapObject.utcDate(answer.at()));
        json.put("status", answer.status());
        json.put("said", answer.said());
    }
}
