// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.webpush.PushRequest;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.jmap.webpush.VapidKey;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a push says, and how it goes to the target's service.
final class PushPosts {
    private final PushTargets targets;
    private final PushSending sending;
    private final InstantSource clock;
    private final RandomGenerator random;
    private @Nullable VapidKey key;

    PushPosts(
            PushTargets targets, PushSending sending, InstantSource clock, RandomGenerator random) {
        this.targets = targets;
        this.sending = sending;
        this.clock = clock;
        this.random = random;
    }

    /// The server's key, for browsers.
    synchronized VapidKey key() {
        VapidKey known = key;
        if (known == null) {
            known = targets.key();
            key = known;
        }
        return known;
    }

    /// RFC 8620 §7.2.2.
    Outcome verification(PushTarget target) {
        return post(target, code(target), Map.of());
    }

    private static ObjectNode code(PushTarget target) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("@type", "PushVerification")
                .put("pushSubscriptionId", target.id())
                .put("verificationCode", target.code());
    }

    /// RFC 8620 §7.2.
    ///
    /// @param states by type, see {@link ToldState}
    Outcome states(AccountId account, PushTarget target, Map<String, String> states) {
        return post(target, stateChange(account, states), states);
    }

    /// Something to be seen by the one who asks for it.
    Outcome trial(PushTarget target) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@type", "PushTest");
        json.put("pushSubscriptionId", target.id());
        return post(target, json, Map.of());
    }

    private static ObjectNode stateChange(AccountId account, Map<String, String> states) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@type", "StateChange");
        ObjectNode changed = json.putObject("changed");
        states.forEach((key, state) -> {
            ToldState of = ToldState.of(key);
            changed.withObjectProperty(of.account(account)).put(of.type(), state);
        });
        return json;
    }

    private Outcome post(PushTarget target, ObjectNode json, Map<String, String> states) {
        boolean urgent =
                states.isEmpty()
                        || states.keySet().stream()
                                .anyMatch(key -> ToldState.of(key).type().equals(ToldState.NEWS));
        PushRequest request =
                PushRequest.of(
                        target,
                        json.toString().getBytes(StandardCharsets.UTF_8),
                        urgent ? PushRequest.Urgency.HIGH : PushRequest.Urgency.NORMAL,
                        states.isEmpty() ? "" : "changes",
                        key(),
                        sending.contact(),
                        clock.instant(),
                        random);
        return sending.posts().post(target.url(), request.fields(), request.body());
    }
}
