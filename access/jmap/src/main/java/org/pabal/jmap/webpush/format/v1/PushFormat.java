// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.format.v1;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.AccountId;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.jmap.webpush.VapidKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keys and values of the space PUSH.
public final class PushFormat {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();
    private static final byte SUBSCRIPTION = 's';
    private static final byte RECORD = 'r';

    private PushFormat() {}

    public static byte[] vapidKey() {
        return new byte[] {'k'};
    }

    public static byte[] allSubscriptions() {
        return new byte[] {SUBSCRIPTION};
    }

    public static byte[] subscriptions(AccountId account) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(SUBSCRIPTION)
                .putLong(account.value())
                .array();
    }

    public static byte[] subscription(AccountId account, String id) {
        byte[] text = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + Long.BYTES + text.length)
                .put(subscriptions(account))
                .put(text)
                .array();
    }

    /// How pushes to one did.
    public static byte[] record(AccountId account, String id) {
        byte[] key = subscription(account, id);
        key[0] = RECORD;
        return key;
    }

    public static AccountId account(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(1));
    }

    public static byte[] encode(VapidKey key) {
        ObjectNode json = JSON.createObjectNode();
        json.put("private", TO_TEXT.encodeToString(key.number()));
        json.put("public", TO_TEXT.encodeToString(key.point()));
        return JSON.writeValueAsBytes(json);
    }

    public static VapidKey decodeKey(byte[] value) {
        JsonNode json = JSON.readTree(value);
        return new VapidKey(
                FROM_TEXT.decode(json.path("private").asString()),
                FROM_TEXT.decode(json.path("public").asString()));
    }

    public static byte[] encode(PushTarget target) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", target.id());
        json.put("device", target.deviceClientId());
        if (!target.name().isEmpty()) {
            json.put("name", target.name());
        }
        json.put("url", target.url().toString());
        target.keys()
                .ifPresent(keys -> {
                    json.put("p256dh", TO_TEXT.encodeToString(keys.p256dh()));
                    json.put("auth", TO_TEXT.encodeToString(keys.auth()));
                });
        json.put("code", target.code());
        json.put("codeSent", target.codeSent());
        json.put("verified", target.verified());
        json.put("expires", target.expires().getEpochSecond());
        target.types().ifPresent(types -> types.forEach(json.putArray("types")::add));
        ObjectNode owed = json.putObject("owed");
        target.owed().forEach(owed::put);
        json.put("failures", target.failures());
        json.put("retryAt", target.retryAt().getEpochSecond());
        return JSON.writeValueAsBytes(json);
    }

    public static PushTarget decode(byte[] value) {
        JsonNode json = JSON.readTree(value);
        Map<String, String> owed = new HashMap<>();
        json.path("owed")
                .properties()
                .forEach(each -> owed.put(each.getKey(), each.getValue().asString()));
        return new PushTarget(
                json.path("id").asString(),
                json.path("device").asString(),
                json.path("name").asString(""),
                URI.create(json.path("url").asString()),
                json.has("p256dh")
                        ? Optional.of(
                                new PushTarget.Keys(
                                        FROM_TEXT.decode(json.path("p256dh").asString()),
                                        FROM_TEXT.decode(json.path("auth").asString())))
                        : Optional.empty(),
                json.path("code").asString(),
                json.path("codeSent").asBoolean(),
                json.path("verified").asBoolean(),
                Instant.ofEpochSecond(json.path("expires").asLong()),
                json.has("types") ? Optional.of(names(json.path("types"))) : Optional.empty(),
                owed,
                json.path("failures").asInt(),
                Instant.ofEpochSecond(json.path("retryAt").asLong()));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new HashSet<>();
        array.forEach(each -> names.add(each.asString()));
        return names;
    }
}
