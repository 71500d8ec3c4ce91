// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.GetRequest;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.mta.webhook.WebhookRecord;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// PushSubscription/get. RFC 8620 §7.2.1.
final class PushSubscriptionGet implements JmapMethod {
    private static final List<String> SHOWN =
            List.of("id", "deviceClientId", "verificationCode", "expires", "types");

    /// Of {@link Capability#PUSH_DEVICE}; given when they are named.
    private static final Set<String> OF_DEVICE = Set.of("name", "lastPush", "latency");

    private static final int PERCENT = 95;

    /// Who knows them could push in our name, or read what we push.
    private static final Set<String> SECRET = Set.of("url", "keys");

    private final PushTargets targets;
    private final InstantSource clock;

    PushSubscriptionGet(PushTargets targets, InstantSource clock) {
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "PushSubscription/get";
    }

    @Override
    public String capability() {
        return Capability.CORE;
    }

    /// They are the user's, of no account, and have no state.
    @Override
    public ObjectNode call(MethodCall call) {
        call.arguments()
                .findStrings("properties")
                .filter(names -> names.stream().anyMatch(SECRET::contains))
                .ifPresent(_ -> {
                    throw MethodError.forbidden("`url` and `keys` are told to nobody.");
                });
        JmapAccount own = JmapAccount.own(call.user().account());
        boolean more = call.uses(Capability.PUSH_DEVICE);
        GetRequest request =
                GetRequest.read(
                        call,
                        own,
                        name -> SHOWN.contains(name) || (more && OF_DEVICE.contains(name)),
                        SHOWN);
        boolean weighed = request.properties().stream().anyMatch(OF_DEVICE::contains);
        AccountId user = own.owner().id();
        Map<String, PushTarget> byId = new LinkedHashMap<>();
        targets.of(user, clock.instant()).forEach(each -> byId.put(each.id(), each));
        ObjectNode response =
                request.response(
                        "",
                        List.copyOf(byId.keySet()),
                        id ->
                                Optional.ofNullable(byId.get(id))
                                        .map(target ->
                                                weighed ? ofDevice(user, target) : json(target)));
        response.remove(List.of("accountId", "state"));
        return response;
    }

    private ObjectNode ofDevice(AccountId user, PushTarget target) {
        WebhookRecord record = targets.record(user, target.id());
        ObjectNode json = json(target);
        json.put("name", target.name());
        json.putNull("lastPush");
        record.last().ifPresent(last -> PushTestMethod.answer(json.putObject("lastPush"), last));
        ObjectNode latency = json.putObject("latency");
        latency.put("count", record.times().count());
        latency.putNull("p95Millis");
        record.times().percentileMillis(PERCENT).ifPresent(ms -> latency.put("p95Millis", ms));
        return json;
    }

    private static ObjectNode json(PushTarget target) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", target.id());
        json.put("deviceClientId", target.deviceClientId());
        if (target.verified()) {
            json.put("verificationCode", target.code());
        } else {
            json.putNull("verificationCode");
        }
        json.put("expires", JmapObject.utcDate(target.expires()));
        json.putNull("types");
        target.types()
                .ifPresent(types -> types.stream().sorted().forEach(json.putArray("types")::add));
        return json;
    }
}
