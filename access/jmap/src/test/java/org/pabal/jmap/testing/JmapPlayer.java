// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.testing.JmapTranscript.Step;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Plays a transcript on a stage. For one thread.
final class JmapPlayer {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    private final JmapStage stage;
    private final JmapTranscript transcript;
    private final JsonPattern pattern = new JsonPattern();
    private String who = "alice";
    private int at;

    JmapPlayer(JmapStage stage, JmapTranscript transcript) {
        this.stage = stage;
        this.transcript = transcript;
    }

    void play() throws Exception {
        List<Step> steps = transcript.steps();
        while (at < steps.size()) {
            Step step = steps.get(at);
            switch (step.kind()) {
                case "given" -> stage.given(step.text());
                case "then" -> stage.then(step.text());
                case "as" -> who = step.text();
                case ">" -> exchange();
                default -> throw failed(step, "nothing was asked");
            }
            if (!step.kind().equals(">")) {
                at++;
            }
        }
    }

    private boolean more(String kind) {
        return at < transcript.steps().size() && transcript.steps().get(at).kind().equals(kind);
    }

    private void exchange() throws Exception {
        if (transcript.steps().get(at).text().matches("(?s)(GET|POST|PUT|DELETE) /.*")) {
            raw();
            return;
        }
        ArrayNode calls = JSON.createArrayNode();
        while (more(">")) {
            Step step = transcript.steps().get(at++);
            String[] parts = step.text().split("\\s", 2);
            ObjectNode arguments = (ObjectNode) read(step, parts.length == 1 ? "{}" : parts[1]);
            if (!arguments.has("accountId") && !parts[0].startsWith("Core/")) {
                arguments.put("accountId", stage.accountId(owner()));
            }
            calls.addArray().add(parts[0]).add(arguments).add("c" + (calls.size() - 1));
        }
        JsonNode responses = stage.call(who, calls);
        int next = 0;
        while (more("<")) {
            Step step = transcript.steps().get(at++);
            String[] parts = step.text().split("\\s", 2);
            JsonNode response = responses.path(next++);
            if (!parts[0].equals(response.path(0).asString())) {
                throw failed(step, "got " + response);
            }
            compare(step, read(step, parts.length == 1 ? "{}" : parts[1]), response.path(1));
        }
        if (next < responses.size()) {
            throw failed(transcript.steps().get(at - 1), "and more came: " + responses.path(next));
        }
    }

    private String owner() {
        return who.equals("nobody") ? "alice" : who;
    }

    /// A request as it stands.
    private void raw() throws Exception {
        Step step = transcript.steps().get(at++);
        String[] lines = pattern.filled(step.text()).split("\n", 2);
        String[] target = lines[0].split(" ");
        FakeExchange exchange =
                new FakeExchange(
                        target[0], target[1].replace("{account}", stage.accountId(owner())));
        exchange.withBody(
                (lines.length == 1 ? "" : lines[1])
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Map<String, String> fields = new LinkedHashMap<>();
        while (more("+")) {
            String[] field = transcript.steps().get(at++).text().split(": ?", 2);
            fields.put(field[0], field[1]);
        }
        stage.send(who, exchange, fields);
        while (more("<") || more("+")) {
            Step expected = transcript.steps().get(at++);
            if (expected.kind().equals("+")) {
                String[] field = expected.text().split(": ?", 2);
                String got = exchange.answered(field[0]);
                if (!pattern.matches(field[1], got)) {
                    throw failed(expected, "got " + field[0] + ": " + got);
                }
                continue;
            }
            String[] parts = expected.text().split("\\s", 2);
            if (!parts[0].equals(Integer.toString(exchange.status()))) {
                throw failed(expected, "got " + exchange.status() + " " + exchange.text());
            }
            if (parts.length == 2 && parts[1].startsWith("{")) {
                compare(expected, read(expected, parts[1]), JSON.readTree(exchange.sent()));
            } else if (parts.length == 2 && !pattern.matches(parts[1], exchange.text())) {
                throw failed(expected, "got " + exchange.text());
            }
        }
    }

    private JsonNode read(Step step, String text) {
        try {
            return JSON.readTree(pattern.filled(text));
        } catch (tools.jackson.core.JacksonException e) {
            throw failed(step, e.getOriginalMessage());
        }
    }

    private void compare(Step step, JsonNode expected, JsonNode got) {
        List<String> findings = new ArrayList<>();
        pattern.compare("", expected, got, findings);
        if (!findings.isEmpty()) {
            throw failed(step, String.join("\n", findings) + "\nall of it: " + got);
        }
    }

    private AssertionError failed(Step step, String what) {
        return new AssertionError(transcript.file() + ":" + step.line() + ": " + what);
    }
}
