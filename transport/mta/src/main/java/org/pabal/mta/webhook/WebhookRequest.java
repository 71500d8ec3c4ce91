// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What is posted to a webhook.
///
/// @param fields of the header section
record WebhookRequest(Map<String, String> fields, byte[] body) {
    private static final String BASE64_SECRET = "whsec_";
    private static final int MAX_TITLE = 150;

    static WebhookRequest of(Webhook webhook, WebhookText text, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        String body = body(webhook, text, fields);
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        sign(webhook.secret(), text.get("id"), now, octets, fields);
        return new WebhookRequest(fields, octets);
    }

    private static String body(Webhook webhook, WebhookText text, Map<String, String> fields) {
        fields.put("Content-Type", "application/json");
        return switch (webhook.format()) {
            case JSON -> {
                Map<String, String> members = new LinkedHashMap<>();
                text.names().keySet().forEach(name -> members.put(name, name));
                yield text.object(members);
            }
            case VALUES -> {
                Map<String, String> members = new LinkedHashMap<>();
                members.put("value1", "sender");
                members.put("value2", "subject");
                members.put("value3", "preview");
                yield text.object(members);
            }
            case NTFY -> {
                fields.put("Content-Type", "text/plain; charset=utf-8");
                String sender = text.get("sender");
                fields.put("Title", encodedWord(sender.isEmpty() ? text.get("account") : sender));
                fields.put("Tags", "envelope");
                String preview = text.get("preview");
                yield preview.isEmpty()
                        ? text.get("subject")
                        : text.get("subject") + "\n" + preview;
            }
            case TEMPLATE -> text.fill(webhook.template());
        };
    }

    /// RFC 2047 §4.1: whatever the text is, a field has ASCII alone.
    private static String encodedWord(String text) {
        String cut =
                text.codePointCount(0, text.length()) <= MAX_TITLE
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, MAX_TITLE));
        return "=?UTF-8?B?"
                + Base64.getEncoder().encodeToString(cut.getBytes(StandardCharsets.UTF_8))
                + "?=";
    }

    /// HMAC-SHA-256 (RFC 2104) over id, time and body, joined by dots.
    private static void sign(
            String secret, String id, Instant now, byte[] body, Map<String, String> fields) {
        String time = Long.toString(now.getEpochSecond());
        fields.put("Webhook-Id", id);
        fields.put("Webhook-Timestamp", time);
        if (!secret.isEmpty()) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
                mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
                fields.put(
                        "Webhook-Signature",
                        "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(BASE64_SECRET) && secret.length() > BASE64_SECRET.length()) {
            try {
                return Base64.getDecoder().decode(secret.substring(BASE64_SECRET.length()));
            } catch (IllegalArgumentException text) {
                // as it is
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
