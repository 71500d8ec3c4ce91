// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.mta.webhook.NoticeTimes;
import org.pabal.mta.webhook.WebhookRecord;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How webhooks and pushes did, as it is kept.
public final class RecordJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RecordJson() {}

    public static byte[] encode(WebhookRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        record.last()
                .ifPresent(last ->
                        json.put("at", last.at().toEpochMilli())
                                .put("status", last.status())
                                .put("said", last.said()));
        ObjectNode days = json.putObject("times");
        record.times()
                .days()
                .forEach((day, steps) -> {
                    ObjectNode counts = days.putObject(Integer.toString(day));
                    steps.forEach((step, n) -> counts.put(Integer.toString(step), n));
                });
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    public static WebhookRecord decode(byte[] octets) {
        JsonNode json = JSON.readTree(octets);
        Map<Integer, Map<Integer, Integer>> days = new HashMap<>();
        json.path("times")
                .properties()
                .forEach(day -> {
                    Map<Integer, Integer> steps = new HashMap<>();
                    day.getValue()
                            .properties()
                            .forEach(each ->
                                    steps.put(
                                            Integer.parseInt(each.getKey()),
                                            each.getValue().asInt()));
                    days.put(Integer.parseInt(day.getKey()), steps);
                });
        return new WebhookRecord(
                json.has("at")
                        ? Optional.of(
                                new Answer(
                                        Instant.ofEpochMilli(json.path("at").asLong()),
                                        json.path("status").asInt(),
                                        json.path("said").asString("")))
                        : Optional.empty(),
                new NoticeTimes(days));
    }
}
