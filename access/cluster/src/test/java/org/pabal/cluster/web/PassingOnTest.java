// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.cluster.member.TestHost;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.PassedOn;
import org.pabal.http.testing.FakeExchange;

/// Requests from host to host over true connections: whatever the home's handlers do arrives at the
/// client of the front.
@Timeout(60)
class PassingOnTest {
    @TempDir Path folder;

    private final AtomicReference<HttpHandler> handler = new AtomicReference<>();
    private PassedRequests requests;
    private TestHost front;
    private TestHost home;
    private PassingOn passing;

    @BeforeEach
    void begin() throws Exception {
        requests = new PassedRequests(handler::get, () -> "home", 1 << 20);
        front = new TestHost(folder, "front", InstantSource.system(), Map.of());
        home = new TestHost(folder, "home", InstantSource.system(), requests.operations());
        front.authority.begin("front");
        front.takesIn(home);
        passing = new PassingOn(front.membership, front.links);
    }

    @AfterEach
    void end() {
        passing.close();
        requests.close();
        home.close();
        front.close();
    }

    private FakeExchange pass(FakeExchange exchange) throws IOException {
        return pass(exchange, Matter.judged("home", "bob@example.org"));
    }

    private FakeExchange pass(FakeExchange exchange, Matter matter) throws IOException {
        passing.pass(exchange, matter);
        return exchange;
    }

    private static void say(HttpExchange exchange, String text) throws IOException {
        exchange.answer("Content-Type", "text/plain").send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theHomeSeesTheClientAndTheFrontsWordAndNoSecrets() throws Exception {
        handler.set(exchange -> {
            assertThat(exchange.passedOn())
                    .contains(new PassedOn("front", java.util.Optional.of("bob@example.org")));
            assertThat(exchange.path()).isEqualTo("/jmap/a b");
            assertThat(exchange.query("c")).contains("d e");
            assertThat(exchange.client().host()).isEqualTo("mail.example.org");
            assertThat(exchange.client().isSecure()).isTrue();
            assertThat(exchange.client().address().getPort()).isEqualTo(40_000);
            assertThat(exchange.client().home()).contains("home");
            assertThat(exchange.header("accept")).contains("x");
            assertThat(exchange.fieldNames()).containsExactlyInAnyOrder("Accept", "account");
            say(exchange, "well");
        });
        FakeExchange exchange =
                FakeExchange.get("/jmap/a%20b?c=d+e")
                        .with("Accept", "x")
                        .with("account", "mallory@example.org")
                        .with("AUTHORIZATION", "Basic Ym9iOnNlY3JldA==")
                        .with("Cookie", "__Host-pabal=secret")
                        .with("X-Forwarded-For", "192.0.2.1")
                        .with("Connection", "upgrade");
        assertThat(pass(exchange).text()).isEqualTo("well");
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.answered("Content-Type")).isEqualTo("text/plain");
    }

    @Test
    void cookiesOfTheHomeGoThereAndComeBack() throws Exception {
        handler.set(exchange -> {
            assertThat(exchange.passedOn().orElseThrow().account()).isEmpty();
            assertThat(exchange.cookie("a")).contains("1");
            assertThat(exchange.cookie("other")).isEmpty();
            exchange.status(204).addAnswer("Set-Cookie", "a=2").addAnswer("Set-Cookie", "b=3");
        });
        FakeExchange exchange =
                FakeExchange.get("/auth/session").with("Cookie", "a=1; other=2");
        exchange.addAnswer("Set-Cookie", "ours=0");
        pass(exchange, Matter.session("home", "bob@example.org", Map.of("a", "1")));
        assertThat(exchange.status()).isEqualTo(204);
        assertThat(exchange.answered().get("Set-Cookie")).containsExactly("ours=0", "a=2", "b=3");
    }

