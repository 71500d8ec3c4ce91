// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Language;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.message.Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A client that only ever asks for changes of who is here has what the server has. RFC 8620 §5.2,
/// §5.6.
class ReplayTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILTER = "\"filter\": {\"text\": \"a\"}";

    private final JmapStage stage = new JmapStage();
    private final Map<String, JsonNode> copy = new TreeMap<>();
    private List<String> list = new ArrayList<>();

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode call(String method, String arguments) throws Exception {
        return stage.call("alice", method, (ObjectNode) JSON.readTree(arguments));
    }

    private static List<String> ids(JsonNode array) {
        List<String> ids = new ArrayList<>();
        array.values().forEach(each -> ids.add(each.asString()));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesReplayedGiveTheServersState(long seed) throws Exception {
        Random random = new Random(seed);
        JsonNode all = call("Principal/get", "{}");
        String state = all.path("state").asString();
        all.path("list").forEach(each -> copy.put(each.path("id").asString(), each));
        JsonNode found = call("Principal/query", "{" + FILTER + "}");
        list = ids(found.path("ids"));
        String query = found.path("queryState").asString();
        for (int round = 0; round < 40; round++) {
            operate(random, round);
            JsonNode changes = call("Principal/changes", "{\"sinceState\": \"" + state + "\"}");
            List<String> wanted = ids(changes.path("created"));
            wanted.addAll(ids(changes.path("updated")));
            ids(changes.path("destroyed")).forEach(copy::remove);
            call("Principal/get", "{\"ids\": " + JSON.writeValueAsString(wanted) + "}")
                    .path("list")
                    .forEach(each -> copy.put(each.path("id").asString(), each));
            state = changes.path("newState").asString();
            query = move(query);
            compare("seed " + seed + ", round " + round);
        }
    }

    private String move(String since) throws Exception {
        JsonNode moves =
                call(
                        "Principal/queryChanges",
                        "{" + FILTER + ", \"sinceQueryState\": \"" + since + "\"}");
        list.removeAll(ids(moves.path("removed")));
        for (JsonNode each : moves.path("added").values()) {
            list.add(each.path("index").asInt(), each.path("id").asString());
        }
        return moves.path("newQueryState").asString();
    }

    private void compare(String when) throws Exception {
        Map<String, JsonNode> server = new TreeMap<>();
        call("Principal/get", "{}")
                .path("list")
                .forEach(each -> server.put(each.path("id").asString(), each));
        assertThat(copy).as(when).isEqualTo(server);
        assertThat(list)
                .as(when)
                .isEqualTo(ids(call("Principal/query", "{" + FILTER + "}").path("ids")));
    }

    private void operate(Random random, int round) throws Exception {
        String name = "n" + random.nextInt(6);
        Address address = Address.of(name + "@example.org");
        boolean isThere = stage.directory.account(address).isPresent();
        switch (random.nextInt(5)) {
            case 0 -> {
                if (!isThere) {
                    stage.addAccount(name);
                }
            }
            case 1 -> stage.directory.removeAccount(address);
            case 2 -> stage.directory.setProfile(address, "Anna " + round, Language.ENGLISH);
            case 3 ->
                    stage.given("bob shares INBOX with alice: " + (round % 2 == 0 ? "lr" : "lrs"));
            default ->
                    call(
                            "Principal/set",
                            "{\"update\": {\"P1\": {\"name\": \"me " + round + "\"}}}");
        }
    }
}
