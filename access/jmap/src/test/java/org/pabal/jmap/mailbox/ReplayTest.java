// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.mailbox.Flags;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A client that only ever asks for changes has what one has that asks for all. RFC 8620 §5.2, §5.6.
class ReplayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SORT =
            "{\"sort\":[{\"property\":\"sortOrder\"},{\"property\":\"name\"}],\"sortAsTree\":true";

    private final Map<String, JsonNode> copy = new LinkedHashMap<>();
    private String state = "";
    private List<String> list = new ArrayList<>();
    private String queryState = "";

    @Test
    void changesReplayedAreTheStateOfTheServer() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            try (JmapStage stage = new JmapStage()) {
                replay(stage, seed);
            }
        }
    }

    private void replay(JmapStage stage, long seed) throws Exception {
        Random random = new Random(seed);
        copy.clear();
        JsonNode first = get(stage, "{}");
        first.path("list").forEach(each -> copy.put(each.path("id").asString(), each));
        state = first.path("state").asString();
        JsonNode query = stage.call("alice", "Mailbox/query", object(SORT + "}"));
        list = ids(query.path("ids"));
        queryState = query.path("queryState").asString();
        for (int step = 0; step < 60; step++) {
            change(stage, random);
            if (random.nextInt(3) == 0) {
                catchUp(stage);
                compare(stage, "seed " + seed + " step " + step);
            }
        }
    }

    private void change(JmapStage stage, Random random) throws Exception {
        List<String> known = new ArrayList<>(copy.keySet());
        String some = known.get(random.nextInt(known.size()));
        String name = "n" + random.nextInt(6);
        switch (random.nextInt(6)) {
            case 0 -> set(stage, "{\"create\":{\"k\":{\"name\":\"" + name + "\"}}}");
            case 1 ->
                    set(
                            stage,
                            "{\"create\":{\"k\":{\"name\":\""
                                    + name
                                    + "\",\"parentId\":\""
                                    + some
                                    + "\"}}}");
            case 2 -> set(stage, "{\"update\":{\"" + some + "\":{\"name\":\"" + name + "\"}}}");
            case 3 ->
                    set(
                            stage,
                            "{\"update\":{\""
                                    + some
                                    + "\":{\"sortOrder\":"
                                    + random.nextInt(5)
                                    + ",\"isSubscribed\":"
                                    + random.nextBoolean()
                                    + "}}}");
            case 4 -> set(stage, "{\"onDestroyRemoveEmails\":true,\"destroy\":[\"" + some + "\"]}");
            default ->
                    stage.append(
                            "alice",
                            "INBOX",
                            random.nextBoolean() ? Flags.NONE : Flags.of(Flags.SEEN),
                            "Subject: x\r\n\r\ny\r\n");
        }
    }

    private static void set(JmapStage stage, String arguments) throws Exception {
        stage.call("alice", "Mailbox/set", object(arguments));
    }

    private void catchUp(JmapStage stage) throws Exception {
        String pushed = stage.mailboxes("alice").state().point().toString();
        boolean more = true;
        while (more) {
            JsonNode changes =
                    stage.call(
                            "alice",
                            "Mailbox/changes",
                            object("{\"sinceState\":\"" + state + "\",\"maxChanges\":4}"));
            changes.path("destroyed").forEach(id -> copy.remove(id.asString()));
            List<String> wanted = ids(changes.path("created"));
            wanted.addAll(ids(changes.path("updated")));
            ObjectNode arguments = JSON.createObjectNode();
            wanted.forEach(arguments.putArray("ids")::add);
            stage.call("alice", "Mailbox/get", arguments)
                    .path("list")
                    .forEach(each -> copy.put(each.path("id").asString(), each));
            state = changes.path("newState").asString();
            more = changes.path("hasMoreChanges").asBoolean();
        }
        assertThat(state).as("as it was pushed").isEqualTo(pushed);
        JsonNode changes =
                stage.call(
                        "alice",
                        "Mailbox/queryChanges",
                        object(SORT + ",\"sinceQueryState\":\"" + queryState + "\"}"));
        list.removeAll(ids(changes.path("removed")));
        changes.path("added")
                .forEach(each -> list.add(each.path("index").asInt(), each.path("id").asString()));
        queryState = changes.path("newQueryState").asString();
    }

    private void compare(JmapStage stage, String when) throws Exception {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        get(stage, "{}").path("list").forEach(each -> all.put(each.path("id").asString(), each));
        assertThat(copy).as(when).containsExactlyInAnyOrderEntriesOf(all);
        assertThat(list)
                .as(when)
                .isEqualTo(
                        ids(stage.call("alice", "Mailbox/query", object(SORT + "}")).path("ids")));
    }

    private static JsonNode get(JmapStage stage, String arguments) throws Exception {
        return stage.call("alice", "Mailbox/get", object(arguments));
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private static List<String> ids(JsonNode array) {
        List<String> ids = new ArrayList<>();
        array.forEach(each -> ids.add(each.asString()));
        return ids;
    }
}
