// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.http.Homes;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.JmapServices;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.door.AuthorizationDoor;
import org.pabal.jmap.door.RememberedProofs;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.service.JmapService;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.webpush.Browser;
import org.pabal.mailbox.Flags;
import org.pabal.sasl.LoginDoor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// RFC 8620 §7.2, with a push service and a browser.
@Timeout(30)
final class WebPushTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MAIL = "Subject: x\r\n\r\nx\r\n";

    @TempDir private Path folder;

    private final JmapStage stage = new JmapStage();
    private final Browser browser = new Browser();

    @SuppressWarnings("NullAway.Init")
    private PushService push;

    @SuppressWarnings("NullAway.Init")
    private JmapService service;

    @SuppressWarnings("NullAway.Init")
    private JmapHandler handler;

    @BeforeEach
    void open() throws IOException {
        push = new PushService(folder.resolve("tls"));
        stage.mailboxes("alice").list(); // made on first use, which is a change
        start();
    }

    private void start() throws IOException {
        JmapServices plain = stage.services();
        service =
                new JmapService(
                        new JmapServices(
                                plain.limits(),
                                plain.directory(),
                                plain.mailboxes(),
                                plain.index(),
                                plain.storage(),
                                plain.scripts(),
                                plain.clock(),
                                plain.random(),
                                plain.sending(),
                                Optional.of(
                                        new PushSending(
                                                push.posts(), "mailto:postmaster@example.org")),
                                plain.sharing(),
                                plain.lab()));
        handler =
                service.handler(
                        List.of(
                                new AuthorizationDoor(
                                        stage.directory,
                                        _ -> new LoginContext(Optional.empty(), LoginService.HTTP),
                                        LoginDoor.open("jmap"),
                                        _ -> true,
                                        RememberedProofs.forAMinute(
                                                stage.clock, new SecureRandom()))),
                        Homes.NONE,
                        Map.of());
        service.start();
    }

    @AfterEach
    void close() {
        service.close();
        push.close();
        stage.close();
    }

    private JsonNode call(String method, String arguments) throws Exception {
        FakeExchange exchange =
                new FakeExchange("POST", "/jmap/api")
                        .with("Content-Type", "application/json")
                        .with("Authorization", JmapStage.basic("alice"))
                        .withBody(
                                ("{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:pabal:params:jmap:pushdevice\"],\"methodCalls\":[[\""
                                                + method
                                                + "\","
                                                + arguments
                                                + ",\"c\"]]}")
                                        .getBytes(StandardCharsets.UTF_8));
        handler.handle(exchange);
        assertThat(exchange.status()).as(exchange.text()).isEqualTo(200);
        return JSON.readTree(exchange.sent()).path("methodResponses").path(0).path(1);
    }

    private JsonNode create(String url, String more) throws Exception {
        return call(
                "PushSubscription/set",
                "{\"create\":{\"k\":{\"deviceClientId\":\"d\",\"url\":\""
                        + url
                        + "\",\"keys\":"
                        + browser.keysJson()
                        + more
                        + "}}}");
    }

    private JsonNode next() throws Exception {
        return JSON.readTree(browser.read(push.next().body()));
    }

    private String subscribe() throws Exception {
        JsonNode created = create(push.url(), "").path("created").path("k");
        String id = created.path("id").asString();
        assertThat(created.has("expires")).isTrue();
        JsonNode verification = next();
        assertThat(verification.path("@type").asString()).isEqualTo("PushVerification");
        assertThat(verification.path("pushSubscriptionId").asString()).isEqualTo(id);
        JsonNode verified = verify(id, verification.path("verificationCode").asString());
        assertThat(verified.path("updated").has(id)).isTrue();
        return id;
    }

    private JsonNode verify(String id, String code) throws Exception {
        return call(
                "PushSubscription/set",
                "{\"update\":{\"" + id + "\":{\"verificationCode\":\"" + code + "\"}}}");
    }

    private void arrive() throws Exception {
        stage.append("alice", "INBOX", Flags.NONE, MAIL);
    }

    @Test
    void aDeviceThatHasBroughtItsCodeIsToldOfMail() throws Exception {
        subscribe();
        arrive();
        PushService.Push told = push.next();
        assertThat(told.fields())
                .containsEntry("content-encoding", "aes128gcm")
                .containsEntry("urgency", "high")
                .containsKeys("ttl", "topic");
        assertThat(told.fields().get("authorization")).startsWith("vapid t=");
        JsonNode change = JSON.readTree(browser.read(told.body()));
        assertThat(change.path("@type").asString()).isEqualTo("StateChange");
        assertThat(change.path("changed").path("A1").path("EmailDelivery").asString())
                .isEqualTo(stage.mailboxes("alice").state().point().toString());
    }

    /// RFC 8620 §7.2: of all accounts that the user has access to, in the form of §7.1.
    @Test
    void aDeviceIsToldOfMailThatOthersShare() throws Exception {
        stage.given("bob shares INBOX with alice: lrs");
        subscribe();
        stage.append("bob", "INBOX", Flags.NONE, MAIL);
        JsonNode changed = nextOf("A2");
        assertThat(changed.path("A2").path("EmailDelivery").asString())
                .isEqualTo(stage.mailboxes("bob").state().point().toString());
        assertThat(changed.path("A1").has("EmailDelivery")).isFalse();
    }

    /// What comes before may be that something was shared.
    private JsonNode nextOf(String account) throws Exception {
        JsonNode changed = next().path("changed");
        while (!changed.has(account)) {
            changed = next().path("changed");
        }
        return changed;
    }

    /// Who shares is known as soon as that was told.
    @Test
    void aDeviceIsToldOfMailThatAGroupMaySeeSince() throws Exception {
        subscribe();
        stage.given("there is the group team");
        stage.given("alice joins the group team");
        stage.given("bob shares INBOX with team: lr");
        assertThat(next().path("changed").path("A1").has("ShareNotification")).isTrue();
        stage.append("bob", "INBOX", Flags.NONE, MAIL);
        assertThat(nextOf("A2").path("A2").has("EmailDelivery")).isTrue();
    }

    /// What a device was not told in time, and may see no more, it is not told.
    @Test
    void whatIsOwedOfOthersIsNotToldWhenTheyShareNoMore() throws Exception {
        stage.given("bob shares INBOX with alice: lrs");
        subscribe();
        push.status = "503 Later";
        stage.append("bob", "INBOX", Flags.NONE, MAIL);
        push.next();
        PushTargets kept = new PushTargets(stage.storage);
        while (kept.of(stage.account("alice").id(), stage.clock.instant()).stream()
                .noneMatch(target -> target.owed().containsKey("A2/EmailDelivery"))) {
            Thread.onSpinWait();
        }
        service.close();
        push.status = "201 Created";
        stage.given("bob shares INBOX with alice: p");
        arrive(); // told by nobody: the server is down
        stage.clock.advance(Duration.ofHours(1));
        start();
        arrive();
        JsonNode changed = next().path("changed");
        assertThat(changed.has("A1")).isTrue();
        assertThat(changed.has("A2")).isFalse();
    }

    /// THREATS J07: nobody has others pushed to.
    @Test
    void nothingIsToldBeforeTheCodeIsBroughtBack() throws Exception {
        JsonNode created = create(push.url(), "").path("created").path("k");
        String id = created.path("id").asString();
        next();
        arrive();
        assertThat(verify(id, "guess").path("notUpdated").path(id).path("type").asString())
                .isEqualTo("invalidProperties");
        assertThat(push.pushes).isEmpty();
    }

    @Test
    void whatIsSecretIsToldToNobody() throws Exception {
        String id = subscribe();
        JsonNode all = call("PushSubscription/get", "{}");
        assertThat(all.path("list").path(0).path("id").asString()).isEqualTo(id);
        assertThat(all.path("list").path(0).has("url")).isFalse();
        assertThat(all.has("state")).isFalse();
        assertThat(
                        call("PushSubscription/get", "{\"properties\":[\"url\"]}")
                                .path("type")
                                .asString())
                .isEqualTo("forbidden");
    }

    /// THREATS J07.
    @Test
    void onlyHttpsIsTaken() throws Exception {
        for (String url : List.of("http://push.example/", "https://a@push.example/", "x")) {
            assertThat(create(url, "").path("notCreated").path("k").path("type").asString())
                    .isEqualTo("invalidProperties");
        }
    }

    @Test
    void aServiceThatKnowsTheDeviceNoMoreEndsIt() throws Exception {
        subscribe();
        push.status = "410 Gone";
        arrive();
        push.next();
        while (!call("PushSubscription/get", "{}").path("list").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /// What a service did not take outlives a restart.
    @Test
    void whatIsOwedIsToldLater() throws Exception {
        subscribe();
        push.status = "503 Later";
        arrive();
        push.next();
        PushTargets kept = new PushTargets(stage.storage);
        while (kept.of(stage.account("alice").id(), stage.clock.instant()).stream()
                .noneMatch(target -> target.owed().containsKey("EmailDelivery"))) {
            Thread.onSpinWait();
        }
        service.close();
        push.status = "201 Created";
        stage.clock.advance(Duration.ofHours(1));
        start();
        assertThat(next().path("changed").path("A1").has("EmailDelivery")).isTrue();
    }

    @Test
    void itsOwnerSeesHowItGoesAndTriesIt() throws Exception {
        String id = subscribe();
        arrive();
        next();
        String asked = "{\"properties\":[\"name\",\"lastPush\",\"latency\"]}";
        JsonNode device = call("PushSubscription/get", asked).path("list").path(0);
        while (device.path("latency").path("count").asInt() < 1) {
            device = call("PushSubscription/get", asked).path("list").path(0);
        }
        assertThat(device.path("name").asString()).isEqualTo("");
        assertThat(device.path("lastPush").path("status").asInt()).isEqualTo(201);
        assertThat(device.path("latency").path("p95Millis").isNumber()).isTrue();

        JsonNode tried = call("PushSubscription/test", "{\"pushSubscriptionId\":\"" + id + "\"}");
        assertThat(next().path("@type").asString()).isEqualTo("PushTest");
        assertThat(tried.path("status").asInt()).isEqualTo(201);
        assertThat(tried.path("millis").isNumber()).isTrue();
        push.status = "429 Often";
        tried = call("PushSubscription/test", "{\"pushSubscriptionId\":\"" + id + "\"}");
        assertThat(tried.path("status").asInt()).isEqualTo(429);
        assertThat(
                        call("PushSubscription/test", "{\"pushSubscriptionId\":\"x\"}")
                                .path("type")
                                .asString())
                .isEqualTo("invalidArguments");
    }

    @Test
    void aDeviceHasTheNameThatItGives() throws Exception {
        create(push.url(), ",\"name\":\"Chromium, Linux\"");
        assertThat(
                        call("PushSubscription/get", "{\"properties\":[\"name\"]}")
                                .path("list")
                                .path(0)
                                .path("name")
                                .asString())
                .isEqualTo("Chromium, Linux");
        assertThat(
                        create(push.url(), ",\"name\":\"" + "x".repeat(101) + "\"")
                                .path("notCreated")
                                .path("k")
                                .path("type")
                                .asString())
                .isEqualTo("invalidProperties");
    }

    /// A phone is not rung a thousand times.
    @Test
    void aStormIsAPushNowAndThen() throws Exception {
        subscribe();
        long begun = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            arrive();
        }
        push.next();
        int further = push.pushes.size();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(further).isLessThanOrEqualTo(1 + (int) took.dividedBy(PushSender.INTERVAL));
    }

    /// RFC 9749 §3: the key is the same after a restart.
    @Test
    void theSessionHasTheKeyForBrowsers() throws Exception {
        String key = sessionKey();
        service.close();
        start();
        assertThat(sessionKey()).isEqualTo(key).hasSize(87);
    }

    private String sessionKey() throws Exception {
        FakeExchange session =
                new FakeExchange("GET", "/jmap/session")
                        .with("Authorization", JmapStage.basic("alice"));
        handler.handle(session);
        return JSON.readTree(session.sent())
                .path("capabilities")
                .path("urn:ietf:params:jmap:webpush-vapid")
                .path("applicationServerKey")
                .asString();
    }
}
