// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.http.testing.FakeExchange;

class RoutesTest {
    private static HttpHandler named(String name) {
        return exchange -> exchange.send(name.getBytes(StandardCharsets.UTF_8));
    }

    private final Routes routes =
            new Routes(
                    List.of(
                            Route.get("/jmap/*", named("below")),
                            Route.get("/jmap/download/*", named("download")),
                            Route.get("/jmap/session", named("session")),
                            Route.post("/jmap/session", named("posted"))));

    private String get(String path) throws IOException {
        return FakeExchange.get(path).through(routes).text();
    }

    @Test
    void theLongestKnownPathAnswers() throws Exception {
        assertThat(get("/jmap/session")).isEqualTo("session");
        assertThat(get("/jmap/session/")).isEqualTo("below");
        assertThat(get("/jmap/download/a/b")).isEqualTo("download");
        assertThat(get("/jmap/downloads")).isEqualTo("below");
        assertThat(new FakeExchange("POST", "/jmap/session").through(routes).text())
                .isEqualTo("posted");
        assertThat(new FakeExchange("HEAD", "/jmap/session").through(routes).text())
                .isEqualTo("session");
    }

    @Test
    void otherMethodsAreToldWhichThereAre() throws Exception {
        FakeExchange answer = new FakeExchange("DELETE", "/jmap/session").through(routes);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.answered("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        FakeExchange options = new FakeExchange("OPTIONS", "/jmap/x").through(routes);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.answered("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(options.answered("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void anUnknownPathIsAProblemOrASentence() throws Exception {
        FakeExchange program = FakeExchange.get("/jmap").through(routes);
        assertThat(program.status()).isEqualTo(404);
        assertThat(program.answered("Content-Type")).isEqualTo("application/problem+json");
        assertThat(program.text())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is nothing at this address.\"}");
        FakeExchange person =
                FakeExchange.get("/x").with("Accept", "text/html,*/*").through(routes);
        assertThat(person.answered("Content-Type")).startsWith("text/plain");
        assertThat(person.text()).isEqualTo("There is nothing at this address.\n");
    }

    @Test
    void everyAnswerIsDistrusted() throws Exception {
        FakeExchange answer = FakeExchange.get("/jmap/session").through(routes);
        assertThat(answer.answered("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.answered("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.answered("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void routesThatAreNone() {
        for (String path : List.of("", "jmap", "/jmap*", "/*/x", "/a//b")) {
            assertThatThrownBy(() -> Route.get(path, named("x")))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() ->
                        new Routes(
                                List.of(Route.get("/x", named("1")), Route.get("/x", named("2")))))
                .hasMessageContaining("two routes for GET /x");
    }

    @Test
    void quotesInAProblemAreEscaped() {
        assertThat(new Problem(400, "a \"b\"\n\\").json()).contains("a \\\"b\\\"\\u000a\\\\");
    }

    @Test
    void cookiesByName() {
        FakeExchange exchange =
                FakeExchange.get("/").with("Cookie", "a=1; b=\"2\"").with("Cookie", "a=3;c");
        assertThat(exchange.cookie("a")).contains("1");
        assertThat(exchange.cookie("b")).contains("2");
        assertThat(exchange.cookie("c")).isEqualTo(Optional.empty());
    }
}
