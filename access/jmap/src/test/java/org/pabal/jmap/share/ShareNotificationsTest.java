// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.storage.StorageException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a client hears that only ever asks for changes, and what storage that fails leaves.
class ShareNotificationsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final JmapStage stage = new JmapStage();

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

    private void share(String mailbox, String rights) throws Exception {
        stage.given("bob shares " + mailbox + " with alice: " + rights);
    }

    /// RFC 8620 §5.2, §5.6.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesReplayedGiveTheServersState(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> list = new ArrayList<>();
        List<String> known = new ArrayList<>();
        String query = call("ShareNotification/query", "{}").path("queryState").asString();
        String state = call("ShareNotification/get", "{\"ids\": []}").path("state").asString();
        List<String> mailboxes = List.of("INBOX", "Archive", "Junk");
        for (int round = 0; round < 120; round++) {
            if (random.nextInt(3) == 0 && !known.isEmpty()) {
                String gone = known.get(random.nextInt(known.size()));
                call("ShareNotification/set", "{\"destroy\": [\"" + gone + "\"]}");
            } else {
                share(
                        mailboxes.get(random.nextInt(mailboxes.size())),
                        List.of("lr", "lrs", "lrsw", "lrip").get(random.nextInt(4)));
            }
            if (random.nextBoolean()) {
                continue;
            }
            JsonNode changes =
                    call("ShareNotification/changes", "{\"sinceState\": \"" + state + "\"}");
            known.addAll(ids(changes.path("created")));
            known.removeAll(ids(changes.path("destroyed")));
            state = changes.path("newState").asString();
            JsonNode moves =
                    call(
                            "ShareNotification/queryChanges",
                            "{\"sinceQueryState\": \"" + query + "\"}");
            list.removeAll(ids(moves.path("removed")));
            for (JsonNode each : moves.path("added").values()) {
                list.add(each.path("index").asInt(), each.path("id").asString());
            }
            query = moves.path("newQueryState").asString();
            List<String> server = ids(call("ShareNotification/query", "{}").path("ids"));
            assertThat(list).as("seed " + seed).isEqualTo(server);
            assertThat(known).as("seed " + seed).containsExactlyInAnyOrderElementsOf(server);
        }
    }

    /// RFC 9670 §3.1: they do not grow without end, and the newest stay.
    @Test
    void theOldestGoWhenThereAreMany() throws Exception {
        for (int i = 0; i < ShareNotifications.MOST + 10; i++) {
            share("INBOX", i % 2 == 0 ? "lr" : "lrs");
            call("ShareNotification/get", "{\"ids\": []}");
        }
        List<String> all = ids(call("ShareNotification/query", "{}").path("ids"));
        assertThat(all).hasSize(ShareNotifications.MOST);
        JsonNode newest =
                call("ShareNotification/get", "{\"ids\": [\"" + all.getLast() + "\"]}")
                        .path("list")
                        .path(0);
        assertThat(newest.path("newRights").path("maySetSeen").asBoolean()).isTrue();
    }

    /// Taken over in one commit: what fails is taken over later, once.
    @Test
    void aFailureLosesNothingAndTellsNothingTwice() throws Exception {
        share("INBOX", "lr");
        share("Archive", "lr");
        stage.storage.failNextCommits(1, new StorageException.Full("full"));
        JsonNode refused =
                stage.call(
                                "alice",
                                JSON.createArrayNode()
                                        .add(
                                                JSON.createArrayNode()
                                                        .add("ShareNotification/get")
                                                        .add(
                                                                JSON.createObjectNode()
                                                                        .put(
                                                                                "accountId",
                                                                                stage.accountId(
                                                                                        "alice")))
                                                        .add("c")))
                        .path(0);
        assertThat(refused.path(0).asString()).isEqualTo("error");
        assertThat(stage.store.shareNotices(stage.account("alice").id(), 10)).hasSize(2);
        assertThat(ids(call("ShareNotification/query", "{}").path("ids"))).hasSize(2);
        assertThat(stage.store.shareNotices(stage.account("alice").id(), 10)).isEmpty();
        assertThat(ids(call("ShareNotification/query", "{}").path("ids"))).hasSize(2);
    }
}