    @Test
    void bodiesGoBothWaysAndTheConnectionIsUsedAgain() throws Exception {
        byte[] much = new byte[5_000_000];
        new Random(5).nextBytes(much);
        handler.set(exchange -> {
            try (OutputStream out = exchange.stream()) {
                exchange.body().transferTo(out);
            }
        });
        for (int i = 0; i < 3; i++) {
            FakeExchange exchange = new FakeExchange("POST", "/jmap/echo").withBody(much);
            assertThat(pass(exchange).sent()).isEqualTo(much);
        }
        handler.set(exchange -> exchange.send(exchange.body(much.length)));
        FakeExchange exchange = new FakeExchange("POST", "/jmap/echo").withBody(much);
        assertThat(pass(exchange).sent()).isEqualTo(much);
        assertThat(home.door().served()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void anotherBodyStandsForTheOneThatCame() throws Exception {
        handler.set(exchange -> {
            assertThat(exchange.header("Content-Length")).isEmpty();
            exchange.send(exchange.body(100));
        });
        FakeExchange exchange =
                new FakeExchange("POST", "/auth/login")
                        .with("Content-Length", "6")
                        .withBody("secret".getBytes(StandardCharsets.UTF_8));
        Matter matter =
                Matter.judged("home", "bob@example.org")
                        .with(Map.of(), "none".getBytes(StandardCharsets.UTF_8));
        assertThat(pass(exchange, matter).text()).isEqualTo("none");
    }

    /// Refused before it is whole: the answer comes all the same.
    @Test
    void aBodyThatIsNotWantedIsAnswered() throws Exception {
        handler.set(exchange -> {
            exchange.body().readNBytes(10);
            exchange.status(413);
            say(exchange, "too much");
        });
        FakeExchange exchange =
                new FakeExchange("POST", "/jmap/upload/A1/").withBody(new byte[60_000_000]);
        assertThat(pass(exchange).text()).isEqualTo("too much");
        assertThat(exchange.status()).isEqualTo(413);
        handler.set(each -> say(each, "again"));
        assertThat(pass(FakeExchange.get("/jmap/")).text()).isEqualTo("again");
    }

    @Test
    void aHandlerThatFailsIsAnErrorOfOurs() throws Exception {
        handler.set(_ -> {
            throw new IllegalStateException("a bug ordered by the test");
        });
        assertThat(pass(FakeExchange.get("/jmap/")).status()).isEqualTo(500);
        handler.set(exchange -> exchange.body(3));
        FakeExchange large = new FakeExchange("POST", "/jmap/").withBody(new byte[4]);
        assertThat(pass(large).status()).isEqualTo(413);
    }

    /// Nobody takes a part of it for the whole.
    @Test
    void anAnswerThatBreaksOffIsNotWhole() {
        handler.set(exchange -> {
            OutputStream out = exchange.stream();
            out.write(new byte[100_000]);
            throw new IOException("a disk that breaks by order of the test");
        });
        assertThatIOException().isThrownBy(() -> pass(FakeExchange.get("/jmap/")));
    }

    @Test
    void aHomeThatIsAwayIsNamed() throws Exception {
        handler.set(exchange -> say(exchange, "here"));
        pass(FakeExchange.get("/jmap/"));
        home.close();
        FakeExchange exchange = pass(FakeExchange.get("/jmap/"));
        assertThat(exchange.status()).isEqualTo(503);
        assertThat(exchange.text()).contains("on the host home", "\"code\":\"homeDown\"");
        assertThat(exchange.answered("Retry-After")).isNotEmpty();
        FakeExchange unknown = pass(FakeExchange.get("/"), Matter.link("nowhere"));
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(passing.isOther("nowhere")).isFalse();
        assertThat(passing.isOther("home")).isTrue();
    }

    /// THREATS A09
    @Test
    void whatIsOpenEndsWithTheLogIn() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        handler.set(exchange -> {
            exchange.answer("Content-Type", "text/event-stream");
            exchange.stream().flush();
            open.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException frontHungUp) {
                ended.countDown();
            }
        });
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                pass(FakeExchange.get("/jmap/eventsource"));
                            } catch (IOException hungUp) {
                                // as is to be
                            }
                        });
        open.await();
        passing.end("carol@example.org");
        assertThat(waiting.isAlive()).isTrue();
        passing.end("bob@example.org");
        ended.await();
        waiting.join();
    }
}
