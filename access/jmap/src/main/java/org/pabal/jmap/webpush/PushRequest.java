// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One message to a push service. RFC 8030 §5.
///
/// @param fields of the request
public record PushRequest(Map<String, String> fields, byte[] body) {
    /// How long a service keeps it for a device that is away: a day.
    private static final String TTL_SECONDS = "86400";

    /// How much the user wants it. RFC 8030 §5.3.
    public enum Urgency {
        HIGH("high"),
        NORMAL("normal");

        private final String text;

        Urgency(String text) {
            this.text = text;
        }
    }

    /// @param topic of messages of which the last one is enough: 32 characters at most; empty for none
    public static PushRequest of(
            PushTarget target,
            byte[] json,
            Urgency urgency,
            String topic,
            VapidKey key,
            String contact,
            Instant now,
            RandomGenerator random) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("TTL", TTL_SECONDS);
        fields.put("Urgency", urgency.text);
        if (!topic.isEmpty()) {
            fields.put("Topic", topic);
        }
        fields.put("Authorization", key.authorization(target.url(), contact, now));
        if (target.keys().isEmpty()) {
            fields.put("Content-Type", "application/json");
            return new PushRequest(fields, json);
        }
        fields.put("Content-Type", "application/octet-stream");
        fields.put("Content-Encoding", "aes128gcm");
        return new PushRequest(
                fields, MessageEncryption.encrypt(json, target.keys().get(), random));
    }
}
