// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.webpush.kept.PushService;
import org.pabal.mailbox.Flags;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.mta.webhook.Show;
import org.pabal.mta.webhook.Wanted;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookDelivery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks as their owners make, try and lose them.
@Timeout(60)
final class WebhookMethodsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;

    private final Stage stage = new Stage();

    @SuppressWarnings("NullAway.Init")
    private PushService server;

    private static final class Stage extends JmapStage {
        private final List<JmapMethod> methods = new ArrayList<>();
        private final StoredWebhooks webhooks = new StoredWebhooks(storage, store);
        private final NotificationSettings settings = new NotificationSettings(storage, store);

        void open(PushService server) throws IOException {
            Random random = new Random(3);
            Ledger ledger = new Ledger(storage, clock, random);
            Queue queue =
                    new Queue(
                            storage, QueueConfig.defaults(), clock, random, ledger, new NoMarks());
            methods.addAll(
                    new WebhookServices(
                                    webhooks,
                                    new WebhookDelivery(
                                            webhooks, server.posts(), clock, new NoticeCounts()),
                                    queue,
                                    store,
                                    settings)
                            .methods());
            store.listen(webhooks);
        }

        @Override
        protected List<Capability> moreCapabilities() {
            return List.of(new WebhookCapability());
        }

        @Override
        protected List<JmapMethod> moreMethods() {
            return methods;
        }
    }

    /// Nothing is tried here.
    private static final class NoMarks implements AttemptMarks {
        @Override
        public Set<QueueId> leftOver() {
            return Set.of();
        }

        @Override
        public int begin(QueueId id) {
            return 0;
        }

        @Override
        public void end(int mark) {}
    }

    @BeforeEach
    void open() throws IOException {
        server = new PushService(folder.resolve("tls"));
        stage.open(server);
    }

    @AfterEach
    void close() {
        server.close();
        stage.close();
    }

    private JsonNode call(String method, String arguments) throws Exception {
        return stage.call("alice", method, (ObjectNode) JSON.readTree(arguments));
    }

    private JsonNode create(String properties) throws Exception {
        return call("Webhook/set", "{\"create\":{\"k\":" + properties + "}}");
    }

    private String made() throws Exception {
        JsonNode set =
                create(
                        "{\"name\":\"phone\",\"url\":\""
                                + server.url()
                                + "\",\"format\":\"values\",\"secret\":\"k3y\"}");
        return set.path("created").path("k").path("id").asString();
    }

    private List<Webhook> kept() {
        return stage.webhooks.of(stage.account("alice").id());
    }

    @Test
    void aWebhookIsMadeShownChangedAndRemoved() throws Exception {
        String id = made();
        JsonNode got = call("Webhook/get", "{}").path("list").path(0);
        assertThat(got.toString())
                .isEqualTo(
                        "{\"id\":\""
                                + id
                                + "\",\"name\":\"phone\",\"url\":\""
                                + server.url()
                                + "\",\"format\":\"values\",\"template\":null,\"hasSecret\":true,"
                                + "\"enabled\":true,\"wanted\":{\"kind\":\"all\"},\"quiet\":null,"
                                + "\"show\":\"full\",\"lastAnswer\":null,\"waiting\":0,"
                                + "\"latency\":{\"count\":0,\"p95Millis\":null}}");
        JsonNode changed =
                call(
                        "Webhook/set",
                        "{\"update\":{\""
                                + id
                                + "\":{\"quiet\":{\"from\":\"22:00\",\"until\":\"07:00\","
                                + "\"timeZone\":\"Asia/Seoul\"},\"show\":\"sender\","
                                + "\"wanted\":{\"kind\":\"known\"}}}}");
        assertThat(changed.path("updated").has(id)).as(changed.toString()).isTrue();
        Webhook webhook = kept().getFirst();
        assertThat(webhook.secret()).isEqualTo("k3y");
        assertThat(webhook.rules().show()).isEqualTo(Show.SENDER);
        assertThat(webhook.rules().wanted()).isEqualTo(new Wanted.Known());
        assertThat(webhook.rules().quiet()).isPresent();
        call("Webhook/set", "{\"update\":{\"" + id + "\":{\"secret\":null,\"quiet\":null}}}");
        assertThat(kept().getFirst().secret()).isEmpty();
        assertThat(kept().getFirst().rules().quiet()).isEmpty();
        JsonNode gone = call("Webhook/set", "{\"destroy\":[\"" + id + "\"]}");
        assertThat(gone.path("destroyed").path(0).asString()).isEqualTo(id);
        assertThat(kept()).isEmpty();
        JsonNode changes = call("Webhook/changes", "{\"sinceState\":\"1\"}");
        assertThat(changes.path("destroyed").path(0).asString()).isEqualTo(id);
    }

    /// RFC 8621 §4.1.1: keywords are the same in upper and lower case.
    @Test
    void keywordsAreKeptAsMailHasThem() throws Exception {
        String id = made();
        String wanted = "{\"update\":{\"" + id + "\":{\"wanted\":";
        JsonNode changed =
                call(
                        "Webhook/set",
                        wanted + "{\"kind\":\"keywords\",\"keywords\":[\"Work\",\"$flagged\"]}}}}");
        assertThat(changed.path("updated").has(id)).as(changed.toString()).isTrue();
        assertThat(call("Webhook/get", "{\"properties\":[\"wanted\"]}").at("/list/0/wanted"))
                .hasToString("{\"kind\":\"keywords\",\"keywords\":[\"$flagged\",\"work\"]}");
        StoredWebhooks anew = new StoredWebhooks(stage.storage, stage.store);
        assertThat(anew.of(stage.account("alice").id()).getFirst().rules().wanted())
                .isEqualTo(new Wanted.Keywords(Flags.of("work", Flags.FLAGGED)));
        for (String wrong : List.of("[]", "[\"a b\"]", "[\"\"]")) {
            JsonNode refused =
                    call(
                            "Webhook/set",
                            wanted + "{\"kind\":\"keywords\",\"keywords\":" + wrong + "}}}}");
            assertThat(refused.at("/notUpdated/" + id + "/properties/0").asString())
                    .as(wrong)
                    .isEqualTo("wanted/keywords");
        }
    }

    @Test
    void whatIsKeptIsReadAgain() throws Exception {
        made();
        StoredWebhooks anew = new StoredWebhooks(stage.storage, stage.store);
        assertThat(anew.of(stage.account("alice").id())).isEqualTo(kept());
        assertThat(anew.of(stage.account("bob").id())).isEmpty();
    }

    @Test
    void aTrialTellsWhatTheServerSaid() throws Exception {
        String id = made();
        JsonNode good = call("Webhook/test", "{\"webhookId\":\"" + id + "\"}");
        assertThat(good.path("status").asInt()).isEqualTo(201);
        assertThat(good.path("millis").asInt()).isNotNegative();
        PushService.Push push = server.next();
        assertThat(new String(push.body(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("{\"value1\":\"Pabal <alice@example.org>\"");
        assertThat(push.fields()).containsKey("webhook-signature");
        server.status = "401 Unauthorized";
        JsonNode bad = call("Webhook/test", "{\"webhookId\":\"" + id + "\"}");
        assertThat(bad.path("status").asInt()).isEqualTo(401);
        JsonNode got = call("Webhook/get", "{}").path("list").path(0);
        assertThat(got.path("lastAnswer").path("status").asInt()).isEqualTo(401);
        assertThat(stage.webhooks.record(stage.account("alice").id(), id).last()).isPresent();
    }

    @Test
    void whatCannotBeIsRefusedWithItsReason() throws Exception {
        refused("{\"url\":\"http://hook.example/\"}", "url");
        refused("{\"url\":\"https://u@hook.example/\"}", "url");
        refused("{\"name\":\"x\"}", "url");
        refused(with("\"format\":\"xml\""), "format");
        refused(with("\"format\":\"template\",\"template\":\"{{subject}}\""), "template");
        refused(
                with("\"format\":\"template\",\"template\":\"{\\\"a\\\":\\\"{{nobody}}\\\"}\""),
                "template");
        refused(
                with("\"format\":\"template\",\"template\":\"{\\\"a\\\":{{subject}}}\""),
                "template");
        refused(with("\"template\":\"{}\""), "template");
        refused(
                with("\"wanted\":{\"kind\":\"mailboxes\",\"mailboxIds\":[\"F999\"]}"),
                "wanted/mailboxIds");
        refused(
                with(
                        "\"quiet\":{\"from\":\"25:00\",\"until\":\"07:00\",\"timeZone\":\"Asia/Seoul\"}"),
                "quiet/from");
        refused(
                with("\"quiet\":{\"from\":\"22:00\",\"until\":\"07:00\",\"timeZone\":\"Nowhere\"}"),
                "quiet/timeZone");
        refused(with("\"lastAnswer\":{}"), "lastAnswer");
        assertThat(kept()).isEmpty();
    }

    private static String with(String more) {
        return "{\"url\":\"https://hook.example/\"," + more + "}";
    }

    private void refused(String properties, String property) throws Exception {
        JsonNode error = create(properties).path("notCreated").path("k");
        assertThat(error.path("type").asString()).as(properties).isEqualTo("invalidProperties");
        assertThat(error.path("properties").path(0).asString()).isEqualTo(property);
    }

    @Test
    void aTemplateOfOnesOwn() throws Exception {
        JsonNode set =
                create(
                        with(
                                "\"format\":\"template\",\"template\":"
                                        + "\"{\\\"text\\\":\\\"{{sender}}: {{subject}}\\\"}\""));
        assertThat(set.path("created").has("k")).as(set.toString()).isTrue();
    }

    @Test
    void tenAreEnough() throws Exception {
        for (int i = 0; i < StoredWebhooks.MAX; i++) {
            made();
        }
        assertThat(
                        create(with("\"name\":\"more\""))
                                .path("notCreated")
                                .path("k")
                                .path("type")
                                .asString())
                .isEqualTo("overQuota");
    }

    @Test
    void othersWebhooksAreNobodysBusiness() throws Exception {
        made();
        JsonNode got = stage.call("bob", "Webhook/get", (ObjectNode) JSON.readTree("{}"));
        assertThat(got.path("list").size()).isZero();
    }

    @Test
    void howMuchWebPushTells() throws Exception {
        JsonNode preset = call("NotificationSetting/get", "{}").path("list").path(0);
        assertThat(preset.toString())
                .isEqualTo(
                        "{\"id\":\"singleton\",\"wanted\":{\"kind\":\"all\"},\"quiet\":null,"
                                + "\"show\":\"full\"}");
        JsonNode set =
                call(
                        "NotificationSetting/set",
                        "{\"update\":{\"singleton\":{\"show\":\"none\",\"quiet\":{\"from\":\"22:00\","
                                + "\"until\":\"07:00\",\"timeZone\":\"Europe/Berlin\"}}}}");
        assertThat(set.path("updated").has("singleton")).as(set.toString()).isTrue();
        assertThat(stage.settings.of(stage.account("alice").id()).show()).isEqualTo(Show.NONE);
        JsonNode destroyed = call("NotificationSetting/set", "{\"destroy\":[\"singleton\"]}");
        assertThat(destroyed.path("notDestroyed").path("singleton").path("type").asString())
                .isEqualTo("singleton");
    }
}
