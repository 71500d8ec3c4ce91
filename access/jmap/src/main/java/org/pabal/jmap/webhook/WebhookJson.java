// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.jmap.JmapObject;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.webhook.NoticeRules;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.Webhook.Format;
import org.pabal.mta.webhook.WebhookRecord;
import org.pabal.mta.webhook.WebhookText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks as clients give and see them, and as they are kept.
final class WebhookJson {
    static final List<String> SET_BY_SERVER =
            List.of("id", "hasSecret", "lastAnswer", "waiting", "latency");

    static final List<String> PROPERTIES =
            List.of(
                    "id",
                    "name",
                    "url",
                    "format",
                    "template",
                    "hasSecret",
                    "enabled",
                    "wanted",
                    "quiet",
                    "show",
                    "lastAnswer",
                    "waiting",
                    "latency");

    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 2_000;
    private static final int MAX_TEMPLATE = 8_000;
    private static final int MAX_SECRET = 200;
    private static final int PERCENT = 95;
    private static final JsonMapper JSON = new JsonMapper();

    /// What may stand in a mail, to see that a template stays JSON whatever it is filled with.
    private static final String ANYTHING = "\",{}[]:\\ \n0";

    private WebhookJson() {}

    /// What a client gave, whole.
    ///
    /// @param secret of the webhook as it will be
    static Webhook read(
            String id, JmapObject properties, String secret, Predicate<String> isMailbox) {
        String name = properties.findString("name").orElse("");
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw properties.wrong(
                    "name", "must be one line of at most " + MAX_NAME + " characters");
        }
        URI url = url(properties);
        Format format =
                properties
                        .findString("format")
                        .map(text -> format(properties, text))
                        .orElse(Format.JSON);
        String template = properties.findString("template").orElse("");
        if (format == Format.TEMPLATE) {
            checkTemplate(properties, template);
        } else if (!template.isEmpty()) {
            throw properties.wrong("template", "is for the format template alone");
        }
        boolean enabled = properties.bool("enabled", true);
        NoticeRules rules = RulesJson.read(properties, isMailbox);
        properties.nothingElse();
        return new Webhook(id, name, url, format, template, secret, enabled, rules);
    }

    /// The secret that a client gives; empty for none.
    static String secret(JmapObject properties) {
        String secret = properties.findString("secret").orElse("");
        if (secret.length() > MAX_SECRET || secret.chars().anyMatch(Character::isISOControl)) {
            throw properties.wrong(
                    "secret", "must be one line of at most " + MAX_SECRET + " characters");
        }
        return secret;
    }

    private static URI url(JmapObject properties) {
        String text = properties.string("url");
        try {
            URI url = new URI(text);
            if (text.length() <= MAX_URL && OutsidePosts.isTarget(url)) {
                return url;
            }
        } catch (URISyntaxException notOne) {
            // told below
        }
        throw properties.wrong("url", "must be an absolute https: URL without a name before @");
    }

    private static Format format(JmapObject properties, String text) {
        return switch (text) {
            case "json" -> Format.JSON;
            case "values" -> Format.VALUES;
            case "ntfy" -> Format.NTFY;
            case "template" -> Format.TEMPLATE;
            default -> throw properties.wrong("format", "must be json, values, ntfy or template");
        };
    }

    private static void checkTemplate(JmapObject properties, String template) {
        if (template.isBlank() || template.length() > MAX_TEMPLATE) {
            throw properties.wrong(
                    "template", "must be JSON of at most " + MAX_TEMPLATE + " characters");
        }
        Optional<String> unknown = WebhookText.unknownName(template);
        if (unknown.isPresent()) {
            throw properties.wrong(
                    "template",
                    "has {{"
                            + unknown.get()
                            + "}}, which stands for nothing; there are "
                            + String.join(", ", WebhookText.sample("").names().keySet()));
        }
        parse(properties, WebhookText.sample("").fill(template), "must be JSON: ");
        parse(
                properties,
                WebhookText.sample(ANYTHING).fill(template),
                "must have its {{names}} within quotation marks: ");
    }

    private static void parse(JmapObject properties, String filled, String what) {
        try {
            JSON.reader()
                    .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(filled);
        } catch (JacksonException wrong) {
            String reason =
                    String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("");
            throw properties.wrong("template", what + reason);
        }
    }

    /// What is kept of it.
    static ObjectNode kept(Webhook webhook) {
        ObjectNode json = shown(webhook);
        json.put("secret", webhook.secret());
        return json;
    }

    static Webhook kept(String id, JsonNode json) {
        return new Webhook(
                id,
                json.path("name").asString(""),
                URI.create(json.path("url").asString("")),
                Format.valueOf(json.path("format").asString("json").toUpperCase(Locale.ROOT)),
                json.path("template").asString(""),
                json.path("secret").asString(""),
                json.path("enabled").asBoolean(true),
                RulesJson.kept(json));
    }

    /// What its owner may change, but for the secret.
    static ObjectNode shown(Webhook webhook) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", webhook.name());
        json.put("url", webhook.url().toString());
        json.put("format", webhook.format().name().toLowerCase(Locale.ROOT));
        json.putNull("template");
        if (!webhook.template().isEmpty()) {
            json.put("template", webhook.template());
        }
        json.put("enabled", webhook.enabled());
        RulesJson.write(webhook.rules(), json);
        return json;
    }

    /// As clients see it.
    ///
    /// @param waiting notifications
    static ObjectNode whole(Webhook webhook, WebhookRecord record, int waiting) {
        ObjectNode json = shown(webhook);
        json.put("id", webhook.id());
        json.put("hasSecret", !webhook.secret().isEmpty());
        json.putNull("lastAnswer");
        record.last().ifPresent(last -> answer(json.putObject("lastAnswer"), last));
        json.put("waiting", waiting);
        ObjectNode latency = json.putObject("latency");
        latency.put("count", record.times().count());
        latency.putNull("p95Millis");
        record.times()
                .percentileMillis(PERCENT)
                .ifPresent(millis -> latency.put("p95Millis", millis));
        return json;
    }

    static void answer(ObjectNode json, WebhookRecord.Answer answer) {
        json.put("at", JmapObject.utcDate(answer.at()));
        json.put("status", answer.status());
        json.put("said", answer.said());
    }
}
