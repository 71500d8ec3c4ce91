// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A client that only ever asks for changes of submissions has what the server has. RFC 8620 §5.2, §5.6,
/// RFC 8621 §7.2, §7.4.
class ReplayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROPERTIES =
            "\"properties\": [\"emailId\", \"undoStatus\", \"sendAt\"]";
    private static final List<String> QUERIES =
            List.of(
                    "{\"sort\": [{\"property\": \"sentAt\"}, {\"property\": \"emailId\"}]}",
                    "{\"sort\": [{\"property\": \"sentAt\", \"isAscending\": false}]}",
                    "{\"filter\": {\"undoStatus\": \"pending\"}, \"sort\": [{\"property\":"
                            + " \"emailId\"}]}",
                    "{\"filter\": {\"emailIds\": [\"M1\", \"M2\"]}}");

    private final SendingStage stage = new SendingStage();
    private final Map<String, JsonNode> known = new TreeMap<>();
    private final List<List<String>> lists = new ArrayList<>();
    private final List<String> queryStates = new ArrayList<>();
    private String state = "";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesReplayedGiveTheServersState(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 1; i <= 3; i++) {
            stage.given(
                    "alice has in Drafts the message From: alice@example.org\\r\\nTo:"
                            + " bob@example.org\\r\\nSubject: "
                            + i
                            + "\\r\\n\\r\\nx\\r\\n");
        }
        begin();
        for (int round = 0; round < 25; round++) {
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                operate(random);
            }
            String when = "seed " + seed + ", round " + round;
            catchUp(when);
            compare(when);
        }
        assertThat(known).isNotEmpty();
        stage.close();
    }

    private JsonNode call(String method, String arguments) throws Exception {
        return stage.call("alice", method, (ObjectNode) JSON.readTree(arguments));
    }

    private void begin() throws Exception {
        state = call("EmailSubmission/get", "{" + PROPERTIES + "}").path("state").asString();
        for (String query : QUERIES) {
            JsonNode answer = call("EmailSubmission/query", query);
            lists.add(ids(answer.path("ids")));
            queryStates.add(answer.path("queryState").asString());
        }
    }

    private void operate(Random random) throws Exception {
        List<String> ids = new ArrayList<>(known.keySet());
        String some = ids.isEmpty() ? "none" : ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(5)) {
            case 0 -> send("M" + (1 + random.nextInt(3)), "{}");
            case 1 -> send("M" + (1 + random.nextInt(3)), "{\"HOLDFOR\": \"7200\"}");
            case 2 -> set("{\"update\": {\"" + some + "\": {\"undoStatus\": \"canceled\"}}}");
            case 3 -> set("{\"destroy\": [\"" + some + "\"]}");
            default -> stage.clock.advance(Duration.ofMinutes(40));
        }
    }

    private void send(String email, String parameters) throws Exception {
        set(
                "{\"create\": {\"s\": {\"identityId\": \"I0\", \"emailId\": \""
                        + email
                        + "\", \"envelope\": {\"mailFrom\": {\"email\": \"alice@example.org\","
                        + " \"parameters\": "
                        + parameters
                        + "}, \"rcptTo\": [{\"email\": \"bob@example.org\"}]}}}}");
    }

    private void set(String arguments) throws Exception {
        call("EmailSubmission/set", arguments);
    }

    private void catchUp(String when) throws Exception {
        JsonNode changes = call("EmailSubmission/changes", "{\"sinceState\": \"" + state + "\"}");
        List<String> wanted = ids(changes.path("created"));
        wanted.addAll(ids(changes.path("updated")));
        ids(changes.path("destroyed")).forEach(known::remove);
        String these = PROPERTIES + ", \"ids\": " + JSON.writeValueAsString(wanted);
        JsonNode got = call("EmailSubmission/get", "{" + these + "}");
        assertThat(ids(got.path("notFound"))).as(when).isEmpty();
        got.path("list").values().forEach(each -> known.put(each.path("id").asString(), each));
        state = changes.path("newState").asString();
        catchUpWithLists(when);
    }

    private void catchUpWithLists(String when) throws Exception {
        for (int i = 0; i < QUERIES.size(); i++) {
            ObjectNode arguments = (ObjectNode) JSON.readTree(QUERIES.get(i));
            arguments.put("sinceQueryState", queryStates.get(i));
            JsonNode changes = stage.call("alice", "EmailSubmission/queryChanges", arguments);
            List<String> list = lists.get(i);
            list.removeAll(ids(changes.path("removed")));
            for (JsonNode added : changes.path("added").values()) {
                int index = added.path("index").asInt();
                assertThat(index).as(when).isBetween(0, list.size());
                list.add(index, added.path("id").asString());
            }
            queryStates.set(i, changes.path("newQueryState").asString());
        }
    }

    private void compare(String when) throws Exception {
        Map<String, JsonNode> server = new TreeMap<>();
        call("EmailSubmission/get", "{" + PROPERTIES + "}")
                .path("list")
                .values()
                .forEach(each -> server.put(each.path("id").asString(), each));
        assertThat(known).as(when).isEqualTo(server);
        for (int i = 0; i < QUERIES.size(); i++) {
            assertThat(lists.get(i))
                    .as(when + ", " + QUERIES.get(i))
                    .isEqualTo(ids(call("EmailSubmission/query", QUERIES.get(i)).path("ids")));
        }
    }

    private static List<String> ids(JsonNode array) {
        List<String> ids = new ArrayList<>();
        array.values().forEach(each -> ids.add(each.asString()));
        return ids;
    }
}
